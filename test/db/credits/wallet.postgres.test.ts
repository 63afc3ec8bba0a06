import { beforeAll, describe, expect, it } from 'vitest';
import type { Allowance, Policy } from '../../../src/core/credits/domain/allowance.ts';
import { isPersonal, personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { TeamId } from '../../../src/core/shared/domain/ids.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { transition } from '../../../src/core/jobs/domain/transition.ts';
import type { JobEvent } from '../../../src/core/jobs/domain/job-event.ts';
import type { JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import type { Wallet } from '../../../src/core/credits/ports/wallet.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresWallet } from '../../../src/db/credits/wallet.ts';
import { aNewJob, after, aVideo, START } from '../../support/builders.ts';
import { aRequester } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let wallet: Wallet;
let jobs: JobStore;
beforeAll(() => {
  wallet = createPostgresWallet(database.sql);
  jobs = createPostgresJobStore(database.sql);
});

let teams = 0;
function freshTeam(): TeamId {
  teams += 1;
  return teamId(`team-${teams}`);
}

const ann = personId('chat:ann');
const ben = personId('chat:ben');
const per = (period: 'day' | 'week' | 'month', credits = 1_000): Allowance => ({
  kind: 'credits',
  credits,
  per: period,
});

async function spend(team: TeamId, over: Parameters<typeof aNewJob>[0] = {}): Promise<Job> {
  const outcome = await jobs.accept(aNewJob({ teamId: team, personId: ann, ...over }));
  if (outcome.status !== 'accepted') throw new Error(`not accepted: ${outcome.status}`);
  return outcome.job;
}

async function tell(job: Job, event: JobEvent): Promise<Job> {
  const { next, ledger } = transition(job, event);
  await jobs.save({ job, next, ledger, step: null, at: event.at });
  return { ...job, version: job.version + 1, state: next };
}

async function finish(job: Job, consumed: number): Promise<void> {
  let current = await tell(job, { type: 'create-begun', at: after(1), attempt: 'a' });
  current = await tell(current, { type: 'created', at: after(2), operation: 'x' });
  current = await tell(current, { type: 'rendered', at: after(3), videoUrls: ['u'], consumed });
  await tell(current, { type: 'collected', at: after(4), video: aVideo });
}

const usedBy = async (team: TeamId, person = ann, now = START) => {
  const { used } = await wallet.usage({ teamId: team, personId: person }, [], now);
  return [used.day.used, used.week.used, used.month.used];
};

describe('who somebody is', () => {
  it('is a person of their own in a team of its own until somebody says otherwise', async () => {
    expect(await wallet.resolveIdentity(aRequester())).toEqual({
      teamId: 'fake:shared:w1',
      personId: 'fake:ann',
    });
    const elsewhere = aRequester({ platform: 'other', workspace: { id: 'w1', kind: 'shared' } });
    expect(await wallet.resolveIdentity(elsewhere)).toEqual({
      teamId: 'other:shared:w1',
      personId: 'other:ann',
    });
  });

  it('is in no team of others in a space of their own, whatever its id', async () => {
    const alone = aRequester({ workspace: { id: 'w1', kind: 'personal' } });
    const { teamId } = await wallet.resolveIdentity(alone);
    expect(teamId).toBe('fake:personal:w1');
    expect(isPersonal(teamId)).toBe(true);
    expect(isPersonal((await wallet.resolveIdentity(aRequester())).teamId)).toBe(false);
  });

  it('is the same person in the same team from two chats that belong together', async () => {
    const { sql } = database;
    await sql`insert into workspaces (team_id, platform, workspace_id)
      values ('acme', 'fake', 'w7'), ('acme', 'other', 'w8')`;
    await sql`insert into accounts (team_id, platform, account_id, person_id)
      values ('acme', 'other', 'u-ann', 'fake:ann')`;
    const here = aRequester({ workspace: { id: 'w7', kind: 'shared' } });
    const there = aRequester({
      platform: 'other',
      workspace: { id: 'w8', kind: 'shared' },
      person: { id: 'u-ann' },
    });
    expect(await wallet.resolveIdentity(here)).toEqual({ teamId: 'acme', personId: 'fake:ann' });
    expect(await wallet.resolveIdentity(there)).toEqual({ teamId: 'acme', personId: 'fake:ann' });
    const foreign = { ...there, workspace: { id: 'w9', kind: 'shared' } as const };
    expect(await wallet.resolveIdentity(foreign)).toEqual({
      teamId: 'other:shared:w9',
      personId: 'other:u-ann',
    });
  });
});

describe('what somebody used', () => {
  it('is nothing at first', async () => {
    expect(await usedBy(freshTeam())).toEqual([0, 0, 0]);
  });

  it('is what is held and what was charged, in every period alike', async () => {
    const team = freshTeam();
    await spend(team, { quote: 100 });
    const done = await spend(team, { quote: 100 });
    expect(await usedBy(team)).toEqual([200, 200, 200]);
    await finish(done, 70);
    expect(await usedBy(team)).toEqual([170, 170, 170]);
  });

  it('is not what came back, nor what a provider took beyond the hold', async () => {
    const team = freshTeam();
    await tell(await spend(team), { type: 'cancelled', at: after(5) });
    await finish(await spend(team, { quote: 50 }), 90);
    expect(await usedBy(team)).toEqual([50, 50, 50]);
  });

  it('is each person’s own, and the team’s together', async () => {
    const team = freshTeam();
    await spend(team, { quote: 10 });
    await spend(team, { quote: 20, personId: ben });
    expect(await usedBy(team)).toEqual([10, 10, 10]);
    expect(await usedBy(team, ben)).toEqual([20, 20, 20]);
    const usage = await wallet.usage({ teamId: team, personId: ben }, [], START);
    expect(usage.poolUsed.week.used).toBe(30);
    expect(await usedBy(freshTeam())).toEqual([0, 0, 0]);
  });

  it('ends with its day, week and month', async () => {
    // START is a Wednesday, 18 November.
    const team = freshTeam();
    await spend(team, { quote: 10, allowance: per('day') });
    const at = (iso: string) => usedBy(team, ann, new Date(iso));
    expect(await at('2026-11-18T23:59:59.999Z')).toEqual([10, 10, 10]);
    expect(await at('2026-11-19T00:00:00Z')).toEqual([0, 10, 10]);
    expect(await at('2026-11-22T23:59:59.999Z')).toEqual([0, 10, 10]);
    expect(await at('2026-11-23T00:00:00Z')).toEqual([0, 0, 10]);
    expect(await at('2026-11-30T23:59:59.999Z')).toEqual([0, 0, 10]);
    expect(await at('2026-12-01T00:00:00Z')).toEqual([0, 0, 0]);
  });

  it('renews at midnight, on Monday and on the first', async () => {
    const usage = await wallet.usage({ teamId: freshTeam(), personId: ann }, [], START);
    expect(usage.used.day.renewsAt).toEqual(new Date('2026-11-19T00:00:00Z'));
    expect(usage.used.week.renewsAt).toEqual(new Date('2026-11-23T00:00:00Z'));
    expect(usage.used.month.renewsAt).toEqual(new Date('2026-12-01T00:00:00Z'));
  });

  it('renews at midnight where the team is, though the clocks change in between', async () => {
    const team = freshTeam();
    await database.sql`insert into teams (team_id, time_zone) values (${team}, 'Europe/Berlin')`;
    // Clocks go back on Sunday, 25 October 2026: that day has 25 hours.
    const now = new Date('2026-10-25T00:30:00Z');
    const usage = await wallet.usage({ teamId: team, personId: ann }, [], now);
    expect(usage.used.day.renewsAt).toEqual(new Date('2026-10-25T23:00:00Z'));
    await spend(team, { quote: 10, at: now, allowance: per('day') });
    expect((await usedBy(team, ann, new Date('2026-10-25T22:59:59Z')))[0]).toBe(10);
    expect((await usedBy(team, ann, new Date('2026-10-25T23:00:00Z')))[0]).toBe(0);
  });

  it('is what the ledger says, wherever a balance is kept', async () => {
    const team = freshTeam();
    await spend(team, { quote: 30, allowance: per('day') });
    await finish(await spend(team, { quote: 40, allowance: per('month') }), 25);
    await tell(await spend(team, { quote: 5, allowance: per('week') }), {
      type: 'cancelled',
      at: after(9),
    });
    const rows = await database.sql<{ per: string; held: number; charged: number }[]>`
      select per, held::int, charged::int from balances
      where team_id = ${team} and subject = ${ann} order by per`;
    expect(rows.map((it) => ({ ...it }))).toEqual([
      { per: 'day', held: 30, charged: 25 },
      { per: 'month', held: 30, charged: 25 },
      { per: 'week', held: 30, charged: 25 },
    ]);
    expect(await usedBy(team)).toEqual([55, 55, 55]);
  });
});

describe('what admins set', () => {
  async function set(team: TeamId, kind: string, subject: string, policy: Policy) {
    await database.sql`insert into policies (team_id, kind, subject, policy)
      values (${team}, ${kind}, ${subject}, ${JSON.stringify(policy)}::text::jsonb)`;
  }

  it('is what concerns this person, with these roles, in this team', async () => {
    const [team, other] = [freshTeam(), freshTeam()];
    await set(team, 'person', ann, { perJob: 1 });
    await set(team, 'person', ben, { perJob: 2 });
    await set(team, 'role', 'painter', { atOnce: 3 });
    await set(team, 'role', 'boss', { atOnce: 4 });
    await set(team, 'team', '', { allowance: per('day') });
    await set(other, 'team', '', { perJob: 5 });
    const of = async (roles: readonly string[]) =>
      (await wallet.usage({ teamId: team, personId: ann }, roles, START)).policies;
    expect(await of(['painter', 'poet'])).toHaveLength(3);
    expect(await of(['painter'])).toEqual(
      expect.arrayContaining([
        { subject: { kind: 'person' }, policy: { perJob: 1 } },
        { subject: { kind: 'role', id: 'painter' }, policy: { atOnce: 3 } },
        { subject: { kind: 'team' }, policy: { allowance: per('day') } },
      ]),
    );
    expect(await of([])).toHaveLength(2);
  });

  it('is the pool, where one was set', async () => {
    const team = freshTeam();
    const poolOf = async () =>
      (await wallet.usage({ teamId: team, personId: ann }, [], START)).pool;
    expect(await poolOf()).toBeNull();
    await set(team, 'pool', '', { allowance: per('month', 5_000) });
    expect(await poolOf()).toEqual(per('month', 5_000));
  });
});
