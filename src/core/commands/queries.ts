import { periodOf } from '../credits/domain/allowance.ts';
import type { ModelCapabilities } from '../video/domain/capabilities.ts';
import type { Requester } from '../teams/domain/requester.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { creditsReply } from './domain/credits-reply.ts';
import { isRendering } from '../jobs/domain/job.ts';
import type { Job } from '../jobs/domain/job.ts';
import { helpReply } from './domain/help-reply.ts';
import { historyReply, statusReply } from '../chat/domain/replies.ts';
import type { ListedJob } from '../chat/domain/replies.ts';
import { possibilitiesOf } from '../video/domain/possibilities.ts';
import { allowedOf } from '../video/domain/routing.ts';
import { later } from '../shared/domain/later.ts';
import type { Outage } from '../providers/ports/provider-health.ts';
import type { Identity } from '../teams/domain/identity.ts';
import type { Core } from '../core.ts';
import { offersOf } from '../providers/offers.ts';
import { unreadOf } from '../providers/outages.ts';
import { accountOf } from '../credits/account.ts';
import type { Account } from '../credits/account.ts';

const LISTED = 10;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What a person has on the way. */
export async function statusOf(core: Core, requester: Requester): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  const jobs = await core.history.listOf(who.teamId, who.personId, { open: true, most: LISTED });
  return statusReply(await listed(core, jobs));
}

/** A person's last jobs with what they cost. */
export async function historyOf(core: Core, requester: Requester): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  const jobs = await core.history.listOf(who.teamId, who.personId, { open: false, most: LISTED });
  return historyReply(await listed(core, jobs));
}

/** What a person has left, when it renews, and this period's videos with what they cost. */
export function creditsOf(core: Core, requester: Requester): Promise<Reply> {
  return creditsWith(core, requester, LISTED);
}

/** The same where the videos are listed beside it. */
export function creditsAlone(core: Core, requester: Requester): Promise<Reply> {
  return creditsWith(core, requester, 0);
}

async function creditsWith(core: Core, requester: Requester, most: number): Promise<Reply> {
  const who = await core.wallet.resolveIdentity(requester);
  const { account, period } = await readSteadily(core, who, requester.roles, most);
  const { policy, ...rest } = account;
  const { open, count } = period;
  const loaded = new Map((await core.jobs.load(period.latest)).map((it) => [it.jobId, it]));
  const latest = period.latest.flatMap(({ jobId }) => loaded.get(jobId) ?? []);
  return creditsReply({ ...rest, ...policy, open, jobs: { latest, count } });
}

/** So often two readings may differ because credits moved in between. */
const READINGS = 3;

/** What is left and what is held are read one after the other: between two readings that agree. */
async function readSteadily(core: Core, who: Identity, roles: readonly string[], most: number) {
  let account = await accountOf(core, who, roles);
  for (let reading = 1; ; reading += 1) {
    const per = periodOf(account.policy.allowance);
    const period = await core.reports.periodJobs(who, per, core.clock.now(), most);
    const after = await accountOf(core, who, roles);
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

export async function helpOf(core: Core, requester: Requester): Promise<Reply> {
  const { teamId } = await core.wallet.resolveIdentity(requester);
  const offers = allowedOf(offersOf(core), (await core.teams.settings(teamId)).models);
  return helpReply({
    takesImages: offers.some((it) => it.canTakeMedia),
    possible: possibilitiesOf(offers),
    models: offers.map(({ model }) => ({
      title: model.title,
      words: [
        model.source === null
          ? `${model.seconds.min}–${model.seconds.max} s`
          : `up to ${model.source.mostSeconds} s of a video`,
        model.qualities.join(' or '),
        ...(model.source === null ? [model.aspects.join(', ')] : []),
        priceWords(model),
      ].join(' · '),
    })),
  });
}

function priceWords({ rates, source }: ModelCapabilities): string {
  const second = source?.billed === 'input-and-output' ? 'second read and made' : 'second';
  return Object.entries(rates.perSecond)
    .map(([quality, { silent, sound }]) =>
      silent === sound
        ? `${quality} ${silent} credits a ${second}`
        : `${quality} ${silent} credits a ${second}, ${sound} with sound`,
    )
    .join('; ');
}

/** Good for the day on which somebody looks at their list. */
function linkToVideo(core: Core, job: Job): string | null {
  const { state } = job;
  if (state.status !== 'succeeded' || state.video === null) return null;
  return core.media.link(state.video, later(core.clock.now(), DAY_MS));
}

async function listed(core: Core, jobs: readonly Job[]): Promise<ListedJob[]> {
  const renders = jobs.some(({ state }) => isRendering(state));
  const [messages, openCircuits] = await Promise.all([
    core.cards.messageOf(jobs),
    renders ? core.health.openCircuits() : new Map<string, Outage>(),
  ]);
  return Promise.all(
    jobs.map(async (job) => {
      const message = messages.get(job.jobId);
      const platform = core.platforms.get(job.platform);
      const waiting = job.state.status === 'waiting';
      return {
        job,
        ahead: waiting ? ((await core.queue.positionOf(job, job.provider))?.ahead ?? null) : null,
        unread: unreadOf(core, job.provider, openCircuits.get(job.provider) ?? null) !== null,
        link: message === undefined ? null : (platform?.linkTo(message) ?? null),
        video: linkToVideo(core, job),
      };
    }),
  );
}
