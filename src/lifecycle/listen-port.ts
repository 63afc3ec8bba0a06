import type { FastifyInstance } from 'fastify';
import { retryPauseMs } from '../core/shared/domain/retry-pause.ts';
import type { Clock } from '../core/shared/ports/clock.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import { SettingRefused } from '../settings/settings.ts';

/**
 * Serves at a port; one that is taken is waited for, as what has it may be on its way out.
 * @returns the port, where any would do
 * @throws {SettingRefused} it may not be opened
 * @throws the reason of `stop`
 */
export async function listenAt(
  app: FastifyInstance,
  port: number,
  options: {
    readonly clock: Pick<Clock, 'sleep'>;
    readonly logger: Logger;
    readonly stop: AbortSignal;
  },
): Promise<number> {
  const { clock, logger, stop } = options;
  for (let tries = 0; ; tries += 1) {
    const refused = await app.listen({ port, host: '0.0.0.0' }).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null) break;
    const code = refused instanceof Error && 'code' in refused ? refused.code : null;
    if (code === 'EACCES') throw new SettingRefused(NOT_ALLOWED);
    if (code !== 'EADDRINUSE') throw new Error(`cannot listen at ${port}`, { cause: refused });
    const reason = `another program listens at ${port}`;
    const againMs = retryPauseMs(tries);
    logger.error({ reason, fix: 'Stop it, or set PORT to another', againMs }, 'port taken');
    await clock.sleep(againMs, stop);
    stop.throwIfAborted();
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

const NOT_ALLOWED = {
  variable: 'PORT',
  problem: 'is one that this user may not open',
  fix: 'Set it to 1024 or more, and let a reverse proxy lead there.',
};
