import { describe, expect, it, vi } from 'vitest';
import { stopWithTimeout, FaultFound, StopRequested } from '../../src/lifecycle/shutdown.ts';
import { silent } from '../support/core.ts';

describe('a stop that takes too long', () => {
  it.each([
    ['after a fault', new FaultFound('uncaughtException'), 10],
    ['that was asked for', new StopRequested('SIGTERM'), 40],
  ])('is ended %s, in its own time', async (_words, reason, withinMs) => {
    const stop = new AbortController();
    const ended = vi.fn();
    stopWithTimeout(stop.signal, silent, { within: { asked: 40, faulty: 10 }, exit: ended });
    const since = performance.now();
    stop.abort(reason);
    await vi.waitUntil(() => ended.mock.calls.length > 0, { timeout: 10_000, interval: 1 });
    // A timer may come a moment early.
    expect(performance.now() - since).toBeGreaterThan(withinMs - 2);
  });

  it('is not ended before anybody asked', async () => {
    const ended = vi.fn();
    stopWithTimeout(new AbortController().signal, silent, {
      within: { asked: 1, faulty: 1 },
      exit: ended,
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(ended).not.toHaveBeenCalled();
  });
});
