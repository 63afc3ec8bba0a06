import { retryPauseMs } from '../domain/retry-pause.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';

export interface Mending {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
  readonly stop: AbortSignal;
}

/**
 * Tries until an operator has mended what is in the way, and says at growing intervals what that is.
 * @param problemOf in words for the operator; null, or a throw, where trying again is no use
 * @throws what was thrown, or the reason of `stop`
 */
export async function untilMended<done>(
  attempt: () => Promise<done>,
  problemOf: (error: unknown) => object | null | Promise<object | null>,
  message: string,
  { clock, logger, stop }: Mending,
): Promise<done> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const problem = await problemOf(error);
      if (problem === null) throw error;
      const againMs = retryPauseMs(tries);
      logger.error({ ...problem, againMs }, message);
      await clock.sleep(againMs, stop);
      stop.throwIfAborted();
    }
  }
}
