import { settle } from '../video/domain/validate.ts';
import { quoteFor } from '../video/domain/prices.ts';
import type { InputRef } from '../media/domain/media.ts';
import { later } from '../shared/domain/later.ts';
import { sourceOf } from '../video/domain/video-request.ts';
import type { VideoDraft, VideoRequest } from '../video/domain/video-request.ts';
import type { Quoted, VideoProvider } from '../providers/ports/video-provider.ts';
import { modelCircuit, reportFailure } from '../providers/provider-failures.ts';
import type { ReportFailureDependencies } from '../providers/provider-failures.ts';
import { callsComeThrough, pushBack } from '../providers/push-back.ts';
import type { PushBackDependencies } from '../providers/push-back.ts';
import { slotsOf } from '../providers/rate-slots.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import { factsOf } from '../cards/domain/card-context.ts';
import { settingsOf } from '../cards/domain/card.ts';
import type { CreateCommand } from '../chat/domain/command.ts';
import { cheaperVersion } from './domain/cheaper-draft.ts';
import type { CheaperVersion } from './domain/cheaper-draft.ts';
import type { RoutingContext, Route } from '../video/domain/routing.ts';
import type { Outlook } from './domain/price-reply.ts';
import { waitMsFor } from '../cards/domain/wait.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { offersNow } from '../providers/offers.ts';
import type { OffersNowDependencies } from '../providers/offers.ts';
import type { Account } from '../credits/account.ts';
import type { Asking } from '../teams/domain/confirm-over.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { Queue } from '../jobs/ports/queue.ts';

export interface AskQuoteDependencies extends PushBackDependencies, ReportFailureDependencies {
  readonly media: MediaStore;
}

/** For a provider that looks at what it prices. */
const LINK_MS = 60 * 60 * 1000;

/**
 * What a provider itself says a video would cost; null where it says nothing, or is not reached.
 * That it gets at none of the files is known to everybody from then on.
 */
async function askQuote(
  deps: AskQuoteDependencies,
  provider: VideoProvider,
  model: string,
  request: VideoRequest,
  signal: AbortSignal,
): Promise<Quoted> {
  const begun = deps.clock.now();
  const linkTo = (media: InputRef) => deps.media.link(media, later(deps.clock.now(), LINK_MS));
  const open = (media: InputRef) => deps.media.open(media);
  const slot = slotsOf(deps, provider, 0);
  try {
    const quoted = await provider.quote(model, request, { linkTo, open, slot, signal });
    if (quoted !== null) callsComeThrough(provider);
    if (quoted === 'no-uploads') await reportFailure(deps, modelCircuit(provider, model), quoted);
    return quoted;
  } catch (error) {
    deps.logger.warn({ provider: provider.name, err: error }, 'the provider gave no quote');
    await pushBack(deps, provider, error, begun);
    return null;
  }
}

export interface ConfirmPriceDependencies extends OffersNowDependencies {
  readonly history: JobHistory;
  readonly queue: Queue;
}

/**
 * The price once everything is measured: what is asked for, and what the provider itself says.
 * Null when that is that it cannot get at what was given.
 */
export async function pricedFor(
  deps: AskQuoteDependencies,
  route: Route,
  draft: VideoDraft,
  scene: VideoRequest['scene'],
  signal: AbortSignal,
): Promise<Route | null> {
  const { model, provider: name } = route.offer;
  const provider = deps.providers.get(name);
  const source = sourceOf(scene);
  const settings =
    source === null
      ? route.settings
      : settle({ ...draft, settings: route.settings }, model, source.seconds);
  const request = { scene, settings };
  const quoted =
    provider === undefined ? null : await askQuote(deps, provider, model.model, request, signal);
  if (quoted === 'no-uploads') return null;
  return { ...route, settings, quote: quoted ?? quoteFor(model, settings, scene.kind) };
}

/** A video that is worked on costs by its length, which is not known before it is fetched. */
export function leastOf({ offer, settings, quote }: Route, { scene }: VideoDraft): number {
  const { source } = offer.model;
  if (sourceOf(scene) === null || source === null) return quote;
  const seconds = Math.max(1, Math.ceil(source.limits.minSeconds));
  return Math.min(quote, quoteFor(offer.model, { ...settings, seconds }, scene.kind));
}

/** A video that starts only if its person agrees to its price. */
export interface PriceToConfirm {
  readonly outlook: Outlook;
  readonly cheaper: CheaperVersion | null;
}

export interface Priced {
  readonly command: CreateCommand;
  readonly who: Identity;
  readonly account: Account;
  /** With the price that would be held. */
  readonly route: Route;
  readonly scene: VideoRequest['scene'];
  readonly asking: Asking;
  readonly routingContext: RoutingContext;
}

/** Whether its person agreed to another price, or is asked before they spend as much. */
export function isToConfirm({ command, route, asking }: Priced): boolean {
  const most = command.agreed ?? asking.over;
  return most !== null && route.quote > most;
}

/** @param first it would be its person's first video in the team, and that is why they are asked */
export async function priceToConfirmOf(
  deps: ConfirmPriceDependencies,
  priced: Priced,
  first: boolean,
): Promise<PriceToConfirm> {
  const { command, account, route, scene, routingContext } = priced;
  const { quote, offer } = route;
  const { draft, agreed = null } = command;
  const source = sourceOf(scene);
  const offers = await offersNow(deps);
  const { settings } = route;
  // With what they usually have: it would fill what is left open when the draft is started.
  const wanted = { ...draft, settings };
  const cheaper = cheaperVersion(wanted, quote, offers, routingContext, source?.seconds ?? null);
  const request = { scene, settings };
  return {
    cheaper,
    outlook: {
      price: quote,
      agreed,
      first,
      settings: settingsOf(request, factsOf(offer.model)),
      left: { own: account.ownLeft, team: account.poolLeft },
      ...(await queueFor(deps, priced)),
      cheaper: cheaper && {
        price: cheaper.price,
        settings: settingsOf({ scene, settings: cheaper.settings }, cheaper),
      },
    },
  };
}

async function queueFor(deps: ConfirmPriceDependencies, { who, route, scene }: Priced) {
  const { settings, offer } = route;
  const provider = deps.providers.get(offer.provider);
  if (provider === undefined) throw new Error('A route led to a provider that is not there');
  const [{ ahead, mine, there }, seen] = await Promise.all([
    deps.queue.positionFor(who, offer.provider),
    deps.history.renderTimes(offer.provider, offer.model.model, { scene, settings }),
  ]);
  const { inFlight } = provider.limits;
  const waitMs = waitMsFor({ ahead, there, inFlight }, settings.seconds, provider.checks, seen);
  return { ahead, mine, waitMs };
}
