type Task = () => Promise<void>;

/** Does it, unless something is done under that key: then afterwards, if nothing came later still. */
export type LatestOnly = (key: string, task: Task) => Promise<void>;

/**
 * Of several things that somebody wants done with one form or page the last one counts.
 * @param pause between one and the next
 */
export function createLatestOnly(pause: Task = () => Promise.resolve()): LatestOnly {
  /** What is to be done next under a key, while something is done under it. */
  const waiting = new Map<string, Task | null>();
  return async (key, task) => {
    if (waiting.has(key)) {
      waiting.set(key, task);
      return;
    }
    try {
      let next: Task | null = task;
      while (next !== null) {
        waiting.set(key, null);
        await next();
        if (waiting.get(key) !== null) await pause();
        next = waiting.get(key) ?? null;
      }
    } finally {
      waiting.delete(key);
    }
  };
}
