import { periodOf } from '../credits/domain/allowance.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { creditsReply } from './domain/credits-reply.ts';
import { isRendering } from '../jobs/domain/job.ts';
import type { Job } from '../jobs/domain/job.ts';
import { helpReply } from './domain/help-reply.ts';
import { historyReply, statusReply } from '../chat/domain/replies.ts';
import type { ListedJob } from '../chat/domain/replies.ts';
import { possibilitiesOf } from '../video/domain/possibilities.ts';
import { allowedOf } from '../video/domain/routing.ts';
import { isPersonal } from '../shared/domain/ids.ts';
import { DAY_MS, later } from '../shared/domain/later.ts';
import type { Outage, ProviderHealth } from '../providers/ports/provider-health.ts';
import type { Identity } from '../teams/domain/identity.ts';
import { offersOf, unreadOf } from '../providers/offers.ts';
import type { OffersDependencies } from '../providers/offers.ts';
import { accountOf } from '../credits/account.ts';
import type { Account, AccountDependencies } from '../credits/account.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import type { JobStore } from '../jobs/ports/job-store.ts';
import type { ReportStore } from '../reports/ports/reports.ts';
import type { JobHistory } from '../jobs/ports/job-history.ts';
import type { Queue } from '../jobs/ports/queue.ts';
import type { CardStore } from '../cards/ports/card-store.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import type { VideoProviders } from '../providers/ports/video-provider.ts';
import type { ChatPlatforms } from '../chat/ports/chat-platform.ts';
import type { Clock } from '../shared/ports/clock.ts';

export interface CreditsDependencies extends AccountDependencies {
  readonly jobs: JobStore;
  readonly reports: ReportStore;
}

export interface ListJobsDependencies {
  readonly history: JobHistory;
  readonly queue: Queue;
  readonly cards: CardStore;
  readonly health: ProviderHealth;
  readonly media: MediaStore;
  readonly providers: VideoProviders;
  readonly platforms: ChatPlatforms;
  readonly clock: Clock;
}

const LISTED = 10;

/** What a person has on the way. */
export async function statusOf(deps: ListJobsDependencies, who: Identity): Promise<Reply> {
  const jobs = await deps.history.listOf(who.teamId, who.personId, { open: true, most: 1_000 });
  return statusReply(await listed(deps, jobs.slice(0, LISTED)), jobs.length - LISTED);
}

/** A person's last jobs with what they cost. */
export async function historyOf(deps: ListJobsDependencies, who: Identity): Promise<Reply> {
  const jobs = await deps.history.listOf(who.teamId, who.personId, { open: false, most: LISTED });
  return historyReply(await listed(deps, jobs));
}

/**
 * What a person has left, when it renews, and this period's videos with what they cost.
 * @param most so many videos; none where they are listed beside it
 */
export async function creditsOf(
  deps: CreditsDependencies,
  who: Identity,
  roles: readonly string[],
  most = LISTED,
): Promise<Reply> {
  const { account, period } = await readSteadily(deps, who, roles, most);
  const { policy, ...rest } = account;
  const { open, count } = period;
  const loaded = new Map((await deps.jobs.load(period.latest)).map((it) => [it.jobId, it]));
  const latest = period.latest.flatMap(({ jobId }) => loaded.get(jobId) ?? []);
  const hasAdmins = !isPersonal(who.teamId);
  return creditsReply({ ...rest, ...policy, open, jobs: { latest, count }, hasAdmins });
}

/** So often two readings may differ because credits moved in between. */
const READINGS = 3;

/** What is left and what is held are read one after the other: between two readings that agree. */
async function readSteadily(
  deps: CreditsDependencies,
  who: Identity,
  roles: readonly string[],
  most: number,
) {
  let account = await accountOf(deps, who, roles);
  for (let reading = 1; ; reading += 1) {
    const per = periodOf(account.policy.allowance);
    const period = await deps.reports.periodJobs(who, per, deps.clock.now(), most);
    const after = await accountOf(deps, who, roles);
    if (isAsBefore(account, after) || reading >= READINGS) return { account: after, period };
    account = after;
  }
}

function isAsBefore(one: Account, other: Account): boolean {
  return (
    one.used === other.used &&
    one.poolUsed === other.poolUsed &&
    one.extra.left === other.extra.left &&
    one.poolExtra.left === other.poolExtra.left &&
    periodOf(one.policy.allowance) === periodOf(other.policy.allowance)
  );
}

export async function helpOf(
  deps: OffersDependencies & { readonly teams: TeamStore },
  { teamId }: Identity,
): Promise<Reply> {
  const offers = allowedOf(offersOf(deps), (await deps.teams.settings(teamId)).models);
  return helpReply(
    possibilitiesOf(offers),
    offers.some((it) => it.canTakeMedia),
  );
}

/** Good for the day on which somebody looks at their list. */
function linkToVideo(deps: ListJobsDependencies, job: Job): string | null {
  const { state } = job;
  if (state.status !== 'succeeded' || state.video === null) return null;
  return deps.media.link(state.video, later(deps.clock.now(), DAY_MS));
}

async function listed(deps: ListJobsDependencies, jobs: readonly Job[]): Promise<ListedJob[]> {
  const renders = jobs.some(({ state }) => isRendering(state));
  const [messages, openCircuits] = await Promise.all([
    deps.cards.messageOf(jobs),
    renders ? deps.health.openCircuits() : new Map<string, Outage>(),
  ]);
  return Promise.all(
    jobs.map(async (job) => {
      const message = messages.get(job.jobId);
      const platform = deps.platforms.get(job.platform);
      const waiting = job.state.status === 'waiting';
      return {
        job,
        ahead: waiting ? ((await deps.queue.positionOf(job, job.provider))?.ahead ?? null) : null,
        unread: unreadOf(deps, job.provider, openCircuits.get(job.provider) ?? null) !== null,
        link: message === undefined ? null : (platform?.linkTo(message) ?? null),
        video: linkToVideo(deps, job),
      };
    }),
  );
}
