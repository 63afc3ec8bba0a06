import { isUnreadable, PROBE_MS } from '../providers/domain/check-failures.ts';
import type { ProviderCapacity } from '../jobs/ports/queue.ts';
import type { Outage } from '../providers/ports/provider-health.ts';
import { learnCheckHealth } from '../providers/check-health.ts';
import type { LearnCheckHealthDependencies } from '../providers/check-health.ts';
import { moveWaiting } from '../jobs/move-jobs.ts';
import type { MoveJobsDependencies } from '../jobs/move-jobs.ts';
import type { RateLimiter } from '../providers/ports/rate-limiter.ts';

export interface ProviderCapacityDependencies
  extends LearnCheckHealthDependencies, MoveJobsDependencies {
  readonly rateLimiter: RateLimiter;
}

/** Others hear of a provider's trouble within this. */
const LOOK_EVERY_MS = 500;

/** What could not go elsewhere may be able to later: other providers come and go. */
const MOVE_EVERY_MS = 10_000;

/** Whether it is time for another probe is asked as often as this. */
const PROBE_TRY_MS = 1_000;

export interface ProviderCapacities {
  /**
   * How many orders each provider may have now. One in trouble takes none, then one to try it
   * with; `moving` is what it had in line being sent elsewhere, if anything is.
   */
  open(now: Date): Promise<{
    readonly capacities: readonly ProviderCapacity[];
    readonly moving: Promise<void> | null;
  }>;
  /**
   * Those that tell nothing of any render, with how many of theirs may be asked about now: one in a
   * while, over all workers, to see whether that is over.
   */
  probes(now: Date): Promise<ReadonlyMap<string, number>>;
  /** There are such. */
  areProbed(): boolean;
  /** Looks again at the next opportunity. */
  lookAgain(): void;
}

export function createProviderCapacities(deps: ProviderCapacityDependencies): ProviderCapacities {
  let lookAt = 0;
  let moveAt = 0;
  let movedFor = '';
  let probeAt = 0;
  let openCircuits: ReadonlyMap<string, Outage> = new Map();

  function unreadable(): readonly string[] {
    return [...openCircuits]
      .filter(([, { unread }]) => unread !== null && isUnreadable(unread.trouble))
      .map(([name]) => name);
  }

  async function look(): Promise<void> {
    const outages = await deps.health.openCircuits();
    await learnCheckHealth(deps, (provider) => outages.get(provider)?.unread ?? null);
    openCircuits = outages;
  }

  function startMoving(now: Date): Promise<void> | null {
    const down = [...openCircuits].filter(([, { until }]) => until > now).map(([name]) => name);
    const these = down.toSorted().join(' ');
    if (these === '' || (these === movedFor && now.getTime() < moveAt)) return null;
    movedFor = these;
    moveAt = now.getTime() + MOVE_EVERY_MS;
    return moveWaiting(deps);
  }

  return {
    async open(now) {
      if (now.getTime() >= lookAt) {
        lookAt = now.getTime() + LOOK_EVERY_MS;
        await look();
        if (openCircuits.size === 0) movedFor = '';
      }
      const capacities = [...deps.providers.values()].map(({ name, limits }): ProviderCapacity => {
        const room = { provider: name, inFlight: limits.inFlight };
        const until = openCircuits.get(name)?.until;
        if (until === undefined) return room;
        return { ...room, starting: until > now ? 0 : 1 };
      });
      return { capacities, moving: startMoving(now) };
    },
    async probes(now) {
      const names = unreadable();
      if (names.length === 0) return new Map();
      const isTime = now.getTime() >= probeAt;
      if (isTime) probeAt = now.getTime() + PROBE_TRY_MS;
      const book = (name: string) => deps.rateLimiter.book(`${name} probes`, 1, PROBE_MS, now, now);
      return new Map(
        await Promise.all(
          names.map(async (it) => [it, isTime && (await book(it)) !== null ? 1 : 0] as const),
        ),
      );
    },
    areProbed: () => unreadable().length > 0,
    lookAgain() {
      lookAt = 0;
    },
  };
}
