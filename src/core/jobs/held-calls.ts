/** Create calls that are past their deadline, and whose answer counts as long as it may come. */
export interface HeldCalls {
  /** Holds a call, which never throws, until it is over; `giveUp` ends it sooner. */
  hold(call: Promise<void>, giveUp: AbortController): void;
  /** Gives all of them up and waits for their end. */
  end(): Promise<void>;
}

export function createHeldCalls(): HeldCalls {
  const calls = new Map<Promise<void>, AbortController>();
  return {
    hold(call, giveUp) {
      calls.set(call, giveUp);
      void call.finally(() => calls.delete(call));
    },
    async end() {
      for (const giveUp of calls.values()) giveUp.abort();
      await Promise.all(calls.keys());
    },
  };
}
