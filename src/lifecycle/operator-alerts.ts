import type { PlatformConnection } from '../bots/shared/define-platform.ts';
import type { Reply } from '../core/messages/domain/reply.ts';
import type { Logger } from '../core/shared/ports/logger.ts';

/** A place in a chat: `discord:123456789012345678`, `slack:T0123/C0456`. */
export interface OperatorPlace {
  readonly platform: string;
  readonly address: string;
}

const TELL_WITHIN_MS = 20_000;

/** Tells whoever runs the service, in the places that were set; the log has all of it anyway. */
export function createOperators(
  places: readonly OperatorPlace[],
  connections: readonly PlatformConnection[],
  logger: Logger,
): (reply: Reply) => void {
  async function tell(platform: string, address: string, reply: Reply): Promise<void> {
    const connection = connections.find((it) => it.platform.name === platform);
    if (connection === undefined) throw new Error(`${platform} is not set up`);
    await connection.platform.post(address, reply, AbortSignal.timeout(TELL_WITHIN_MS));
  }

  return (reply) => {
    for (const { platform, address } of places) {
      void tell(platform, address, reply).catch((error: unknown) => {
        logger.error({ platform, err: error }, 'operators not alerted');
      });
    }
  };
}
