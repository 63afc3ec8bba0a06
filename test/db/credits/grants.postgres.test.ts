import { beforeAll, describe, expect, it } from 'vitest';
import type { Allowance } from '../../../src/core/credits/domain/allowance.ts';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { TeamId } from '../../../src/core/shared/domain/ids.ts';
import type { Job, NewJob } from '../../../src/core/jobs/domain/job.ts';
import { transition } from '../../../src/core/jobs/domain/transition.ts';
import type { JobEvent } from '../../../src/core/jobs/domain/job-event.ts';
import type { JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import type { Wallet } from '../../../src/core/credits/ports/wallet.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresWallet } from '../../../src/db/credits/wallet.ts';
import { aNewJob, after, aVideo, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let store: JobStore;
let wallet: Wallet;
beforeAll(() => {
  store = createPostgresJobStore(database.sql);
  wallet = createPostgresWallet(database.sql);
});

const ann = personId('discord:7');
const DAY_MS = 86_400_000;
let teams = 0;
function freshTeam(): TeamId {
  teams += 1;
  return teamId(`granting-${teams}`);
}

const week = (credits: number): Allowance => ({ kind: 'credits', credits, per: 'week' });

async function grant(
  team: TeamId,
  id: string,
  credits: number,
  { subject = String(ann), expiresAt = null }: { subject?: string; expiresAt?: Date | null } = {},
) {
  await database.sql`
    insert into grants (team_id, grant_id, subject, credits, reason, granted_by, at, expires_at)
    values (${team}, ${id}, ${subject}, ${credits}, 'because', 'discord:1', ${START}, ${expiresAt})`;
}

const ask = (team: TeamId, quote: number, over: Partial<NewJob> = {}) =>
  store.accept(aNewJob({ teamId: team, quote, allowance: week(100), ...over }));

async function spend(team: TeamId, quote: number, over: Partial<NewJob> = {}): Promise<Job> {
  const accepted = await ask(team, quote, over);
  if (accepted.status !== 'accepted') throw new Error(JSON.stringify(accepted));
  return accepted.job;
}

async function tell(job: Job, ...events: readonly JobEvent[]): Promise<void> {
  for (const event of events) {
    const [before] = await store.load([job]);
    const { next, ledger } = transition(before!, event);
    expect(await store.save({ job: before!, next, ledger, step: null, at: event.at })).toBe(true);
  }
}

const cancel = (job: Job, at = after(1)) => tell(job, { type: 'cancelled', at });

async function charge(job: Job, consumed: number): Promise<void> {
  const at = after(1);
  const [before] = await store.load([job]);
  const { next, ledger } = transition(
    {
      ...before!,
      state: {
        status: 'collecting',
        operation: { id: 1 },
        since: at,
        renderedAt: at,
        videoUrls: ['https://example.com/v.mp4'],
        consumed,
      },
    },
    { type: 'collected', at, video: aVideo },
  );
  expect(await store.save({ job: before!, next, ledger, step: null, at })).toBe(true);
}

async function grantsOf(team: TeamId) {
  const rows = await database.sql<{ grant_id: string; held: number; charged: number }[]>`
    select grant_id, held::int, charged::int from grants where team_id = ${team} order by grant_id`;
  return rows.map((it) => [it.grant_id, it.held, it.charged]);
}

async function leftOf(team: TeamId, now = START) {
  const { used, extra, poolUsed, poolExtra } = await wallet.usage(
    { teamId: team, personId: ann },
    [],
    now,
  );
  return [used.week.used, extra.left, poolUsed.week.used, poolExtra.left];
}

describe('credits that were granted', () => {
  it('are taken when the allowance is used up, soonest to expire first', async () => {
    const team = freshTeam();
    await grant(team, 'a', 50);
    await grant(team, 'b', 30, { expiresAt: after(9 * DAY_MS) });
    await grant(team, 'c', 10, { expiresAt: after(5 * DAY_MS) });
    await spend(team, 90);
    expect(await grantsOf(team)).toEqual([
      ['a', 0, 0],
      ['b', 0, 0],
      ['c', 0, 0],
    ]);
    await spend(team, 35);
    expect(await grantsOf(team)).toEqual([
      ['a', 0, 0],
      ['b', 15, 0],
      ['c', 10, 0],
    ]);
    expect(await leftOf(team)).toEqual([100, 65, 125, 0]);
    expect(await ask(team, 66)).toMatchObject({ status: 'short', of: 'allowance', left: 65 });
    await spend(team, 65);
    expect(await ask(team, 1)).toMatchObject({ status: 'short', of: 'allowance', left: 0 });
  });

  it('come back where they came from, and what is charged takes the allowance first', async () => {
    const team = freshTeam();
    await grant(team, 'a', 20, { expiresAt: after(DAY_MS) });
    await grant(team, 'b', 50);
    const job = await spend(team, 160);
    expect(await grantsOf(team)).toEqual([
      ['a', 20, 0],
      ['b', 40, 0],
    ]);
    await charge(job, 125);
    expect(await grantsOf(team)).toEqual([
      ['a', 0, 20],
      ['b', 0, 5],
    ]);
    expect(await leftOf(team)).toEqual([100, 45, 125, 0]);
    const small = await spend(freshTeam(), 60);
    await charge(small, 10);
    const other = await spend(team, 45);
    await cancel(other);
    expect(await leftOf(team)).toEqual([100, 45, 125, 0]);
    const entries = await database.sql`
      select kind, credits::int, granted::int, pool_granted::int from ledger
      where team_id = ${team} and job_id = ${job.jobId} order by kind`;
    expect(entries.map((it) => ({ ...it }))).toEqual([
      { kind: 'charge', credits: 125, granted: 25, pool_granted: 0 },
      { kind: 'hold', credits: 160, granted: 60, pool_granted: 0 },
      { kind: 'release', credits: 35, granted: 35, pool_granted: 0 },
    ]);
  });

  it('that expire while they are held pay for their job, and are gone when it gives them back', async () => {
    const team = freshTeam();
    const soon = after(60_000);
    await grant(team, 'a', 80, { expiresAt: soon });
    const [paid, back] = [await spend(team, 130), await spend(team, 50)];
    expect(await leftOf(team, soon)).toEqual([100, 0, 180, 0]);
    await charge(paid, 130);
    await cancel(back);
    expect(await grantsOf(team)).toEqual([['a', 0, 30]]);
    expect(await leftOf(team, soon)).toEqual([100, 0, 130, 0]);
    expect(await ask(team, 1, { at: soon })).toMatchObject({ status: 'short', left: 0 });
  });

  it('that are revoked while they are held pay for their job all the same', async () => {
    const team = freshTeam();
    await grant(team, 'a', 80);
    const job = await spend(team, 150);
    await database.sql`update grants set revoked_at = ${after(1)} where team_id = ${team}`;
    expect(await ask(team, 1)).toMatchObject({ status: 'short', left: 0 });
    await charge(job, 150);
    expect(await grantsOf(team)).toEqual([['a', 0, 50]]);
  });

  it('are enough for somebody with no allowance at all, and nobody else’s', async () => {
    const team = freshTeam();
    await grant(team, 'a', 40);
    await grant(team, 'b', 500, { subject: 'discord:8' });
    await spend(team, 40, { allowance: { kind: 'none' } });
    expect(await ask(team, 1, { allowance: { kind: 'none' } })).toMatchObject({ status: 'short' });
  });

  it('are left alone where there is no limit', async () => {
    const team = freshTeam();
    await grant(team, 'a', 40);
    await spend(team, 400, { allowance: { kind: 'unlimited' } });
    expect(await grantsOf(team)).toEqual([['a', 0, 0]]);
  });

  it('to the whole team go beyond its pool, and the person’s own limit still holds', async () => {
    const team = freshTeam();
    await grant(team, 'team', 30, { subject: 'pool' });
    const pool = week(50);
    const job = await spend(team, 70, { pool });
    expect(await leftOf(team)).toEqual([70, 0, 50, 10]);
    expect(await ask(team, 11, { pool })).toMatchObject({ status: 'short', of: 'pool', left: 10 });
    expect(await ask(team, 31, { pool })).toMatchObject({ status: 'short', of: 'allowance' });
    await charge(job, 55);
    expect(await leftOf(team)).toEqual([55, 0, 50, 25]);
  });

  it('of a person do not go beyond the pool of the team', async () => {
    const team = freshTeam();
    await grant(team, 'a', 500);
    expect(await ask(team, 101, { pool: week(100) })).toMatchObject({ of: 'pool', left: 100 });
  });
});

describe('many at once', () => {
  it('never draw more than was granted, from the person or the team', async () => {
    const stores = Array.from({ length: 3 }, () => createPostgresJobStore(database.connect(3)));
    const team = freshTeam();
    await grant(team, 'a', 55);
    await grant(team, 'team', 25, { subject: 'pool' });
    const newJobs = Array.from({ length: 45 }, () =>
      aNewJob({ teamId: team, quote: 10, allowance: week(100), pool: week(100) }),
    );
    const outcomes = await Promise.all(newJobs.map((it, n) => stores[n % 3]!.accept(it)));
    // The pool of 100 and the 25 granted to it are the narrowest.
    expect(outcomes.filter((it) => it.status === 'accepted')).toHaveLength(12);
    const [used, extra, poolUsed, poolExtra] = await leftOf(team);
    expect(used! + (55 - extra!)).toBe(120);
    expect(poolUsed! + (25 - poolExtra!)).toBe(120);
    expect(poolUsed).toBeLessThanOrEqual(100);
    expect(used).toBeLessThanOrEqual(100);
    const jobs = outcomes.flatMap((it) => (it.status === 'accepted' ? [it.job] : []));
    await Promise.all(jobs.map((it) => cancel(it)));
    expect(await leftOf(team)).toEqual([0, 55, 0, 25]);
  });
});

describe('the most jobs at one time of a whole team', () => {
  it('is kept to over people and processes', async () => {
    const stores = Array.from({ length: 3 }, () => createPostgresJobStore(database.connect(2)));
    const team = freshTeam();
    const newJobs = Array.from({ length: 20 }, (_, n) =>
      aNewJob({ teamId: team, personId: personId(`discord:${n % 5}`), quote: 1, teamAtOnce: 7 }),
    );
    const outcomes = await Promise.all(newJobs.map((it, n) => stores[n % 3]!.accept(it)));
    expect(outcomes.filter((it) => it.status === 'accepted')).toHaveLength(7);
    expect(outcomes.find((it) => it.status !== 'accepted')).toEqual({
      status: 'too-many-open',
      of: 'team',
    });
  });
});

describe('a team that moves to another time zone', () => {
  it('ends its running day when it was to end, and counts no moment twice', async () => {
    const team = freshTeam();
    const allowance: Allowance = { kind: 'credits', credits: 100, per: 'day' };
    const usedToday = async (at: Date) =>
      (await wallet.usage({ teamId: team, personId: ann }, [], at)).used.day;
    const at = (time: string) => new Date(`2026-11-18T${time}:00Z`);
    await spend(team, 60, { allowance, at: at('18:00') });
    await database.sql`insert into teams (team_id, time_zone) values (${team}, 'Asia/Tokyo')`;
    // In Tokyo it is the 19th already, but the day that runs is not cut off.
    expect(await usedToday(at('18:30'))).toEqual({
      used: 60,
      renewsAt: new Date('2026-11-19T00:00:00Z'),
    });
    expect(await ask(team, 41, { allowance, at: at('18:30') })).toMatchObject({ left: 40 });
    const late = await spend(team, 40, { allowance, at: at('23:59') });
    const next = new Date('2026-11-19T00:00:00Z');
    await spend(team, 70, { allowance, at: next });
    expect(await usedToday(next)).toEqual({ used: 70, renewsAt: new Date('2026-11-19T15:00:00Z') });
    await cancel(late, next);
    expect((await usedToday(next)).used).toBe(70);
    const noon = new Date('2026-11-19T15:00:00Z');
    await spend(team, 100, { allowance, at: noon });
    expect(await usedToday(noon)).toEqual({
      used: 100,
      renewsAt: new Date('2026-11-20T15:00:00Z'),
    });
  });
});
