// Waits for what an injected clock brings about, which tells nobody when it is moved.

const LOOK_MS = 10;

export type Watch = ReturnType<typeof createWatch>;

interface Waiter {
  isSo(): boolean;
  /** False when the watch ended before it was so. */
  then(isSo: boolean): void;
}

export function createWatch(beforeLook: () => void) {
  const waiting = new Set<Waiter>();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function look(): void {
    beforeLook();
    for (const waiter of waiting) {
      if (!waiter.isSo()) continue;
      waiting.delete(waiter);
      waiter.then(true);
    }
    if (waiting.size === 0) stop();
  }

  function stop(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
  }

  function when(isSo: () => boolean, then: (isSo: boolean) => void): void {
    if (isClosed) {
      then(false);
      return;
    }
    waiting.add({ isSo, then });
    // By looking and not by a timer of its own: the clock may be one that only a test moves.
    timer ??= setInterval(look, LOOK_MS).unref();
  }

  return {
    /** Looks at once, and not only when it is time to. */
    look,
    when,
    until(isSo: () => boolean): Promise<boolean> {
      return new Promise((resolve) => {
        when(isSo, resolve);
      });
    },
    close(): void {
      isClosed = true;
      stop();
      for (const waiter of waiting) waiter.then(false);
      waiting.clear();
    },
  };
}
