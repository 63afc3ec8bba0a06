import { viewCard } from '../cards/domain/card.ts';
import type { Requester } from '../teams/domain/requester.ts';
import { askingOf } from '../teams/domain/confirm-over.ts';
import { modelId } from '../video/domain/capabilities.ts';
import type {
  HomeJob,
  HomeView,
  ModelChoice,
  Priced,
  VideoForm,
} from '../chat/domain/form-state.ts';
import { settle } from '../video/domain/validate.ts';
import type { Offer } from '../video/domain/validate.ts';
import type { Job } from '../jobs/domain/job.ts';
import { possibilitiesOf } from '../video/domain/possibilities.ts';
import { inLanguage } from '../messages/domain/reply.ts';
import { rich } from '../messages/domain/rich-text.ts';
import { refusalWords } from '../video/domain/refusal-words.ts';
import { allowedOf, chooseRoute, chooseUsual, routesOf, titleOf } from '../video/domain/routing.ts';
import type { Routed, Route } from '../video/domain/routing.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { UNSET_SETTINGS, withUsual } from '../video/domain/video-request.ts';
import type { VideoDraft } from '../video/domain/video-request.ts';
import { routingContextOf, offersNow } from '../providers/offers.ts';
import type { RoutingContextDependencies, OffersNowDependencies } from '../providers/offers.ts';
import { creditsOf } from './queries.ts';
import type { CreditsDependencies } from './queries.ts';
import { contextOf } from '../cards/show-card.ts';
import type { CardContextDependencies } from '../cards/show-card.ts';
import { accountOf } from '../credits/account.ts';
import type { AccountDependencies } from '../credits/account.ts';
import { languageOf } from '../people/language.ts';
import type { LanguageDependencies } from '../people/language.ts';
import type { CardStore } from '../cards/ports/card-store.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import type { ChatPlatforms } from '../chat/ports/chat-platform.ts';

export interface VideoFormDependencies
  extends
    AccountDependencies,
    LanguageDependencies,
    OffersNowDependencies,
    RoutingContextDependencies {}

export interface HomeDependencies
  extends CardContextDependencies, CreditsDependencies, LanguageDependencies {
  readonly cards: CardStore;
  readonly media: MediaStore;
  readonly platforms: ChatPlatforms;
}

const SHOWN_RUNNING = 10;
const SHOWN_ENDED = 5;

const NOTHING_SAID: VideoDraft = {
  scene: { kind: 'text', prompt: 'a horse' },
  settings: UNSET_SETTINGS,
};

/** What a form offers: everything that some model here can do, with the person's own choice made. */
export async function formFor(
  deps: VideoFormDependencies,
  requester: Requester,
): Promise<VideoForm> {
  const who = await deps.wallet.resolveIdentity(requester);
  const [account, { settings: usual, confirmOver, language: ownLanguage }, team, language] =
    await Promise.all([
      accountOf(deps, who, requester.roles),
      deps.people.preferences(who),
      deps.teams.settings(who.teamId),
      languageOf(deps, who, requester),
    ]);
  const routingContext = await routingContextOf(deps, team);
  const all = await offersNow(deps);
  const allowed = allowedOf(all, team.models);
  // A form must look like something even where nothing may be used: its price says so.
  const offers = allowed.length === 0 ? all : allowed;
  const models = forNewVideos(offers);
  const framing = offers.filter((it) => it.canTakeMedia).map((it) => it.model);
  return {
    language,
    // One that an older version had is as if it were never set.
    ownLanguage: deps.languages.matching(ownLanguage),
    settings: chosen(offers, withUsual(NOTHING_SAID, usual)),
    confirmOver,
    asking: askingOf(confirmOver, team.confirmOver),
    seconds: {
      min: Math.min(...models.map((it) => it.seconds.min)),
      max: Math.max(...models.map((it) => it.seconds.max)),
    },
    qualities: union(models.map((it) => it.qualities)),
    aspects: union(models.map((it) => it.aspects)),
    guidance: models.find((it) => it.guidance !== null)?.guidance ?? null,
    sound: models.some((it) => it.sound?.choice === true) ? { usual: usual.sound } : null,
    promptLength: Math.max(...models.map((it) => it.prompt.max)),
    takesImages: framing.some((it) => it.frames.first),
    lastFrame: lastFrameOf(framing),
    shapeFollowsImage: framing.some((it) => it.frames.first && it.aspectFollowsImage),
    possible: possibilitiesOf(offers),
    left: account.left,
    price: (draft) => priceOf(chooseUsual(draft, usual, all, routingContext)),
    models: (draft) => routesOf(draft, usual, all, routingContext).map((it) => choiceOf(it, all)),
  };
}

