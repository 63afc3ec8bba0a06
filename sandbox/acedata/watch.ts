// Waits for what an injected clock brings about, which tells nobody when it is moved.

const LOOK_MS = 10;

export type Watch = ReturnType<typeof createWatch>;

export function createWatch(beforeLook: () => void) {
  const waiting = new Set<{ isSo(): boolean; resolve(isSo: boolean): void }>();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function look(): void {
    beforeLook();
    for (const waiter of waiting) {
      if (!waiter.isSo()) continue;
      waiting.delete(waiter);
      waiter.resolve(true);
    }
    if (waiting.size === 0) stop();
  }

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  return {
    /** False when the watch ended before it was so. */
    until(isSo: () => boolean): Promise<boolean> {
      if (isClosed) return Promise.resolve(false);
      return new Promise((resolve) => {
        waiting.add({ isSo, resolve });
        timer ??= setInterval(look, LOOK_MS);
      });
    },
    close(): void {
      isClosed = true;
      stop();
      for (const waiter of waiting) waiter.resolve(false);
      waiting.clear();
    },
  };
}
