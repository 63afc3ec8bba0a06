/** A clock that runs so many times faster than the wall's: a long render fits into a short wait. */
export interface ScaledClock {
  now(): Date;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export function createScaledClock(speed: number, start = Date.now()): ScaledClock {
  const begun = performance.now();
  return {
    now: () => new Date(start + (performance.now() - begun) * speed),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted || ms <= 0) {
          resolve();
          return;
        }
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', end);
          resolve();
        };
        const timer = setTimeout(end, Math.min(ms / speed, 2 ** 31 - 1));
        signal.addEventListener('abort', end, { once: true });
      }),
  };
}
