import type { Clock } from '../../core/shared/ports/clock.ts';
import type { Logger } from '../../core/shared/ports/logger.ts';
import type { Explain } from '../connection/diagnose-database.ts';
import { DatabaseRefused } from './database-refused.ts';

const LOOK_EVERY_MS = 5_000;
/** Told of after so many looks at most: ten minutes. */
const MOST_LOOKS = 120;

/**
 * Looks after an open database until it is called off. When it is away that is said, at growing
 * intervals, and when it is back as well. Our own server is ours to bring back; another one comes
 * back by itself.
 */
export async function watchDatabase(
  {
    troubleNow,
    revive,
    explain,
    clock,
    logger,
  }: {
    /** Null when it answers. Never throws. */
    readonly troubleNow: () => Promise<unknown>;
    /** Starts our own server again; false where it runs. Null: it is somebody else's. */
    readonly revive: (() => Promise<boolean>) | null;
    readonly explain: Explain;
    readonly clock: Pick<Clock, 'sleep'>;
    readonly logger: Logger;
  },
  signal: AbortSignal,
): Promise<void> {
  async function lastingTrouble(): Promise<unknown> {
    const trouble = await troubleNow();
    if (trouble === null || revive === null) return trouble;
    try {
      if (!(await revive())) return trouble;
      logger.warn({}, 'embedded Postgres started again');
      return null;
    } catch (error) {
      return error;
    }
  }

  let looks = 0;
  let tellAt = 1;
  for (;;) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return;
    const trouble = await lastingTrouble();
    if (trouble === null) {
      if (looks > 0) logger.info({}, 'database answers again');
      [looks, tellAt] = [0, 1];
      continue;
    }
    looks += 1;
    if (looks < tellAt) continue;
    tellAt += Math.min(tellAt, MOST_LOOKS);
    logger.error(await factsOf(trouble, explain), 'database does not answer');
  }
}

async function factsOf(trouble: unknown, explain: Explain): Promise<object> {
  try {
    if (trouble instanceof DatabaseRefused) throw trouble;
    return (await explain(trouble)) ?? { err: trouble };
  } catch (refused) {
    if (!(refused instanceof DatabaseRefused)) return { err: refused };
    return { reason: `DATABASE_URL ${refused.problem}`, fix: refused.fix };
  }
}
