import type { Clock } from './ports/clock.ts';

/** Aborts after a time by the given clock; disposed of, it never does. */
export function deadlineSignal(
  clock: Clock,
  ms: number,
): Disposable & { readonly signal: AbortSignal } {
  const deadline = new AbortController();
  const over = new AbortController();
  void clock.sleep(ms, over.signal).then(() => {
    if (!over.signal.aborted) deadline.abort(new Error(`No answer within ${ms} ms`));
  });
  return {
    signal: deadline.signal,
    [Symbol.dispose]() {
      over.abort();
    },
  };
}
