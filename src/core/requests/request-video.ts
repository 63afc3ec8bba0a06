import { blockedIn, textsOf } from '../video/domain/blocked-words.ts';
import type { CreateCommand } from '../chat/domain/command.ts';
import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Requester } from '../teams/domain/requester.ts';
import type { Shortage } from '../credits/domain/shortage.ts';
import type { Allowance } from '../credits/domain/allowance.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import type { JobId } from '../shared/domain/ids.ts';
import type { Job } from '../jobs/domain/job.ts';
import type { TranscodePlan } from '../media/domain/media.ts';
import type { Refusal } from '../video/domain/refusal.ts';
import { chooseUsual } from '../video/domain/routing.ts';
import { mayAskThere } from '../teams/domain/team-settings.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import { hasMedia } from '../video/domain/video-request.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { routingContextOf, offersNow } from '../providers/offers.ts';
import type { RoutingContextDependencies } from '../providers/offers.ts';
import { isToConfirm, leastOf, pricedFor, priceToConfirmOf } from './price.ts';
import type {
  ConfirmPriceDependencies,
  Priced,
  PriceToConfirm,
  AskQuoteDependencies,
} from './price.ts';
import { askingOf } from '../teams/domain/confirm-over.ts';
import { accountOf } from '../credits/account.ts';
import type { Account, AccountDependencies } from '../credits/account.ts';
import { ingestMedia } from './ingest.ts';
import type { IngestDependencies } from './ingest.ts';
import type { JobStore } from '../jobs/ports/job-store.ts';
import { teamLanguage } from '../people/language.ts';
import type { LanguageDependencies } from '../people/language.ts';

export interface RequestVideoDependencies
  extends
    AccountDependencies,
    AskQuoteDependencies,
    ConfirmPriceDependencies,
    IngestDependencies,
    LanguageDependencies,
    RoutingContextDependencies {
  readonly jobs: JobStore;
  readonly newJobId: () => JobId;
}

export type Requested =
  | { readonly status: 'accepted'; readonly job: Job }
  | {
      readonly status: 'refused';
      readonly refusal: Refusal;
      /** What an admin could give, where that is all that stands in the way. */
      readonly shortage: Shortage | null;
    }
  /** It costs more than its person spends without being asked, or is their first. */
  | { readonly status: 'unagreed'; readonly priceToConfirm: PriceToConfirm }
  /** A video that was given could be made to fit, if its owner agrees. */
  | { readonly status: 'unfit'; readonly name: string; readonly transcode: TranscodePlan };

/**
 * Turns a draft into a job with its credits held, or says what stands in the way. Everything that
 * can be known without spending anything is checked first; the hold has the last word. Asking
 * twice with the same key gives the same job.
 */
export async function requestVideo(
  deps: RequestVideoDependencies,
  context: InteractionContext,
  command: CreateCommand,
  signal: AbortSignal,
): Promise<Requested> {
  let { who } = context;
  for (let tries = 0; ; tries += 1) {
    const requested = await requestOnce(deps, { ...context, who }, command, signal);
    if (requested.status === 'accepted') return requested;
    if (requested.status === 'again') ({ who } = requested);
    const last = requested.status === 'again' ? requested.last : requested;
    if (last === null || (requested.status === 'again' && tries < deps.providers.size)) continue;
    // What stands in the way may be this very request: its hold, its place among the open ones.
    const made = await deps.history.madeFor(who.teamId, context.requester.platform, context.key);
    return made === null ? last : { status: 'accepted', job: made };
  }
}

/** What it was decided by is not so any more. */
interface Again {
  readonly status: 'again';
  /** Who asks, by now. */
  readonly who: Identity;
  /** What is answered once it was tried often enough; null: it is always tried again. */
  readonly last: Requested | null;
}

async function requestOnce(
  deps: RequestVideoDependencies,
  context: InteractionContext,
  command: CreateCommand,
  signal: AbortSignal,
): Promise<Requested | Again> {
  const { requester, who } = context;
  const { draft } = command;
  const team = await deps.teams.settings(who.teamId);
  if (!mayAskThere(requester, team)) return refused(elsewhere(requester, team));
  const [preferences, current] = await Promise.all([
    deps.people.preferences(who),
    routingContextOf(deps, team),
  ]);
  const routingContext = { ...current, whenBack: command.whenBack === true };
  const routed = chooseUsual(draft, preferences.settings, await offersNow(deps), routingContext);
  if (routed.status === 'unroutable') return refused(routed.refusal);
  const { route } = routed;
  // With what somebody usually has filled in: a style of theirs is given to the provider, too.
  const words = blockedIn(textsOf(draft.scene, route.settings.extras), team.words);
  if (words !== null) return refused({ code: 'words-blocked', words });
  const before = await accountOf(deps, who, requester.roles);
  // Nobody's pictures are fetched for a video that they could not pay for anyway.
  const personal = isPersonal(who.teamId);
  const refusal = creditShortage(before, leastOf(route, draft), personal);
  if (refusal !== null) return refused(refusal, shortageOf(before, route.quote, personal));
  const taken = await ingestMedia(deps, context, draft, route.offer.model, signal);
  if (taken.status === 'refused') return refused(taken.refusal);
  if (taken.status === 'unfit') return taken;
  const priced = await pricedFor(deps, route, draft, taken.scene, signal);
  // Fetching may have taken minutes: accounts may be linked and policies others by now.
  const late = hasMedia(draft.scene);
  const now = late ? await deps.wallet.resolveIdentity(requester) : who;
  if (priced === null) {
    // Now routing knows; but not even it is asked for ever.
    const last = refused({ code: 'no-links', provider: route.offer.providerTitle });
    return { status: 'again', who: now, last };
  }
  if (!isSamePerson(now, who)) return { status: 'again', who: now, last: null };
  const account = late ? await accountOf(deps, who, requester.roles) : before;
  const dearer = creditShortage(account, priced.quote, personal);
  if (dearer !== null) return refused(dearer, shortageOf(account, priced.quote, personal));
  const { scene } = taken;
  const asking = askingOf(preferences.confirmOver, team.confirmOver);
  const settled = { command, who, account, route: priced, scene, asking, routingContext };
  const held = isToConfirm(settled) ? 'unagreed' : await hold(deps, context, settled, team);
  if (typeof held === 'object') return held;
  const priceToConfirm = await priceToConfirmOf(deps, settled, held === 'first');
  return { status: 'unagreed', priceToConfirm };
}

