import { describe, expect, it } from 'vitest';
import { createLatestOnly } from '../../../../src/bots/slack/shared/latest-only.ts';

/** What was done, in its order; each takes until it is let go. */
function aTask(done: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const task = async () => {
    await promise;
    done.push(name);
  };
  return { task, letGo: resolve };
}

describe('of what is wanted while something is being done', () => {
  it('only the last is done, and after it', async () => {
    const done: string[] = [];
    const latestOnly = createLatestOnly(async () => {
      done.push('pause');
      await latestOnly('a', said('fourth'));
    });
    const said = (name: string) => () => {
      done.push(name);
      return Promise.resolve();
    };
    const first = aTask(done, 'first');
    const ended = latestOnly('a', first.task);
    await latestOnly('a', said('second'));
    await latestOnly('a', said('third'));
    expect(done).toEqual([]);
    first.letGo(undefined);
    await ended;
    expect(done).toEqual(['first', 'pause', 'fourth']);
  });

  it('what is about something else does not wait', async () => {
    const done: string[] = [];
    const latestOnly = createLatestOnly();
    const [slow, quick] = [aTask(done, 'slow'), aTask(done, 'quick')];
    const ended = latestOnly('a', slow.task);
    quick.letGo(undefined);
    await latestOnly('b', quick.task);
    slow.letGo(undefined);
    await ended;
    expect(done).toEqual(['quick', 'slow']);
  });

  it('a failure leaves the way free for the next', async () => {
    const done: string[] = [];
    const latestOnly = createLatestOnly();
    await expect(latestOnly('a', () => Promise.reject(new Error('closed')))).rejects.toThrow();
    const next = aTask(done, 'next');
    next.letGo(undefined);
    await latestOnly('a', next.task);
    expect(done).toEqual(['next']);
  });
});
