import { nextLookMs, viewCard } from './domain/card.ts';
import type { CardContext } from './domain/card-context.ts';
import type { CardView } from '../chat/domain/card-view.ts';
import { backOffMs } from '../providers/domain/back-off.ts';
import { isRendering, isSettled } from '../jobs/domain/job.ts';
import type { Job } from '../jobs/domain/job.ts';
import type { VideoRef } from '../media/domain/media.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import { waitMsFor } from './domain/wait.ts';
import { isClosed, PlatformError } from '../shared/domain/errors.ts';
import type { DueCard, CardStore } from './ports/card-store.ts';
import type { Outage, ProviderHealth } from '../providers/ports/provider-health.ts';
import type {
  CardPlayer,
  CardVideo,
  ChatPlatform,
  ChatPlatforms,
} from '../chat/ports/chat-platform.ts';
import { ENGLISH } from '../messages/domain/language.ts';
import { inLanguage } from '../messages/domain/reply.ts';
import type { MessageRef } from '../messages/domain/message-ref.ts';
import { deadlineSignal } from '../shared/deadline.ts';
import { LEASE_MS, withLease } from '../shared/with-lease.ts';
import type { Lease } from '../shared/with-lease.ts';
import { unreadOf } from '../providers/offers.ts';
import { accountOf } from '../credits/account.ts';
import type { AccountDependencies } from '../credits/account.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { Queue } from '../jobs/ports/queue.ts';
import type { VideoProviders } from '../providers/ports/video-provider.ts';
import type { JobStore } from '../jobs/ports/job-store.ts';
import type { EditBudgets } from '../chat/ports/edit-budgets.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { Hash } from '../shared/ports/hash.ts';

export interface CardContextDependencies extends AccountDependencies {
  readonly history: JobHistory;
  readonly queue: Queue;
  readonly health: ProviderHealth;
  readonly providers: VideoProviders;
}

export interface ShowCardDependencies extends CardContextDependencies {
  readonly jobs: JobStore;
  readonly cards: CardStore;
  readonly editBudgets: EditBudgets;
  readonly media: MediaStore;
  readonly platforms: ChatPlatforms;
  readonly logger: Logger;
  readonly hash: Hash;
}

/** Time for an upload of the largest video a chat takes, after shrinking it. */
const SHOW_DEADLINE_MS = 9 * 60 * 1000;

/** A link in a chat should outlive the talk about it. */
const LINK_MS = 7 * DAY_MS;

/** After so many failures in a row that no chat explains a card is left as it is. */
const GIVE_UP_AFTER = 40;

/**
 * Makes a card that was taken show its job as it is now, and hands it back. Whatever goes wrong
 * with the chat touches the card alone: the job and its credits are already written.
 */
export async function showCard(
  deps: ShowCardDependencies,
  card: DueCard,
  signal: AbortSignal,
): Promise<void> {
  const platform = deps.platforms.get(card.platform);
  const job = await deps.jobs.find(card.teamId, card.jobId);
  if (job === null || platform === undefined) {
    await deps.cards.abandon(card, null);
    return;
  }
  try {
    const context = await contextOf(deps, job);
    const view = inLanguage(viewCard(job, context), card.language ?? ENGLISH);
    const fingerprint = deps.hash(JSON.stringify(view));
    const lookMs = nextLookMs(job, context);
    const nextLook = lookMs === null ? null : later(context.now, lookMs);
    const wait = fingerprint === card.shown ? null : await editFirstAt(deps, platform, card, job);
    if (wait !== null) {
      await deps.cards.queue(card, wait);
      return;
    }
    const message =
      fingerprint === card.shown
        ? card.message
        : await withLease(
            deps.clock,
            card.takenAt,
            () => deps.cards.renew(card, LEASE_MS, deps.clock.now()),
            (lease) => deliver(deps, platform, { job, view, card }, lease, signal),
          );
    const outcome = { version: job.version, fingerprint, message, nextLook };
    if (!(await deps.cards.shown(card, outcome))) await doubt(deps, card);
  } catch (error) {
    await handBack(deps, card, job, signal.aborted ? STOPPED : error);
  }
}

/** Takes an edit from the budget of the chat; or says when, where others are to come first. */
async function editFirstAt(
  deps: ShowCardDependencies,
  platform: ChatPlatform,
  card: DueCard,
  { state, request }: Job,
): Promise<Date | null> {
  const budget = platform.editBudget(card.message);
  if (budget === null) return null;
  const calls = isSettled(state) || state.status === 'unconfirmed';
  // Many at once are forgotten, and nobody waits for it.
  const forgotten = request.forgotten !== undefined;
  const urgency = forgotten ? 'progress' : calls ? 'ending' : card.moved ? 'step' : 'progress';
  return deps.editBudgets.take(platform.name, budget, urgency, deps.clock.now());
}

