import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';

/** How many sessions may still be begun before Discord counts anew. */
export interface SessionStarts {
  readonly total: number;
  readonly remaining: number;
  readonly resetAfterMs: number;
  /** So many may be begun in five seconds. */
  readonly atOnce: number;
}

/** For as many as may be begun at once; a little more, since a network is not even. */
const ONE_EVERY_MS = 5_250;

export interface IdentifyPace {
  /**
   * Resolves when a session may be begun.
   * @throws when called off
   */
  waitForIdentify(shardId: number, signal: AbortSignal): Promise<void>;
}

/**
 * Discord lets a bot begin a thousand sessions a day and takes its token away for more. Whoever uses
 * up the first half of them, a supervisor that starts a broken process again and again or a Discord
 * that ends every session at once, begins the rest no faster than they are given back. A process
 * counts from its own start, so that one which never lives as long as that begins none.
 */
export function createIdentifyPace({
  clock,
  logger,
  starts,
}: {
  readonly clock: Clock;
  readonly logger: Logger;
  /** @throws when Discord does not say */
  readonly starts: () => Promise<SessionStarts>;
}): IdentifyPace {
  const startedAt = clock.now().getTime();
  let lastAt: number | null = null;
  let queued: Promise<unknown> = Promise.resolve();

  async function wait(signal: AbortSignal): Promise<void> {
    // Without an answer there is nothing to count by, and no session would be had either.
    const left = await starts().catch(() => null);
    const dayMs = left === null ? 0 : (lastAt ?? startedAt) + pauseBefore(left);
    const onceMs = lastAt === null ? 0 : lastAt + ONE_EVERY_MS / (left?.atOnce ?? 1);
    const waitMs = Math.max(dayMs, onceMs) - clock.now().getTime();
    if (waitMs > ONE_EVERY_MS) {
      logger.error(
        { ...left, waitMs },
        'discord: most of the sessions of this day are used up; waiting before the next',
      );
    }
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    signal.throwIfAborted();
    lastAt = clock.now().getTime();
  }

  return {
    waitForIdentify(_shardId, signal) {
      const mine = queued.then(() => wait(signal));
      queued = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** Of the second half each gets an equal part of the time that it has to last for. */
export function pauseBefore({ total, remaining, resetAfterMs }: SessionStarts): number {
  return remaining > total / 2 ? 0 : Math.ceil(resetAfterMs / Math.max(1, remaining));
}
