import { expect, it } from 'vitest';
import { createSingleFlight } from '../../src/media/single-flight.ts';

const forever = new AbortController().signal;

function aWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const work = { begun: 0, signal: forever, resolve, reject };
  return {
    work,
    start: (signal: AbortSignal) => {
      work.begun += 1;
      work.signal = signal;
      return promise;
    },
  };
}

it('does the work once for all who ask at the same time', async () => {
  const flight = createSingleFlight<string>();
  const { work, start } = aWork();
  const asks = [1, 2, 3].map(() => flight.run('a', forever, start));
  work.resolve('done');
  expect(await Promise.all(asks)).toEqual(['done', 'done', 'done']);
  expect(work.begun).toBe(1);
});

it('does it again for who asks later, or for something else', async () => {
  const flight = createSingleFlight<string>();
  const { work, start } = aWork();
  work.resolve('done');
  await flight.run('a', forever, start);
  await flight.run('a', forever, start);
  await flight.run('b', forever, start);
  expect(work.begun).toBe(3);
});

it('goes on when one of those who wait gives up', async () => {
  const flight = createSingleFlight<string>();
  const { work, start } = aWork();
  const impatient = new AbortController();
  const first = flight.run('a', impatient.signal, start);
  const second = flight.run('a', forever, start);
  impatient.abort(new Error('no longer'));
  await expect(first).rejects.toThrow('no longer');
  expect(work.signal.aborted).toBe(false);
  work.resolve('done');
  expect(await second).toBe('done');
});

it('is stopped when the last of them gives up, and begun anew for the next', async () => {
  const flight = createSingleFlight<string>();
  const { work, start } = aWork();
  const impatient = new AbortController();
  const only = flight.run('a', impatient.signal, start);
  impatient.abort(new Error('no longer'));
  await expect(only).rejects.toThrow('no longer');
  expect(work.signal.aborted).toBe(true);
  const next = aWork();
  next.work.resolve('done');
  expect(await flight.run('a', forever, next.start)).toBe('done');
});

it('tells everybody when it fails, and keeps no failure', async () => {
  const flight = createSingleFlight<string>();
  const { work, start } = aWork();
  const asks = [1, 2].map(() => flight.run('a', forever, start));
  work.reject(new Error('broken'));
  for (const ask of asks) await expect(ask).rejects.toThrow('broken');
  const next = aWork();
  next.work.resolve('done');
  expect(await flight.run('a', forever, next.start)).toBe('done');
});
