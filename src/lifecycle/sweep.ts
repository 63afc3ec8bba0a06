import type { Config } from '../config/config.ts';
import { forgetOld, removeForgotten } from '../core/people/sweep-erased.ts';
import type { SweepErasedDependencies } from '../core/people/sweep-erased.ts';
import type { MediaFiles } from '../media/storage/media-files.ts';

/** Deletes, by the hour, what is too old to be kept and what was forgotten. */
export async function sweep(
  deps: SweepErasedDependencies,
  files: Pick<MediaFiles, 'sweep'>,
  config: Pick<Config, 'MEDIA_RETENTION_DAYS' | 'PROMPT_RETENTION_DAYS'>,
  signal: AbortSignal,
): Promise<void> {
  const { clock, logger } = deps;
  while (!signal.aborted) {
    const olderThan = new Date(clock.now().getTime() - config.MEDIA_RETENTION_DAYS * 86_400_000);
    try {
      const removed = await files.sweep(olderThan);
      if (removed > 0) logger.info({ removed }, 'old media removed');
    } catch (error) {
      logger.error({ err: error }, 'old media not removed');
    }
    try {
      const forgotten = await forgetOld(deps, config.PROMPT_RETENTION_DAYS ?? null, signal);
      const removed = await removeForgotten(deps, signal);
      if (forgotten + removed > 0) logger.info({ forgotten, removed }, 'forgotten');
    } catch (error) {
      logger.error({ err: error }, 'not forgotten yet');
    }
    await clock.sleep(3_600_000, signal);
  }
}
