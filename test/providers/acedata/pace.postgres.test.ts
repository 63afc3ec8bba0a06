import { expect, it, onTestFinished, vi } from 'vitest';
import { createAcedata } from '../../../sandbox/acedata/emulator.ts';
import { jobId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { Claimed } from '../../../src/core/jobs/ports/schedule.ts';
import type { Operation, RenderStatus } from '../../../src/core/providers/ports/video-provider.ts';
import { checkRenders } from '../../../src/core/jobs/check-renders.ts';
import { testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { aRequest } from '../given.ts';
import { aProvider, options, T2V } from './given.ts';
import { patience } from '../../support/patience.ts';

const database = databaseOfFile();

const RENDERS = 1_000;
const WORKERS = 2;
const CALLS = 20;

function claimed(operation: Operation, index: number, startedAt: Date): Claimed {
  return {
    teamId: teamId('discord:1'),
    jobId: jobId(`job-${index}`),
    lane: 'check',
    provider: 'acedata',
    attempts: 1,
    operation,
    startedAt,
  };
}

it('asks about 1,000 renders with 20 calls, less than one a second over all workers', async () => {
  const clock = createManualClock();
  const emulator = await createAcedata({
    fastVideos: true,
    renderMs: Infinity,
    now: () => clock.now().getTime(),
    // As strict as they ask: a second call within a second is answered with 429.
    tasksPerSecond: 1,
  });
  onTestFinished(() => emulator.close());
  const provider = aProvider(emulator.url, { key: emulator.apiKey, clock });
  const answers: RenderStatus[] = [];
  const received = {
    ...provider,
    async check(...asked: Parameters<typeof provider.check>) {
      const answersNow = await provider.check(...asked);
      answers.push(...answersNow);
      return answersNow;
    },
  };
  const made = await provider.start(T2V, aRequest(), options());
  if (made.status !== 'started') throw new Error('not started');
  // One is at work; the others were made just now, and are not listed yet.
  const renders = Array.from({ length: RENDERS }, (_, index) =>
    claimed(index === 777 ? made.operation : { taskId: `task-${index}` }, index, clock.now()),
  );

  const { signal } = new AbortController();
  const work = Array.from({ length: WORKERS }, (_, worker) => {
    const { core } = testCore(database.connect(), { clock });
    const share = renders.slice((worker * RENDERS) / WORKERS, ((worker + 1) * RENDERS) / WORKERS);
    return checkRenders(core, received, share, signal);
  });
  const calls = () => emulator.requests.filter((it) => it.path === '/happyhorse/tasks');
  for (let call = 1; call <= CALLS; call += 1) {
    await vi.waitFor(
      () => {
        expect(calls().map((it) => it.status)).toEqual(Array.from({ length: call }, () => 200));
        // All that are still to come are waiting for their turn, and nobody for an answer.
        expect(clock.sleepingMs).toHaveLength(CALLS - call);
      },
      { timeout: patience(5_000) },
    );
    await clock.advance(clock.sleepingMs[0] ?? 0);
  }
  await Promise.all(work);

  const times = calls().map((it) => it.at);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(1_000);
  expect(emulator.statusCalls.size).toBe(RENDERS);
  expect([...emulator.statusCalls.values()]).toEqual(Array.from({ length: RENDERS }, () => 1));
  expect(answers.filter(({ status }) => status === 'not-found')).toHaveLength(RENDERS - 1);
  expect(answers.filter(({ status }) => status === 'running')).toHaveLength(1);
  expect(emulator.violations).toEqual([]);
});
