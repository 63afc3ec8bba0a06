import { beforeAll, describe, expect, it } from 'vitest';
import { personId } from '../../../src/core/shared/domain/ids.ts';
import type { PersonId } from '../../../src/core/shared/domain/ids.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import type { JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import type { Queue } from '../../../src/core/jobs/ports/queue.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { createPostgresQueue } from '../../../src/db/jobs/queue.ts';
import { aNewJob, after } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let jobs: JobStore;
let queue: Queue;
beforeAll(() => {
  jobs = createPostgresJobStore(database.sql);
  queue = createPostgresQueue(database.sql);
});

const ann = personId('ann');
const ben = personId('ben');
const cleo = personId('cleo');
const ENDLESS = { kind: 'unlimited' } as const;

/** Jobs in line at one provider, in the order in which they were asked for. */
async function queueOf(provider: string, people: readonly PersonId[]): Promise<Job[]> {
  const made: Job[] = [];
  for (const [index, person] of people.entries()) {
    const at = after(index * 1_000);
    const newJob = aNewJob({ provider, personId: person, allowance: ENDLESS, at });
    const outcome = await jobs.accept(newJob);
    if (outcome.status === 'accepted') made.push(outcome.job);
  }
  return made;
}

const places = (provider: string, made: readonly Job[]) =>
  Promise.all(made.map((it) => queue.positionOf(it, provider)));

describe('a place in line', () => {
  it('is as it will be admitted: in turn between people, then first come', async () => {
    const made = await queueOf('turns', [ann, ann, ann, ben, cleo]);
    expect(await places('turns', made)).toEqual([
      { ahead: 0, mine: 0, there: 0 },
      { ahead: 3, mine: 1, there: 0 },
      { ahead: 4, mine: 2, there: 0 },
      { ahead: 1, mine: 0, there: 0 },
      { ahead: 2, mine: 0, there: 0 },
    ]);
    const admitted: string[] = [];
    for (let room = 1; room <= made.length; room += 1) {
      await queue.dequeue([{ provider: 'turns', inFlight: room }], after(60_000));
      const now = await places('turns', made);
      const left = now.flatMap((it, index) => (it === null ? [made[index]!.jobId] : []));
      admitted.push(...left.filter((it) => !admitted.includes(it)));
    }
    const order = [0, 3, 4, 1, 2].map((index) => made[index]!.jobId);
    expect(admitted).toEqual(order);
  });

  it('counts what somebody has at the provider already', async () => {
    const made = await queueOf('running', [ann, ann, ben]);
    await queue.dequeue([{ provider: 'running', inFlight: 1 }], after(60_000));
    expect(await places('running', made)).toEqual([
      null,
      { ahead: 1, mine: 1, there: 1 },
      { ahead: 0, mine: 0, there: 1 },
    ]);
  });

  it('is known before somebody asks', async () => {
    const [first] = await queueOf('before', [ann, ann, ann, ben]);
    const { teamId } = first!;
    const placeOf = (person: PersonId) => queue.positionFor({ teamId, personId: person }, 'before');
    expect(await placeOf(ben)).toEqual({ ahead: 3, mine: 1, there: 0 });
    expect(await placeOf(cleo)).toEqual({ ahead: 2, mine: 0, there: 0 });
    expect(await queue.positionFor({ teamId, personId: cleo }, 'nobody')).toEqual({
      ahead: 0,
      mine: 0,
      there: 0,
    });
  });

  it('is nobody’s at another provider', async () => {
    const [job] = await queueOf('here', [ann]);
    expect(await queue.positionOf(job!, 'there')).toBeNull();
  });
});

it('one person’s ten jobs do not keep others waiting', async () => {
  const made = await queueOf('fair', [...Array.from({ length: 10 }, () => ann), ben]);
  await queue.dequeue([{ provider: 'fair', inFlight: 2 }], after(60_000));
  const waiting = await places('fair', made);
  expect(waiting.flatMap((it, index) => (it === null ? [index] : []))).toEqual([0, 10]);
});
