import type { Ask } from '../domain/conversation.ts';
import { limitOf, periodOf } from '../domain/allowance.ts';
import type { Offer } from '../domain/fit.ts';
import { isPersonal } from '../domain/ids.ts';
import type { Job } from '../domain/job.ts';
import type { Attachment, ImageProblem, ImageRef } from '../domain/media.ts';
import type { Refusal } from '../domain/refusal.ts';
import { chooseRoute } from '../domain/routing.ts';
import type { Route, Routed } from '../domain/routing.ts';
import { imagesOf, withImages, withUsual } from '../domain/video-request.ts';
import type { Scene, VideoWish } from '../domain/video-request.ts';
import type { Identity } from '../ports/wallet.ts';
import type { Core } from './core.ts';
import { accountOf } from './standing.ts';
import type { Account } from './standing.ts';

export type Requested =
  | { readonly status: 'accepted'; readonly job: Job }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/**
 * Turns a wish into a job with its credits held, or says what stands in the way. Everything that
 * can be known without spending anything is checked first; the hold has the last word. Asking
 * twice with the same key gives the same job.
 */
export async function requestVideo(
  core: Core,
  ask: Ask,
  wish: VideoWish,
  signal: AbortSignal,
): Promise<Requested> {
  const requested = await requestOnce(core, ask, wish, signal);
  if (requested.status === 'accepted') return requested;
  // What stands in the way may be this very request: its hold, its place among the open ones.
  const { teamId } = await core.wallet.whoIs(ask.asker);
  const made = await core.jobs.madeFor(teamId, ask.asker.platform, ask.key);
  return made === null ? requested : { status: 'accepted', job: made };
}

async function requestOnce(
  core: Core,
  ask: Ask,
  wish: VideoWish,
  signal: AbortSignal,
): Promise<Requested> {
  const who = await core.wallet.whoIs(ask.asker);
  const routed = await routeFor(core, who, wish);
  if (routed.status === 'unroutable') return refused(routed.refusal);
  const { route } = routed;
  const account = await accountOf(core, who, ask.asker.roles);
  // Nobody's pictures are fetched for a video that they could not pay for anyway.
  const refusal = beyondMeans(account, route.quote, isPersonal(who.teamId));
  if (refusal !== null) return refused(refusal);
  const taken = await takeInImages(core, ask, wish.scene, route, signal);
  if ('code' in taken) return refused(taken);
  return hold(core, { ask, who, account, route, scene: taken });
}

/** What somebody likes best fills what they left open; where nothing could make that, it does not. */
async function routeFor(core: Core, who: Identity, wish: VideoWish): Promise<Routed> {
  const offers = offersOf(core);
  const { settings } = await core.people.preferences(who);
  const usual = chooseRoute(withUsual(wish, settings), offers);
  return usual.status === 'routed' ? usual : chooseRoute(wish, offers);
}

/** Every model of every provider that is set up here. */
export function offersOf(core: Core): readonly Offer[] {
  return [...core.providers.values()].flatMap((provider) =>
    provider.models.map((model) => ({
      provider: provider.name,
      providerTitle: provider.title,
      model,
      canTakeImages: model.inputs === 'upload' || core.canLink,
    })),
  );
}

function beyondMeans(account: Account, cost: number, personal: boolean): Refusal | null {
  const { policy, pool } = account;
  if (policy.allowance.kind === 'none') {
    return { code: personal ? 'no-personal-space' : 'no-allowance' };
  }
  if (policy.perJob !== null && cost > policy.perJob) {
    return { code: 'too-dear', cost, most: policy.perJob };
  }
  const limit = limitOf(policy.allowance);
  if (limit !== null && cost > limit - account.used) {
    return shortOfCredits(account, cost, Math.max(0, limit - account.used), account.renewsAt);
  }
  if (pool.kind === 'none') return { code: 'no-allowance' };
  const poolLimit = limitOf(pool);
  if (poolLimit !== null && cost > poolLimit - account.poolUsed) {
    const left = Math.max(0, poolLimit - account.poolUsed);
    return shortOfPool(account, cost, left, account.poolRenewsAt);
  }
  return null;
}

function shortOfCredits(account: Account, cost: number, left: number, renewsAt: Date): Refusal {
  const { allowance } = account.policy;
  return {
    code: 'no-credits',
    cost,
    left,
    limit: limitOf(allowance) ?? left,
    per: periodOf(allowance),
    renewsAt: renewsAt.getTime(),
  };
}

function shortOfPool(account: Account, cost: number, left: number, renewsAt: Date): Refusal {
  const per = periodOf(account.pool);
  return { code: 'pool-empty', cost, left, per, renewsAt: renewsAt.getTime() };
}

async function takeInImages(
  core: Core,
  { asker, message }: Ask,
  scene: Scene<Attachment>,
  route: Route,
  signal: AbortSignal,
): Promise<Scene<ImageRef> | ImageProblem> {
  const platform = core.platforms.get(asker.platform);
  if (platform === undefined) throw new Error(`${asker.platform} is not set up any more`);
  const taken = new Map<Attachment, ImageRef>();
  for (const attachment of imagesOf(scene)) {
    const given = await platform.sourceOf(message, attachment, signal);
    if (given.status === 'refused') return given.problem;
    const outcome = await core.media.takeInImage(given.source, route.offer.model.image, signal);
    if (outcome.status === 'refused') return outcome.problem;
    taken.set(attachment, outcome.image);
  }
  return withImages(scene, (attachment) => {
    const image = taken.get(attachment);
    if (image === undefined) throw new Error('An image of the scene was not taken in');
    return image;
  });
}

interface Holding {
  readonly ask: Ask;
  readonly who: Identity;
  readonly account: Account;
  readonly route: Route;
  readonly scene: Scene<ImageRef>;
}

async function hold(core: Core, holding: Holding): Promise<Requested> {
  const { ask, who, account, route, scene } = holding;
  const acceptance = await core.jobs.accept({
    ...who,
    jobId: core.newJobId(),
    roles: ask.asker.roles,
    platform: ask.asker.platform,
    requestKey: ask.key,
    message: ask.message,
    request: { scene, settings: route.settings },
    provider: route.offer.provider,
    model: route.offer.model.model,
    quote: route.quote,
    allowance: account.policy.allowance,
    pool: account.pool,
    atOnce: account.policy.atOnce,
    at: core.clock.now(),
  });
  switch (acceptance.status) {
    case 'accepted':
    case 'repeated':
      return { status: 'accepted', job: acceptance.job };
    case 'too-many-open':
      return refused({ code: 'too-many-open', most: account.policy.atOnce ?? 0 });
    case 'short': {
      const { left, renewsAt } = acceptance;
      return refused(
        acceptance.of === 'pool'
          ? shortOfPool(account, route.quote, left, renewsAt)
          : shortOfCredits(account, route.quote, left, renewsAt),
      );
    }
  }
}

function refused(refusal: Refusal): Requested {
  return { status: 'refused', refusal };
}
