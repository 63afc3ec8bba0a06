import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { unlessAborted } from '../../../../src/core/shared/ports/unless-aborted.ts';

const never = new Promise<string>(() => undefined);

describe('work that is waited for unless a signal is aborted', () => {
  it('answers as it does by itself, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve('done'), signal, () => 'aborted')).toBe('done');
    const failing = Promise.reject(new Error('failed'));
    await expect(unlessAborted(failing, signal, () => 'aborted')).rejects.toThrow('failed');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is answered for at the very moment of the abort', async () => {
    const stop = new AbortController();
    let said = false;
    const answer = unlessAborted(never, stop.signal, () => {
      said = true;
      return 'aborted';
    });
    stop.abort();
    expect(said).toBe(true);
    expect(await answer).toBe('aborted');
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('fails as it is said to, also where the signal was aborted before', async () => {
    const signal = AbortSignal.abort(new Error('reason'));
    const answer = unlessAborted(never, signal, () => {
      throw new Error('called off');
    });
    await expect(answer).rejects.toThrow('called off');
  });

  it('may fail later without anybody hearing of it', async () => {
    const late = Promise.withResolvers<string>();
    expect(await unlessAborted(late.promise, AbortSignal.abort(), () => null)).toBeNull();
    late.reject(new Error('late'));
    // A rejection that nobody handles would fail this run.
    await setImmediate();
  });

  it('counts where it was done before the abort', async () => {
    const stop = new AbortController();
    const answer = unlessAborted(Promise.resolve('done'), stop.signal, () => 'aborted');
    stop.abort();
    expect(await answer).toBe('done');
  });
});
