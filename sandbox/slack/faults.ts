/** What befalls a call: an answer that is not the true one, a cut connection, or slowness. */
export type Fault =
  | { readonly error: string }
  | { readonly status: number }
  | { readonly rateLimited: number }
  | { readonly delayMs: number }
  /** Nothing was done and no answer comes. */
  | 'drop-before'
  /** It was done, and no answer comes. */
  | 'drop-after';

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  let waiting: { readonly method: string; readonly fault: Fault; left: number }[] = [];
  return {
    /** `*` stands for any method. */
    add(method: string, fault: Fault, times: number): void {
      waiting.push({ method, fault, left: times });
    },
    next(method: string): Fault | null {
      const entry = waiting.find((it) => it.method === method || it.method === '*');
      if (entry === undefined) return null;
      entry.left -= 1;
      if (entry.left <= 0) waiting = waiting.filter((it) => it !== entry);
      return entry.fault;
    },
    clear(): void {
      waiting = [];
    },
  };
}
