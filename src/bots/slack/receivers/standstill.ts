/** Between two beats; what is not much later than that was no standstill. */
const BEAT_MS = 250;
/** After a standstill everything that had come meanwhile is read, at once but not in one go. */
const CATCHING_UP_MS = 500;

/** Notices that this process stood still: it was stopped, or something else had all its time. */
export interface StandstillWatch extends Disposable {
  /** How long it stood still before what is being read now came in, at most; 0 where it did not. */
  stoodMs(): number;
}

/** Watches from now on, by a clock that nobody sets and that stands still while the machine sleeps. */
export function watchStandstill(
  monotonic: () => number = () => performance.now(),
): StandstillWatch {
  let beatAt = monotonic();
  let last = { stoodMs: 0, until: -Infinity };
  const beat = () => {
    const now = monotonic();
    const stoodMs = now - beatAt - BEAT_MS;
    if (stoodMs > BEAT_MS) last = { stoodMs, until: now + CATCHING_UP_MS };
    beatAt = now;
  };
  const timer = setInterval(beat, BEAT_MS).unref();
  return {
    stoodMs() {
      // What is read before the first beat after a standstill is noticed all the same.
      beat();
      return monotonic() <= last.until ? last.stoodMs : 0;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
