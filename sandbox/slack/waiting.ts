import { PATIENCE_MS } from '../shared/patience.ts';

/** Lets tests wait, in real time, for the world to become as they want it. */
export function createWaiting() {
  const waiters = new Set<() => void>();

  /** Looked at whenever anything happens; rejects when it did not come true in time. */
  async function until<value>(
    what: string,
    read: () => value | undefined,
    timeoutMs = PATIENCE_MS,
  ): Promise<value> {
    const present = read();
    if (present !== undefined) return present;
    return new Promise<value>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        waiters.delete(wake);
      };
      const wake = () => {
        const value = read();
        if (value === undefined) return;
        stop();
        resolve(value);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}.`));
      }, timeoutMs);
      waiters.add(wake);
    });
  }

  function changed(): void {
    for (const wake of [...waiters]) wake();
  }

  return { until, changed };
}
