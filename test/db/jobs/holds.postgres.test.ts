import { beforeAll, describe, expect, it } from 'vitest';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { Acceptance, JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import type { NewJob } from '../../../src/core/jobs/domain/job.ts';
import type { Sql } from '../../support/database/sql.ts';
import { createPostgresJobHistory } from '../../../src/db/jobs/job-history.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { aNewJob, after } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let stores: readonly JobStore[];
beforeAll(() => {
  // Each as another process: with its own connections, and grouping only its own calls.
  stores = Array.from({ length: 4 }, () => createPostgresJobStore(database.connect(4)));
});

let teams = 0;
function freshTeam() {
  teams += 1;
  return teamId(`holding-${teams}`);
}

function acceptAll(newJobs: readonly NewJob[]): Promise<Acceptance[]> {
  return Promise.all(newJobs.map((it, index) => stores[index % stores.length]!.accept(it)));
}

function many(count: number, over: (index: number) => Parameters<typeof aNewJob>[0]): NewJob[] {
  return Array.from({ length: count }, (_, index) => aNewJob(over(index)));
}

const countOf = (outcomes: readonly Acceptance[], status: Acceptance['status']) =>
  outcomes.filter((it) => it.status === status).length;

/** How often two of these pools ever waited for each other. Servers count it when a connection ends. */
async function deadlocksOf(pools: readonly Sql[]): Promise<number> {
  await Promise.all(pools.map((it) => it.end()));
  const [row] = await database.sql<{ deadlocks: number }[]>`
    select deadlocks::int from pg_stat_database where datname = current_database()`;
  return row!.deadlocks;
}

describe('a first video that nobody was asked about', () => {
  const unasked = { quote: 1, asksIfFirst: true };

  it('is taken by none of many processes, and holds nothing', async () => {
    const team = freshTeam();
    const outcomes = await acceptAll(many(20, () => ({ ...unasked, teamId: team })));
    expect(outcomes).toEqual(outcomes.map(() => ({ status: 'first' })));
    expect(await database.sql`select 1 from jobs where team_id = ${team}`).toEqual([]);
    expect(
      await database.sql`
      select 1 from balances where team_id = ${team} and held <> 0`,
    ).toEqual([]);
  });

  it('is none any more after one that its person agreed to, whatever became of that', async () => {
    const team = freshTeam();
    const mine = { ...unasked, teamId: team, requestKey: 'the-same' };
    await acceptAll(many(1, () => ({ teamId: team, quote: 1 })));
    await database.sql`update jobs set open = false where team_id = ${team}`;
    const [one] = await acceptAll(many(1, () => mine));
    expect(one?.status).toBe('accepted');
    const [again] = await acceptAll(many(1, () => mine));
    expect(again?.status).toBe('repeated');
    const ben = { ...unasked, teamId: team, personId: personId('discord:8') };
    expect(await acceptAll(many(1, () => ben))).toEqual([{ status: 'first' }]);
  });

  it('stands in the way of no other that is asked for beside it', async () => {
    const team = freshTeam();
    const few = {
      allowance: { kind: 'credits', credits: 1, per: 'week' },
      teamId: team,
      atOnce: 1,
    } as const;
    const newJobs = many(10, (index) => ({ ...unasked, ...few, asksIfFirst: index !== 7 }));
    const outcomes = await acceptAll(newJobs);
    expect(outcomes[7]?.status).toBe('accepted');
    expect(countOf(outcomes, 'accepted')).toBe(1);
  });

  it('is refused for want of credits rather than asked about', async () => {
    const none = { kind: 'credits', credits: 1, per: 'week' } as const;
    const [outcome] = await acceptAll(
      many(1, () => ({ ...unasked, teamId: freshTeam(), quote: 2, allowance: none })),
    );
    expect(outcome).toMatchObject({ status: 'short', of: 'allowance', left: 1 });
  });
});

describe('the most jobs at one time', () => {
  it('is kept to by many processes though nobody has asked for anything before', async () => {
    const rounds = Array.from({ length: 12 }, freshTeam);
    const accepted = await Promise.all(
      rounds.map(async (team) => {
        const outcomes = await acceptAll(many(8, () => ({ teamId: team, quote: 1, atOnce: 1 })));
        return countOf(outcomes, 'accepted');
      }),
    );
    expect(accepted).toEqual(rounds.map(() => 1));
  });

  it('is kept to when a new period has just begun', async () => {
    const team = freshTeam();
    await acceptAll(many(1, () => ({ teamId: team, quote: 1, atOnce: 2 })));
    const nextMonth = after(31 * 86_400_000);
    const newJobs = many(8, () => ({ teamId: team, quote: 1, atOnce: 2, at: nextMonth }));
    expect(countOf(await acceptAll(newJobs), 'accepted')).toBe(1);
  });

  it('counts each person’s own, and none that ended or may never have begun', async () => {
    const team = freshTeam();
    const mine = aNewJob({ teamId: team, quote: 1, atOnce: 1 });
    const other = aNewJob({ ...mine, personId: personId('discord:8'), requestKey: 'other' });
    expect(await acceptAll([mine])).toMatchObject([{ status: 'accepted' }]);
    expect(await acceptAll([aNewJob({ teamId: team, quote: 1, atOnce: 1 })])).toMatchObject([
      { status: 'too-many-open', of: 'person' },
    ]);
    expect(await acceptAll([{ ...other, jobId: aNewJob().jobId }])).toMatchObject([
      { status: 'accepted' },
    ]);
    const job = (await stores[0]!.find(team, mine.jobId))!;
    const next = { status: 'unconfirmed', since: after(1), attempt: 'a' } as const;
    await stores[0]!.save({ job, next, ledger: [], step: null, at: after(1) });
    expect(await acceptAll([aNewJob({ teamId: team, quote: 1, atOnce: 1 })])).toMatchObject([
      { status: 'accepted' },
    ]);
  });
});

describe('the same request again', () => {
  it('gives its job though its own hold used the credits up', async () => {
    const team = freshTeam();
    const newJob = aNewJob({ teamId: team, quote: 1_000 });
    const again = aNewJob({ teamId: team, quote: 1_000, requestKey: newJob.requestKey });
    const outcomes = await acceptAll([newJob, again]);
    expect(outcomes.map((it) => it.status).toSorted()).toEqual(['accepted', 'repeated']);
    const grouped = aNewJob({ teamId: freshTeam(), quote: 1_000 });
    const twice = aNewJob({ ...grouped, jobId: aNewJob().jobId });
    const [one, other] = await Promise.all([stores[0]!.accept(grouped), stores[0]!.accept(twice)]);
    expect([one.status, other.status]).toEqual(['accepted', 'repeated']);
    expect('job' in other && other.job.jobId).toBe(grouped.jobId);
  });

  it('gives its job though it fills the places itself', async () => {
    const team = freshTeam();
    const newJob = aNewJob({ teamId: team, quote: 1, atOnce: 1 });
    const again = aNewJob({ ...newJob, jobId: aNewJob().jobId });
    const outcomes = await acceptAll([newJob, again]);
    expect(outcomes.map((it) => it.status).toSorted()).toEqual(['accepted', 'repeated']);
  });

  it('is another one from another chat or in another team', async () => {
    const newJob = aNewJob({ teamId: freshTeam() });
    const outcomes = await acceptAll([
      newJob,
      aNewJob({ ...newJob, jobId: aNewJob().jobId, platform: 'elsewhere' }),
      aNewJob({ ...newJob, jobId: aNewJob().jobId, teamId: freshTeam() }),
    ]);
    expect(countOf(outcomes, 'accepted')).toBe(3);
  });

  it('is found by its key', async () => {
    const newJob = aNewJob({ teamId: freshTeam() });
    await acceptAll([newJob]);
    const history = createPostgresJobHistory(database.sql);
    const found = await history.madeFor(newJob.teamId, newJob.platform, newJob.requestKey);
    expect(found?.jobId).toBe(newJob.jobId);
    expect(await history.madeFor(newJob.teamId, 'elsewhere', newJob.requestKey)).toBeNull();
    expect(await history.madeFor(newJob.teamId, newJob.platform, 'another')).toBeNull();
  });
});

describe('holds of many people at once', () => {
  it('never stand in each other’s way for good, whatever their names', async () => {
    // One before and one behind the team's pool in every order by name.
    const people = ['discord:1', 'slack:1', 'zulip:1'].map(personId);
    const team = freshTeam();
    const pools = Array.from({ length: 4 }, () => database.connect(1));
    const outcomes = await Promise.all(
      pools.map(createPostgresJobStore).map(async (store, index) => {
        const statuses: string[] = [];
        for (let round = 0; round < 40; round += 1) {
          const atOnce = index < 2 ? 500 : null;
          const personId = people[round % 3]!;
          statuses.push(
            (await store.accept(aNewJob({ teamId: team, personId, quote: 1, atOnce }))).status,
          );
        }
        return statuses;
      }),
    );
    expect(outcomes.flat().filter((it) => it !== 'accepted')).toEqual([]);
    expect(await deadlocksOf(pools)).toBe(0);
  });
});
