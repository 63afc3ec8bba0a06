import { beforeAll, describe, expect, it } from 'vitest';
import { personId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { nextStep } from '../../../src/core/jobs/domain/steps.ts';
import { transition } from '../../../src/core/jobs/domain/transition.ts';
import type { JobEvent } from '../../../src/core/jobs/domain/job-event.ts';
import type { JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import type { Queue } from '../../../src/core/jobs/ports/queue.ts';
import type { Schedule } from '../../../src/core/jobs/ports/schedule.ts';
import { createPostgresJobHistory } from '../../../src/db/jobs/job-history.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresQueue } from '../../../src/db/jobs/queue.ts';
import { createPostgresSchedule } from '../../../src/db/jobs/schedule.ts';
import { aNewJob, after, aVideo, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let store: JobStore;
let queue: Queue;
let schedule: Schedule;
beforeAll(() => {
  store = createPostgresJobStore(database.sql);
  queue = createPostgresQueue(database.sql);
  schedule = createPostgresSchedule(database.sql);
});

let teams = 0;
function freshTeam() {
  teams += 1;
  return teamId(`discord:team-${teams}`);
}

async function accepted(over: Parameters<typeof aNewJob>[0] = {}): Promise<Job> {
  const outcome = await store.accept(aNewJob(over));
  if (outcome.status !== 'accepted') throw new Error(`not accepted: ${outcome.status}`);
  return outcome.job;
}

async function tell(job: Job, event: JobEvent): Promise<Job> {
  const { next, ledger } = transition(job, event);
  const step = nextStep(next, event.at, 9_000);
  const written = await store.save({ job, next, ledger, step, at: event.at });
  if (!written) throw new Error('somebody else was first');
  return { ...job, version: job.version + 1, state: next };
}

async function balanceOf(team: string, subject: string) {
  const [row] = await database.sql`
    select held::int, charged::int from balances
    where team_id = ${team} and subject = ${subject}`;
  return { held: row?.held as number, charged: row?.charged as number };
}

async function ledgerOf(job: Job) {
  const rows = await database.sql<{ kind: string; credits: number }[]>`
    select kind, credits::int from ledger where job_id = ${job.jobId} order by kind`;
  return rows.map((it) => `${it.kind} ${it.credits}`);
}

describe('accepting a job', () => {
  it('holds its credits for the person and for the team', async () => {
    const team = freshTeam();
    const job = await accepted({ teamId: team });
    expect(await balanceOf(team, job.personId)).toEqual({ held: 100, charged: 0 });
    expect(await balanceOf(team, 'pool')).toEqual({ held: 100, charged: 0 });
    expect(await ledgerOf(job)).toEqual(['hold 100']);
  });

  it('reads the job back as it was written', async () => {
    const job = await accepted({ teamId: freshTeam(), roles: ['painter'] });
    expect(await store.find(job.teamId, job.jobId)).toEqual(job);
  });

  it('takes exactly ten of two hundred at once from credits for ten', async () => {
    const team = freshTeam();
    const others = createPostgresJobStore(database.connect());
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? store : others).accept(aNewJob({ teamId: team })),
      ),
    );
    expect(outcomes.filter((it) => it.status === 'accepted')).toHaveLength(10);
    const short = outcomes.filter((it) => it.status === 'short');
    expect(short).toHaveLength(190);
    expect(short.every((it) => it.of === 'allowance' && it.left < 100)).toBe(true);
    expect(await balanceOf(team, 'discord:7')).toEqual({ held: 1000, charged: 0 });
  });

  it('never lets the pool be overdrawn by many people', async () => {
    const team = freshTeam();
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        store.accept(
          aNewJob({
            teamId: team,
            personId: personId(`discord:${index}`),
            pool: { kind: 'credits', credits: 750, per: 'month' },
          }),
        ),
      ),
    );
    expect(outcomes.filter((it) => it.status === 'accepted')).toHaveLength(7);
    expect(outcomes.filter((it) => it.status === 'short' && it.of === 'pool')).toHaveLength(53);
    expect(await balanceOf(team, 'pool')).toEqual({ held: 700, charged: 0 });
  });

  it('lets a small job in that was behind one that was too dear', async () => {
    const team = freshTeam();
    const outcomes = await Promise.all([
      store.accept(aNewJob({ teamId: team, quote: 900 })),
      store.accept(aNewJob({ teamId: team, quote: 300 })),
      store.accept(aNewJob({ teamId: team, quote: 100 })),
    ]);
    expect(outcomes.map((it) => it.status)).toEqual(['accepted', 'short', 'accepted']);
  });

  it('gives the same job when the same request comes again, and holds once', async () => {
    const team = freshTeam();
    const newJob = aNewJob({ teamId: team, requestKey: 'same' });
    const again = aNewJob({ teamId: team, requestKey: 'same' });
    const outcomes = await Promise.all([store.accept(newJob), store.accept(again)]);
    expect(outcomes.map((it) => it.status).toSorted()).toEqual(['accepted', 'repeated']);
    const [third] = await Promise.all([
      store.accept(aNewJob({ teamId: team, requestKey: 'same' })),
    ]);
    expect(third).toMatchObject({ status: 'repeated', job: { jobId: newJob.jobId } });
    expect(await balanceOf(team, 'pool')).toEqual({ held: 100, charged: 0 });
  });

  it('keeps to the most jobs at one time, from two processes at once', async () => {
    const team = freshTeam();
    const others = createPostgresJobStore(database.connect());
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? store : others).accept(aNewJob({ teamId: team, quote: 10, atOnce: 3 })),
      ),
    );
    expect(outcomes.filter((it) => it.status === 'accepted')).toHaveLength(3);
    expect(outcomes.filter((it) => it.status === 'too-many-open')).toHaveLength(17);
  });

  it('starts a new period with nothing used', async () => {
    const team = freshTeam();
    const allowance = { kind: 'credits', credits: 100, per: 'day' } as const;
    await accepted({ teamId: team, allowance });
    const second = await store.accept(aNewJob({ teamId: team, allowance }));
    expect(second).toMatchObject({ status: 'short', renewsAt: new Date('2026-11-19T00:00:00Z') });
    const nextDay = after(12 * 3_600_000);
    expect((await store.accept(aNewJob({ teamId: team, allowance, at: nextDay }))).status).toBe(
      'accepted',
    );
  });

  it('knows what was used today when a week turns into days', async () => {
    const team = freshTeam();
    await accepted({ teamId: team, quote: 80 });
    const allowance = { kind: 'credits', credits: 100, per: 'day' } as const;
    const outcome = await store.accept(aNewJob({ teamId: team, allowance, quote: 30 }));
    expect(outcome).toMatchObject({ status: 'short', left: 20 });
  });
});