/** What a card shows beside its job, as things stand. */
export async function contextOf(deps: CardContextDependencies, job: Job): Promise<CardContext> {
  const provider = deps.providers.get(job.provider);
  const model = provider?.models.find((it) => it.model === job.model);
  const checks = provider?.checks ?? NEVER_CHECKED;
  const { status } = job.state;
  const waits = status === 'waiting';
  const renders = isRendering(job.state);
  const [position, openCircuits, account, seen] = await Promise.all([
    waits ? deps.queue.positionOf(job, job.provider) : null,
    waits || renders ? deps.health.openCircuits() : null,
    waits || isSettled(job.state) ? accountOf(deps, job, job.roles) : null,
    waits || status === 'rendering'
      ? deps.history.renderTimes(job.provider, job.model, job.request)
      : null,
  ]);
  const outage = openCircuits?.get(job.provider) ?? null;
  const { seconds } = job.request.settings;
  const inFlight = provider?.limits.inFlight ?? 1;
  return {
    now: deps.clock.now(),
    providerTitle: provider?.title ?? job.provider,
    modelTitle: model?.title ?? job.model,
    aspectFollowsImage: model?.aspectFollowsImage ?? true,
    checks,
    ahead: position?.ahead ?? null,
    mine: position?.mine ?? 0,
    waitMs: position === null ? null : waitMsFor({ ...position, inFlight }, seconds, checks, seen),
    circuitOpen: waits && outage !== null ? circuitOpenOf(outage) : null,
    unread: unreadOf(deps, job.provider, outage),
    seen,
    left: { own: account?.ownLeft ?? null, team: account?.poolLeft ?? null },
  };
}

function circuitOpenOf({ since, until, unread }: Outage): CardContext['circuitOpen'] {
  return { since, until: unread === null ? until : null };
}

/** For the cards of a provider that is not set up any more. */
const NEVER_CHECKED = {
  firstMs: 0,
  everyMs: 0,
  growMs: 0,
  mostMs: 0,
  patienceMs: 0,
  typicalMs: () => 60_000,
};

interface Delivery {
  readonly job: Job;
  readonly view: CardView;
  readonly card: DueCard;
}

/** Shows the view; a video goes as the largest file that the chat takes, else as a link. */
async function deliver(
  deps: ShowCardDependencies,
  platform: ChatPlatform,
  { job: { jobId }, view, card }: Delivery,
  lease: Lease,
  stop: AbortSignal,
): Promise<MessageRef> {
  using deadline = deadlineSignal(deps.clock, SHOW_DEADLINE_MS);
  const signal = AbortSignal.any([stop, deadline.signal, lease.signal]);
  let { message } = card;
  const lost = () => new PlatformError(platform.name, 'unreachable', TAKEN);
  const show = async (video: CardVideo | null, player: CardPlayer | null) => {
    if (!(await lease.isHeld())) throw lost();
    return await platform.show(message, { jobId, view, video, player }, { signal, keep });
  };
  const keep = async (handle: MessageRef) => {
    if (!(await deps.cards.keep(card, handle))) {
      throw lost();
    }
    // Another try within this showing goes on from there as well.
    message = handle;
  };
  const { video } = view;
  if (video === null) return await show(null, null);
  const until = later(deps.clock.now(), LINK_MS);
  const link = deps.media.link(video, until);
  const player = playerOf(deps, video, until);
  let limit = await platform.uploadLimit(message);
  // A chat may take less than it says; each refusal halves what is tried next.
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const fitted = await deps.media.fit(video, limit, signal);
    if (fitted === null) break;
    try {
      await using file = await deps.media.open(fitted);
      const fullSize = fitted.key === video.key ? null : link;
      const upload: CardVideo = { how: 'file', file, fullSize };
      return await show(upload, player);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== 'too-large') throw error;
      limit = Math.floor(fitted.bytes / 2);
    }
  }
  return await show(asLink(video, link), player);
}

/** Bytes that the chat takes in the message of a job; null where there is none. */
export async function uploadLimitOf(
  deps: Pick<ShowCardDependencies, 'cards' | 'platforms'>,
  job: Job,
): Promise<number | null> {
  const message = (await deps.cards.messageOf([job])).get(job.jobId);
  const platform = deps.platforms.get(job.platform);
  return message === undefined || platform === undefined ? null : platform.uploadLimit(message);
}

function playerOf(deps: ShowCardDependencies, video: VideoRef, until: Date): CardPlayer | null {
  const page = deps.media.player(video, until);
  const poster = video.poster === null ? null : deps.media.link(video.poster, until);
  return page === null ? null : { page, poster };
}

function asLink(video: VideoRef, url: string | null): CardVideo {
  return { how: 'link', url, bytes: video.bytes };
}

/** This process ends: whoever comes next shows the card. */
const STOPPED = new PlatformError('', 'unreachable', 'stopped', { retryAfterMs: 0 });

async function handBack(
  deps: ShowCardDependencies,
  card: DueCard,
  job: Job,
  error: unknown,
): Promise<void> {
  const facts = { team: card.teamId, job: card.jobId, status: job.state.status, err: error };
  const code = error instanceof PlatformError ? error.code : null;
  const hopeless = code === null && card.attempts >= GIVE_UP_AFTER;
  if (isClosed(error) || hopeless) {
    // That nobody sees a forgotten one any more is as it should be.
    const level = job.request.forgotten === undefined ? 'warn' : 'debug';
    deps.logger[level](facts, 'card given up: its message cannot be shown any more');
    await deps.cards.abandon(card, job.version);
    return;
  }
  if (code === null) deps.logger.error(facts, 'card failed');
  else if (code === 'unreachable' && card.attempts > 3) deps.logger.warn(facts, 'card put off');
  else deps.logger.debug(facts, 'card put off');
  const told = error instanceof PlatformError ? error.retryAfterMs : null;
  const waitMs = told ?? backOffMs(card.attempts - 1, null);
  const until = later(deps.clock.now(), waitMs);
  if (!(await deps.cards.postpone(card, until))) await doubt(deps, card);
}

const TAKEN = 'somebody else shows this card';

/** Somebody else took the card while this process showed it, and either may have had the last word. */
async function doubt(deps: ShowCardDependencies, card: DueCard): Promise<void> {
  deps.logger.warn({ team: card.teamId, job: card.jobId }, 'card shown by two: shown once more');
  await deps.cards.doubt(card, deps.clock.now());
}
