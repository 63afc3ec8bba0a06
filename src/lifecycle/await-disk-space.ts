import { retryPauseMs } from '../core/shared/domain/retry-pause.ts';
import type { Clock } from '../core/shared/ports/clock.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import { DataFolderFull } from '../settings/data-folder.ts';

/** Opens something in DATA_DIR; while its disk is full that is said, and tried again. */
export async function onceThereIsRoom<opened>(
  open: () => Promise<opened>,
  options: {
    readonly clock: Pick<Clock, 'sleep'>;
    readonly logger: Logger;
    readonly stop: AbortSignal;
  },
): Promise<opened> {
  const { clock, logger, stop } = options;
  for (let tries = 0; ; tries += 1) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof DataFolderFull)) throw error;
      const { variable, problem, fix } = error.told;
      const againMs = retryPauseMs(tries);
      logger.error({ reason: `${variable} ${problem}`, fix, againMs }, 'disk full');
      await clock.sleep(againMs, stop);
      stop.throwIfAborted();
    }
  }
}