describe('saving a job', () => {
  async function rendered(team = freshTeam()): Promise<Job> {
    let job = await accepted({ teamId: team });
    job = await tell(job, { type: 'create-begun', at: after(1), attempt: 'a' });
    job = await tell(job, { type: 'created', at: after(2), operation: { id: 'x' } });
    return tell(job, { type: 'rendered', at: after(60_000), videoUrls: ['u'], consumed: 80 });
  }

  it('charges what was consumed and returns the rest', async () => {
    const job = await rendered();
    await tell(job, { type: 'collected', at: after(61_000), video: aVideo });
    expect(await ledgerOf(job)).toEqual(['charge 80', 'hold 100', 'release 20']);
    expect(await balanceOf(job.teamId, job.personId)).toEqual({ held: 0, charged: 80 });
    expect(await balanceOf(job.teamId, 'pool')).toEqual({ held: 0, charged: 80 });
  });

  it('is written by one of twenty, with one charge', async () => {
    const job = await rendered();
    const stores = [store, createPostgresJobStore(database.connect())];
    const event = { type: 'collected', at: after(61_000), video: aVideo } as const;
    const { next, ledger } = transition(job, event);
    const written = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        stores[index % 2]!.save({ job, next, ledger, step: null, at: event.at }),
      ),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
    expect(await ledgerOf(job)).toEqual(['charge 80', 'hold 100', 'release 20']);
    expect(await balanceOf(job.teamId, job.personId)).toEqual({ held: 0, charged: 80 });
  });

  it('gives credits back to the period that they were taken from', async () => {
    const team = freshTeam();
    const allowance = { kind: 'credits', credits: 100, per: 'day' } as const;
    const job = await accepted({ teamId: team, allowance });
    const nextDay = after(20 * 3_600_000);
    await accepted({ teamId: team, allowance, at: nextDay });
    await tell(job, { type: 'cancelled', at: nextDay });
    const rows = await database.sql`
      select held::int, charged::int from balances
      where team_id = ${team} and subject = ${job.personId} and per = 'day' order by starts_at`;
    expect(rows.map((it) => it.held as number)).toEqual([0, 100]);
  });

  it('remembers how long a render took', async () => {
    const job = await rendered();
    const history = createPostgresJobHistory(database.sql);
    expect(await history.renderTimes(job.provider, job.model, job.request)).toMatchObject({
      halfMs: 59_998,
    });
  });

  it('leaves nothing scheduled for a settled job, and its card due', async () => {
    const job = await tell(await accepted({ teamId: freshTeam() }), {
      type: 'cancelled',
      at: after(5),
    });
    const [steps] = await database.sql`
      select count(*)::int from schedule where job_id = ${job.jobId}`;
    const [card] = await database.sql`
      select version, due_at from cards where job_id = ${job.jobId}`;
    expect(steps?.count).toBe(0);
    expect(card).toEqual({ version: 2, due_at: after(5) });
  });
});

