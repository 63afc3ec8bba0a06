import { beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { teamId } from '../../../src/core/shared/domain/ids.ts';
import { nextStep } from '../../../src/core/jobs/domain/steps.ts';
import { transition } from '../../../src/core/jobs/domain/transition.ts';
import type { JobEvent } from '../../../src/core/jobs/domain/job-event.ts';
import type { JobStore, MoveTo } from '../../../src/core/jobs/ports/job-store.ts';
import type { Queue } from '../../../src/core/jobs/ports/queue.ts';
import type { Schedule } from '../../../src/core/jobs/ports/schedule.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresQueue } from '../../../src/db/jobs/queue.ts';
import { createPostgresSchedule } from '../../../src/db/jobs/schedule.ts';
import { aNewJob, after, START } from '../../support/builders.ts';
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

let count = 0;
/** Of a team and a provider that nobody else has. */
async function accepted(over: Parameters<typeof aNewJob>[0] = {}): Promise<Job> {
  count += 1;
  const own = { teamId: teamId(`discord:m${count}`), provider: `a${count}`, model: 'one' };
  const outcome = await store.accept(aNewJob({ ...own, ...over }));
  if (outcome.status !== 'accepted') throw new Error(outcome.status);
  return outcome.job;
}

async function tell(job: Job, event: JobEvent, moveTo?: MoveTo): Promise<Job> {
  const { next, ledger } = transition(job, event);
  const step = nextStep(next, event.at, 9_000);
  const moved = moveTo === undefined ? {} : { moveTo };
  const written = await store.save({ job, next, ledger, step, at: event.at, ...moved });
  if (!written) throw new Error('somebody else was first');
  return (await store.find(job.teamId, job.jobId))!;
}

async function scheduled(job: Job) {
  const [row] = await database.sql`
    select lane, provider, due_at, attempts, operation from schedule where job_id = ${job.jobId}`;
  return row === undefined ? null : { ...row };
}

const begun = { type: 'create-begun', at: START, attempt: 'first' } as const;
const unanswered = { type: 'create-unanswered', at: START, attempt: 'first' } as const;
const named = (provider: string): MoveTo => ({ provider, model: 'two', price: 90 });

describe('a job that is moved', () => {
  it('stands in the line of its new provider, at its old place', async () => {
    const early = await accepted({ provider: 'to', at: after(-2_000) });
    const job = await accepted({ at: after(-1_000) });
    const late = await accepted({ provider: 'to' });
    const moved = await tell(job, { type: 'moved', at: START, attempt: null }, named('to'));
    expect(moved).toMatchObject({ provider: 'to', model: 'two', version: 2, quote: job.quote });
    expect(await scheduled(job)).toMatchObject({ lane: 'line', provider: 'to', due_at: START });
    const places = await Promise.all([early, job, late].map((it) => queue.positionOf(it, 'to')));
    expect(places.map((it) => it?.ahead)).toEqual([0, 1, 2]);
    expect(await queue.positionOf(job, job.provider)).toBeNull();
  });

  it('is let out of the line by its new provider alone, and claimed there', async () => {
    const job = await accepted();
    const to = `to-${job.jobId}`;
    await tell(job, { type: 'moved', at: START, attempt: null }, named(to));
    expect(await queue.dequeue([{ provider: job.provider, inFlight: 9 }], START)).toBe(0);
    expect(await queue.dequeue([{ provider: to, inFlight: 9 }], START)).toBe(1);
    const draft = (provider: string) =>
      ({ lane: 'start', provider, limit: 9, intervalsMs: [60_000] }) as const;
    expect(await schedule.claim([draft(job.provider)], START)).toEqual([]);
    expect(await schedule.claim([draft(to)], START)).toMatchObject([{ jobId: job.jobId }]);
  });

  it('goes back to whoever has its order after all', async () => {
    const job = await accepted();
    const moved = await tell(job, { type: 'moved', at: START, attempt: null }, named('to'));
    const { provider, model, price } = job;
    const created = { type: 'created', at: START, operation: { task: 'n1' } } as const;
    const back = await tell(moved, created, { provider, model, price });
    expect(back).toMatchObject({ provider, model, state: { status: 'rendering' } });
    expect(await scheduled(job)).toMatchObject({ lane: 'check', provider });
  });

  it('stays where it is when nobody says anything else', async () => {
    const job = await accepted();
    const after = await tell(job, begun);
    expect(after).toMatchObject({ provider: job.provider, model: 'one' });
  });
});

describe('those who wait at a provider', () => {
  it('are told in the order in which they are due, so many and no others', async () => {
    const provider = 'waited-for';
    const jobs = [];
    for (const ms of [3_000, 1_000, 2_000]) {
      jobs.push(await accepted({ provider, at: after(ms) }));
    }
    const [last, first, second] = jobs.map((it) => it.jobId);
    await accepted();
    const other = await accepted({ provider, at: START });
    await tell(other, begun);
    const ids = async (most: number) =>
      (await queue.waitingAt(provider, most)).map((it) => it.jobId);
    expect(await ids(9)).toEqual([first, second, last]);
    expect(await ids(2)).toEqual([first, second]);
  });
});

describe('an order that is said to have been taken', () => {
  it('is looked at soon, under the handle that was told', async () => {
    const unclear = await tell(await tell(await accepted(), begun), unanswered);
    expect(await scheduled(unclear)).toBeNull();
    const operation = { task: 'told' };
    await tell(unclear, { type: 'reported', at: after(5), operation });
    const draft = { lane: 'confirm', provider: unclear.provider, limit: 9 } as const;
    const claim = (at: Date) => schedule.claim([{ ...draft, intervalsMs: [5_000, 15_000] }], at);
    expect(await claim(after(4))).toEqual([]);
    expect(await claim(after(5))).toMatchObject([{ operation, attempts: 1, startedAt: null }]);
    expect(await claim(after(5_004))).toEqual([]);
    expect(await claim(after(5_005))).toMatchObject([{ operation, attempts: 2 }]);
    expect(await claim(after(20_005))).toMatchObject([{ attempts: 3 }]);
  });

  it('takes no place at the provider while nobody knows', async () => {
    const job = await accepted();
    const unclear = await tell(await tell(job, begun), unanswered);
    await tell(unclear, { type: 'reported', at: START, operation: { task: 'told' } });
    await accepted({ provider: job.provider });
    expect(await queue.dequeue([{ provider: job.provider, inFlight: 1 }], START)).toBe(1);
  });
});

describe('a provider on trial', () => {
  it('gets one order at a time, whatever renders there', async () => {
    const { provider, ...first } = await accepted();
    const rendering = await tell({ provider, ...first }, begun);
    await tell(rendering, { type: 'created', at: START, operation: { task: 'n1' } });
    for (let more = 0; more < 3; more += 1) await accepted({ provider });
    const dequeue = (starting: number, inFlight = 9) =>
      queue.dequeue([{ provider, inFlight, starting }], START);
    expect(await dequeue(0)).toBe(0);
    expect(await dequeue(1, 1)).toBe(0);
    expect(await dequeue(1)).toBe(1);
    expect(await dequeue(1)).toBe(0);
    expect(await queue.dequeue([{ provider, inFlight: 3 }], START)).toBe(1);
    expect(await queue.dequeue([{ provider, inFlight: 9 }], START)).toBe(1);
  });
});
