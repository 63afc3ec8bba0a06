import type { PlatformConnection } from '../bots/shared/define-platform.ts';
import { PlatformError } from '../core/shared/domain/errors.ts';
import type { Clock } from '../core/shared/ports/clock.ts';
import type { Conversations } from '../core/chat/ports/interaction-handler.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import { SettingRefused } from '../settings/settings.ts';
import { running } from './background-task.ts';

const CONNECT_WITHIN_MS = 30_000;

/**
 * Starts to listen to a chat. One that refuses us is for the operator to mend; one that cannot be
 * reached is tried until it can, while jobs go on.
 */
export async function listen(
  opening: AsyncDisposableStack,
  connection: PlatformConnection,
  conversations: Conversations,
  options: {
    readonly clock: Clock;
    readonly logger: Logger;
    readonly stop: AbortSignal;
  },
): Promise<void> {
  const { clock, logger } = options;
  opening.defer(() => connection.close());
  const { name } = connection.platform;
  const connected = () => {
    logger.info({ platform: name, ...connection.about() }, 'chat connected');
  };
  const first = connection.connect(conversations).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  // A connection that takes its time must not keep the rest from running, nor from stopping.
  const soon = new AbortController();
  const waited = AbortSignal.any([soon.signal, options.stop]);
  const failed = await Promise.race([first, clock.sleep(CONNECT_WITHIN_MS, waited)]);
  soon.abort();
  if (failed === null) {
    connected();
    return;
  }
  if (failed?.error instanceof SettingRefused) throw failed.error;
  logger.error({ platform: name, err: failed?.error }, 'chat not reached; retrying');
  const tryOn = async (signal: AbortSignal) => {
    let missed = await first;
    for (let failures = 1; missed !== null; failures += 1) {
      const pauseMs = Math.min(5_000 * failures, 60_000);
      await clock.sleep(Math.max(pauseMs, waitAsked(missed.error)), signal);
      if (signal.aborted) return;
      missed = await connection.connect(conversations).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (missed !== null) {
        logger.error({ platform: name, failures, err: missed.error }, 'chat not reached; retrying');
      }
    }
    connected();
  };
  opening.use(running(tryOn));
}

/** How long a chat wants to hear nothing more of us. */
function waitAsked(error: unknown): number {
  return error instanceof PlatformError ? (error.retryAfterMs ?? 0) : 0;
}