describe('claiming', () => {
  const provider = 'claimed';
  const videoDraft = { lane: 'start', provider, limit: 100, intervalsMs: [120_000] } as const;

  it('gives each job to one of many workers and books the next time', async () => {
    const team = freshTeam();
    await Promise.all(
      Array.from({ length: 40 }, () => accepted({ teamId: team, provider, quote: 1 })),
    );
    expect(await queue.dequeue([{ provider, inFlight: 1000 }], after(10))).toBe(40);
    const schedules = [1, 2, 3, 4].map(() => createPostgresSchedule(database.connect(1)));
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        schedules[index % 4]!.claim([{ ...videoDraft, limit: 5 }], after(10)),
      ),
    );
    const ids = claims.flat().map((it) => it.jobId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(40);
    expect(await schedule.claim([videoDraft], after(100_000))).toHaveLength(0);
    expect(await schedule.claim([videoDraft], after(130_000))).toHaveLength(40);
  });

  it('looks at growing intervals that the claim itself books', async () => {
    const lane = { lane: 'check', provider: 'looked-at', limit: 9, intervalsMs: [10, 20] } as const;
    const job = await accepted({ teamId: freshTeam(), provider: 'looked-at' });
    const begun = await tell(job, { type: 'create-begun', at: START, attempt: 'a' });
    await tell(begun, { type: 'created', at: START, operation: { task: 'n92' } });
    const times: number[] = [];
    for (let at = 0; at < 9_100 && times.length < 5; at += 1) {
      const [claimed] = at < 8_990 ? [] : await schedule.claim([lane], after(at));
      if (claimed === undefined) continue;
      times.push(at);
      expect(claimed).toMatchObject({ operation: { task: 'n92' }, startedAt: START });
    }
    expect(times).toEqual([9_000, 9_010, 9_030, 9_050, 9_070]);
  });

  it('admits in turn between people and no more than there is room for', async () => {
    const team = freshTeam();
    const line = 'fair';
    const draft = (person: string, ms: number) =>
      accepted({
        teamId: team,
        provider: line,
        personId: personId(person),
        quote: 1,
        at: after(ms),
      });
    const a = [
      await draft('discord:a', 1),
      await draft('discord:a', 2),
      await draft('discord:a', 3),
    ];
    const b = await draft('discord:b', 4);
    expect(await queue.positionOf(b, line)).toMatchObject({ ahead: 1 });
    expect(await queue.positionOf(a[1]!, line)).toMatchObject({ ahead: 2 });
    expect(await queue.dequeue([{ provider: line, inFlight: 2 }], after(5))).toBe(2);
    const started = await schedule.claim([{ ...videoDraft, provider: line }], after(5));
    expect(new Set(started.map((it) => it.jobId))).toEqual(new Set([a[0]!.jobId, b.jobId]));
    expect(await queue.dequeue([{ provider: line, inFlight: 2 }], after(6))).toBe(0);
    expect(await queue.positionOf(b, line)).toBeNull();
    const raced = await Promise.all(
      [1, 2, 3, 4].map(() =>
        createPostgresQueue(database.connect(1)).dequeue(
          [{ provider: line, inFlight: 3 }],
          after(7),
        ),
      ),
    );
    expect(raced.reduce((sum, it) => sum + it, 0)).toBe(1);
  });
});