function lastFrameOf(models: readonly Offer['model'][]): VideoForm['lastFrame'] {
  const kinds = new Set(models.map((it) => it.frames.last));
  if (kinds.has('with-first')) return kinds.has('without-first') ? 'either' : 'with-first';
  return kinds.has('without-first') ? 'without-first' : 'no';
}

/** What works on a given video has lengths and shapes that mean nothing for a new one. */
function forNewVideos(offers: readonly Offer[]): readonly Offer['model'][] {
  const models = offers.map((it) => it.model);
  const making = models.filter((it) =>
    it.kinds.some((kind) => kind !== 'edit' && kind !== 'replace'),
  );
  return making.length === 0 ? models : making;
}

function chosen(offers: readonly Offer[], usual: VideoDraft): VideoForm['settings'] {
  for (const draft of [usual, NOTHING_SAID]) {
    const routed = chooseRoute(draft, offers);
    if (routed.status === 'routed') return routed.route.settings;
  }
  const [any] = offers;
  if (any === undefined) throw new Error('No model is set up');
  return settle(NOTHING_SAID, any.model);
}

function priceOf(routed: Routed): Priced {
  if (routed.status === 'unroutable') {
    return { status: 'refused', words: rich(refusalWords(routed.refusal)) };
  }
  const { quote, offer } = routed.route;
  return { status: 'priced', credits: quote, model: offer.model.title };
}

function choiceOf({ offer, settings, quote }: Route, offers: readonly Offer[]): ModelChoice {
  return {
    id: modelId(offer.provider, offer.model),
    title: titleOf(offer, offers),
    quality: settings.quality,
    seconds: settings.seconds,
    credits: quote,
  };
}

function union<item>(lists: readonly (readonly item[])[]): readonly item[] {
  return [...new Set(lists.flat())];
}

/** What a person has here, at a glance. */
export async function homeOf(deps: HomeDependencies, requester: Requester): Promise<HomeView> {
  const who = await deps.wallet.resolveIdentity(requester);
  const [language, credits, running, latest] = await Promise.all([
    languageOf(deps, who, requester),
    creditsOf(deps, who, requester.roles, 0),
    deps.history.listOf(who.teamId, who.personId, { open: true, most: SHOWN_RUNNING }),
    deps.history.listOf(who.teamId, who.personId, {
      open: false,
      most: SHOWN_RUNNING + SHOWN_ENDED,
    }),
  ]);
  const open = new Set(running.map((it) => it.jobId));
  const ended = latest.filter((it) => !open.has(it.jobId)).slice(0, SHOWN_ENDED);
  const messages = await deps.cards.messageOf([...running, ...ended]);
  const atHome = async (job: Job): Promise<HomeJob> => {
    const message = messages.get(job.jobId);
    const { state } = job;
    const video = state.status === 'succeeded' ? state.video : null;
    const until = later(deps.clock.now(), DAY_MS);
    return {
      jobId: job.jobId,
      view: inLanguage(viewCard(job, await contextOf(deps, job)), language),
      link:
        message === undefined ? null : (deps.platforms.get(job.platform)?.linkTo(message) ?? null),
      video: video === null ? null : deps.media.link(video, until),
      poster: video?.poster ? deps.media.link(video.poster, until) : null,
    };
  };
  return {
    language,
    credits: inLanguage(credits, language),
    running: await Promise.all(running.map(atHome)),
    ended: await Promise.all(ended.map(atHome)),
  };
}
