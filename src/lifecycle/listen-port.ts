import type { FastifyInstance } from 'fastify';
import { untilMended } from '../core/shared/ports/until-mended.ts';
import type { Mending } from '../core/shared/ports/until-mended.ts';
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
  options: Mending,
): Promise<number> {
  const whyTaken = (refused: unknown): object => {
    const code = refused instanceof Error && 'code' in refused ? refused.code : null;
    if (code === 'EACCES') throw new SettingRefused(NOT_ALLOWED);
    if (code !== 'EADDRINUSE') throw new Error(`cannot listen at ${port}`, { cause: refused });
    const reason = `another program listens at ${port}`;
    return { reason, fix: 'Stop it, or set PORT to another' };
  };
  await untilMended(() => app.listen({ port, host: '0.0.0.0' }), whyTaken, 'port taken', options);
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

const NOT_ALLOWED = {
  variable: 'PORT',
  problem: 'is one that this user may not open',
  fix: 'Set it to 1024 or more, and let a reverse proxy lead there.',
};
