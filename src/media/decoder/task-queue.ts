import { unlessAborted } from '../../core/shared/ports/unless-aborted.ts';

/** A line in which owners take turns, however many places each of them has. */
export interface TaskQueue {
  /** Resolves at one's turn; the signal gives the place up and rejects with its reason. */
  wait(owner: string, signal: AbortSignal): Promise<void>;
  /** Lets the next one of these owners go, and says whose turn it is; null when none waits. */
  next(may?: (owner: string) => boolean): string | null;
}

export function createTaskQueue(): TaskQueue {
  // In the order in which owners have their turn next; none of the lists is ever empty.
  const places = new Map<string, (() => void)[]>();

  function leave(owner: string, go: () => void): boolean {
    const own = places.get(owner) ?? [];
    const place = own.indexOf(go);
    if (place === -1) return false;
    own.splice(place, 1);
    if (own.length === 0) places.delete(owner);
    return true;
  }

  return {
    async wait(owner, signal) {
      signal.throwIfAborted();
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const go = (): void => {
        resolve(undefined);
      };
      const own = places.get(owner);
      if (own) own.push(go);
      else places.set(owner, [go]);
      await unlessAborted(promise, signal, () => {
        if (leave(owner, go)) throw signal.reason;
      });
    },

    next(may = () => true) {
      for (const [owner, own] of places) {
        if (!may(owner)) continue;
        const go = own.shift();
        places.delete(owner);
        // Whoever had a turn is last in the next round.
        if (own.length > 0) places.set(owner, own);
        go?.();
        return owner;
      }
      return null;
    },
  };
}