function isSamePerson(one: Identity, other: Identity): boolean {
  return one.teamId === other.teamId && one.personId === other.personId;
}

function elsewhere({ platform }: Requester, { channels }: TeamSettings): Refusal {
  const allowed = channels.allow.filter((it) => it.platform === platform);
  return { code: 'channel-denied', allowed };
}

function creditShortage(account: Account, cost: number, personal: boolean): Refusal | null {
  const { policy, pool, ownLeft, poolLeft } = account;
  if (policy.allowance.kind === 'none' && ownLeft === 0) {
    return { code: personal ? 'no-personal-space' : 'no-allowance' };
  }
  if (policy.perJob !== null && cost > policy.perJob) {
    return { code: 'too-dear', cost, most: policy.perJob };
  }
  if (ownLeft !== null && cost > ownLeft) {
    return insufficientCredits(account, cost, ownLeft, account.renewsAt);
  }
  if (pool.kind === 'none' && poolLeft === 0) return { code: 'no-team-budget' };
  if (poolLeft !== null && cost > poolLeft) {
    return insufficientPool(account, cost, poolLeft, account.poolRenewsAt);
  }
  return null;
}

function insufficientCredits(
  account: Account,
  cost: number,
  left: number,
  renewsAt: Date,
): Refusal {
  return {
    code: 'no-credits',
    cost,
    left,
    renewsAt: renewalOf(account.policy.allowance, renewsAt),
  };
}

function insufficientPool(account: Account, cost: number, left: number, renewsAt: Date): Refusal {
  return { code: 'pool-empty', cost, left, renewsAt: renewalOf(account.pool, renewsAt) };
}

/** Of none at all nothing is renewed: what is left are extra credits. */
function renewalOf({ kind }: Allowance, renewsAt: Date): number | null {
  return kind === 'none' ? null : renewsAt.getTime();
}

/** `first`: nothing is held, since its person is asked before their first video in the team. */
async function hold(
  deps: RequestVideoDependencies,
  context: InteractionContext,
  { command, who, account, route, scene, asking }: Priced,
  team: TeamSettings,
): Promise<Requested | 'first'> {
  const { key, requester, message } = context;
  const { model } = command.draft;
  const request = { scene, settings: route.settings };
  const acceptance = await deps.jobs.accept({
    ...who,
    jobId: deps.newJobId(),
    roles: requester.roles,
    platform: requester.platform,
    requestKey: key,
    message,
    language: cardLanguage(deps, context, team),
    request: model === undefined ? request : { ...request, asked: model },
    provider: route.offer.provider,
    model: route.offer.model.model,
    quote: route.quote,
    allowance: account.policy.allowance,
    pool: account.pool,
    atOnce: account.policy.atOnce,
    teamAtOnce: account.poolAtOnce,
    asksIfFirst: asking.first && command.agreed === undefined,
    at: deps.clock.now(),
  });
  switch (acceptance.status) {
    case 'accepted':
    case 'repeated':
      return { status: 'accepted', job: acceptance.job };
    case 'first':
      return 'first';
    case 'too-many-open':
      return acceptance.of === 'team'
        ? refused({ code: 'too-many-open-in-team', most: account.poolAtOnce ?? 0 })
        : refused({ code: 'too-many-open', most: account.policy.atOnce ?? 0 });
    case 'short': {
      const { left, renewsAt } = acceptance;
      const ofPool = acceptance.of === 'pool';
      const now = ofPool ? { ...account, poolLeft: left } : { ...account, ownLeft: left };
      return refused(
        ofPool
          ? insufficientPool(account, route.quote, left, renewsAt)
          : insufficientCredits(account, route.quote, left, renewsAt),
        shortageOf(now, route.quote, isPersonal(who.teamId)),
      );
    }
  }
}

/** A card is read by all who see its message. */
function cardLanguage(
  deps: RequestVideoDependencies,
  { who, requester, message, language }: InteractionContext,
  team: TeamSettings,
): string {
  const platform = deps.platforms.get(requester.platform);
  const alone = isPersonal(who.teamId) || platform?.isPrivate(message) === true;
  return alone ? language : teamLanguage(deps, team);
}

function refused(refusal: Refusal, short: Shortage | null = null): Requested {
  return { status: 'refused', refusal, shortage: short };
}

/** Null where no credits would help: a video may not cost so much here, or there is nobody to ask. */
function shortageOf(account: Account, price: number, personal: boolean): Shortage | null {
  const { policy, ownLeft, poolLeft } = account;
  if (personal || (policy.perJob !== null && price > policy.perJob)) return null;
  const own = ownLeft === null ? 0 : Math.max(0, price - ownLeft);
  const team = poolLeft === null ? 0 : Math.max(0, price - poolLeft);
  if (own === 0 && team === 0) return null;
  const of = team === 0 ? 'person' : own === 0 ? 'pool' : 'both';
  return { of, credits: Math.max(own, team), price };
}
