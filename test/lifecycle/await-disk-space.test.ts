import { expect, it } from 'vitest';
import { inDataFolder } from '../../src/settings/data-folder.ts';
import { onceThereIsRoom } from '../../src/lifecycle/await-disk-space.ts';
import { silent } from '../support/core.ts';

const full = () =>
  Object.assign(new Error('ENOSPC: no space left on device'), {
    code: 'ENOSPC',
    path: '/data/postgres',
  });

it('says of a full disk what to do, at growing intervals, and goes on once there is room', async () => {
  const lines: object[] = [];
  const pauses: number[] = [];
  const opened = await onceThereIsRoom(
    () => inDataFolder('/data', () => (pauses.length < 3 ? Promise.reject(full()) : open)),
    {
      clock: { sleep: (ms) => Promise.resolve(void pauses.push(ms)) },
      logger: { ...silent, error: (facts, words) => void lines.push({ words, ...facts }) },
      stop: new AbortController().signal,
    },
  );
  expect(opened).toBe('open');
  expect(pauses).toEqual([1_000, 2_000, 4_000]);
  expect(lines[0]).toEqual({
    words: 'disk full',
    reason: 'DATA_DIR is /data, where postgres has no space left (ENOSPC)',
    fix: 'Free some, or set DATA_DIR to another folder.',
    againMs: 1_000,
  });
});

it('does not wait for what no room will mend, nor longer than anybody wants it', async () => {
  const denied = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/data' });
  const options = { logger: silent, stop: new AbortController().signal };
  const never = { sleep: () => Promise.reject(new Error('waited')) };
  const open = () => inDataFolder('/data', () => Promise.reject(denied));
  await expect(onceThereIsRoom(open, { clock: never, ...options })).rejects.toThrow('EACCES');
  const stop = new AbortController();
  const clock = {
    sleep() {
      stop.abort(new Error('enough'));
      return Promise.resolve();
    },
  };
  const waiting = onceThereIsRoom(() => inDataFolder('/data', () => Promise.reject(full())), {
    clock,
    logger: silent,
    stop: stop.signal,
  });
  await expect(waiting).rejects.toThrow('enough');
});

const open = Promise.resolve('open');
