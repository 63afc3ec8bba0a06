import type { Clock } from '../shared/ports/clock.ts';

/** In parts, so that a clock that jumps, as after a machine has slept, is not taken for a wait. */
const LOOKS = 3;
const LOOK_MS = 20_000;

/** From then on nothing will come of a round, whatever it waits for. */
export const STALLED_MS = LOOKS * LOOK_MS;

/**
 * Waits for a round of a loop, but not for ever. One that stalls is left behind; `left` tells it, should
 * it go on after all, that others have taken over.
 */
export async function endsWithin(
  clock: Clock,
  round: (left: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const left = new AbortController();
  const stalled = (async () => {
    for (let look = 0; look < LOOKS; look += 1) await clock.sleep(LOOK_MS, left.signal);
    return false;
  })();
  const ended = await Promise.race([round(left.signal).then(() => true), stalled]);
  left.abort();
  return ended;
}
