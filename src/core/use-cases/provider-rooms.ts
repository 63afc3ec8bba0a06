import type { ProviderRoom } from '../ports/job-store.ts';
import type { Outage } from '../ports/provider-health.ts';
import type { Core } from './core.ts';
import { moveWaiting } from './provider-troubles.ts';

/** Others hear of a provider's trouble within this. */
const LOOK_EVERY_MS = 500;

/** What could not go elsewhere may be able to later: other providers come and go. */
const MOVE_EVERY_MS = 10_000;

export interface ProviderRooms {
  /**
   * How many orders each provider may have now. One in trouble takes none, then one to try it
   * with; `moving` is what it had in line being sent elsewhere, if anything is.
   */
  open(now: Date): Promise<{
    readonly rooms: readonly ProviderRoom[];
    readonly moving: Promise<void> | null;
  }>;
  /** Looks again at the next opportunity. */
  lookAgain(): void;
}

export function createProviderRooms(core: Core): ProviderRooms {
  let lookAt = 0;
  let moveAt = 0;
  let movedFor = '';
  let troubles: ReadonlyMap<string, Outage> = new Map();

  function startMoving(now: Date): Promise<void> | null {
    const down = [...troubles].filter(([, { until }]) => until > now).map(([name]) => name);
    const these = down.toSorted().join(' ');
    if (these === '' || (these === movedFor && now.getTime() < moveAt)) return null;
    movedFor = these;
    moveAt = now.getTime() + MOVE_EVERY_MS;
    return moveWaiting(core);
  }

  return {
    async open(now) {
      if (now.getTime() >= lookAt) {
        lookAt = now.getTime() + LOOK_EVERY_MS;
        troubles = await core.health.troubles();
        if (troubles.size === 0) movedFor = '';
      }
      const rooms = [...core.providers.values()].map(({ name, limits }): ProviderRoom => {
        const room = { provider: name, inFlight: limits.inFlight };
        const until = troubles.get(name)?.until;
        if (until === undefined) return room;
        return { ...room, starting: until > now ? 0 : 1 };
      });
      return { rooms, moving: startMoving(now) };
    },
    lookAgain() {
      lookAt = 0;
    },
  };
}
