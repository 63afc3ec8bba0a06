import { GatewayDispatchEvents } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import { unlessAborted } from '../../../core/shared/ports/unless-aborted.ts';
import { closeName, fixFor } from './close-codes.ts';
import { createShards } from './shards.ts';
import type { Connecting } from './shards.ts';

/** What somebody did, as Discord sent it: nothing of it is known to be so. */
export interface Packet {
  readonly data: unknown;
  readonly applicationId: string;
  /** It was done while the connection was away. */
  readonly replayed: boolean;
}

/** Never throws. */
export type Listen = (packet: Packet) => Promise<void>;

export interface Session {
  readonly applicationId: string;
  /** The bot's name; null where Discord left it out. */
  readonly bot: string | null;
  ready(): boolean;
  /** Waits until it is over for good. @returns why, and what to do; null when called off */
  ended(signal: AbortSignal): Promise<string | null>;
  close(): Promise<void>;
}

/** Discord ended it, and will end every other one like it. */
export class EndedForGood extends Error {
  override readonly name = 'EndedForGood';
  readonly code: number;

  constructor(code: number, fix: string) {
    super(`Discord closed the connection for good: ${closeName(code)}. ${fix}`);
    this.code = code;
  }
}

const INTERACTION: string = GatewayDispatchEvents.InteractionCreate;

const LOOK_MS = 60_000;
/** What the SDK could not bring back by then is begun anew. */
const AWAY_MS = 10 * 60_000;

const readySchema = z.object({
  application: z.object({ id: z.string() }),
  user: z.object({ username: z.string() }).nullish().catch(null),
});

/**
 * Connects, and receives interactions from then on.
 * @throws {EndedForGood}
 * @throws when it cannot be had, or is called off
 */
export async function openSession({
  listen,
  clock,
  logger,
  signal,
  ...connecting
}: Connecting & {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly listen: Listen;
  readonly signal: AbortSignal;
}): Promise<Session> {
  const count = connecting.gateway.shards;
  const up = new Set<number>();
  const final = Promise.withResolvers<EndedForGood>();
  let applicationId = '';
  let bot: string | null = null;
  let endedFor: EndedForGood | null = null;
  const shards = createShards({
    ...connecting,
    listeners: {
      dispatch({ type, data, replayed }) {
        if (type === INTERACTION) {
          void listen({ data, applicationId, replayed });
        }
      },
      ready(shard, data) {
        const told = readySchema.safeParse(data).data;
        applicationId = told?.application.id ?? applicationId;
        bot = told?.user?.username ?? bot;
        up.add(shard);
      },
      resumed(shard) {
        up.add(shard);
        logger.info({ shard }, 'discord: connection resumed');
      },
      closed(shard, code) {
        up.delete(shard);
        const fix = fixFor(code);
        if (fix === null) {
          logger.info({ shard, code: closeName(code) }, 'discord: connecting again');
        } else {
          endedFor = new EndedForGood(code, fix);
          final.resolve(endedFor);
        }
      },
      failed(shard, error) {
        logger.warn({ err: error, shard }, 'discord: connection error');
      },
    },
  });

  try {
    const failure = shards.connect().then(
      () => null,
      // What an end for good sounds like to the SDK says less than its code.
      (error: unknown) => endedFor ?? new Error('No session was had', { cause: error }),
    );
    const over = Promise.race([failure, final.promise]);
    const failed = await unlessAborted(over, signal, () => new Error('Called off'));
    if (failed !== null) throw failed;
    if (applicationId === '') throw new Error('Discord did not say which application this is');
  } catch (error) {
    await shards.destroy();
    throw error;
  }

  const ready = () => up.size === count;
  return {
    applicationId,
    bot,
    ready,
    async ended(stop) {
      const over = final.promise.then((it) => it.message);
      let awaySince: number | null = null;
      for (;;) {
        const reason = await Promise.race([over, clock.sleep(LOOK_MS, stop).then(() => null)]);
        if (reason !== null || stop.aborted) return reason;
        const now = clock.now().getTime();
        awaySince = ready() ? null : (awaySince ?? now);
        if (awaySince !== null && now - awaySince >= AWAY_MS) {
          return 'The connection was away for too long, and is begun anew.';
        }
      }
    },
    close: () => shards.destroy(),
  };
}
