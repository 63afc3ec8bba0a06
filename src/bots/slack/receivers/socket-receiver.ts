import { setTimeout } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import { z } from 'zod';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import { SettingRefused } from '../../../settings/settings.ts';
import { callOnce } from '../installations/clients.ts';
import { asPlatformError } from '../shared/errors.ts';
import type { Receiver, ReceivingDependencies, Told } from './receiver.ts';
import { factsOf } from '../shared/slack-logger.ts';
import { SocketClient } from './socket-client.ts';
import { watchStandstill } from './standstill.ts';
import type { StandstillWatch } from './standstill.ts';

/** Slack ends a connection every few hours; meanwhile the other one receives. */
const CONNECTIONS = 2;

const TIMES = {
  openMs: 30_000,
  closeMs: 2_000,
  callMs: 10_000,
  /** Between attempts, doubled with each that failed. */
  againMs: 1_000,
  longestMs: 60_000,
  /** One that stood this long was wanted: the next is asked for at once. */
  stoodMs: 30_000,
  /** Slack shows an error after three seconds; an envelope does not say when it was sent. */
  tooOldMs: 2_500,
} as const;

const TOKEN_REFUSED = {
  variable: 'SLACK_APP_TOKEN',
  problem: 'is refused by Slack',
  fix: 'Make a new one under "App-Level Tokens" on the app\'s Basic Information page at https://api.slack.com/apps, with the scope connections:write, and see that Socket Mode is on.',
};

const REFUSALS = new Set([
  ...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'],
  ...['missing_scope', 'not_allowed_token_type', 'no_permission', 'team_disabled'],
  ...['user_removed_from_team', 'socket_mode_not_enabled'],
]);

export interface SocketConnections {
  /**
   * Resolves once one connection stands; others, and those after it, are opened as time goes.
   * @throws {SettingRefused}
   * @throws when Slack cannot be reached
   */
  open(): Promise<void>;
  ready(): boolean;
  /** Why none stands, as far as it is known. */
  trouble(): string | null;
  close(): Promise<void>;
}

/** Connections of our own to Slack, by which interactions arrive. */
export function createSocketConnections(
  { api, clock, logger, sdkLogger }: ReceivingDependencies,
  { appToken, receiver }: { readonly appToken: string; readonly receiver: Receiver },
): SocketConnections {
  const standing = new Set<SocketClient>();
  let standstill: StandstillWatch | null = null;
  let stopping = new AbortController();
  let inTheWay: string | null = null;
  let lanes: readonly Promise<void>[] = [];

  /** A new client each time: one that opens itself again ends the process when it cannot. */
  async function connect(): Promise<SocketClient> {
    const client = new SocketClient(
      {
        appToken,
        logger: sdkLogger,
        autoReconnectEnabled: false,
        clientOptions: { ...callOnce(api, sdkLogger), timeout: TIMES.callMs },
      },
      (error) => {
        logger.warn(factsOf(error), 'slack: a frame could not be read');
      },
    );
    client.on('slack_event', (envelope: unknown) => {
      void receive(envelope);
    });
    client.on('disconnected', () => standing.delete(client));
    const opening = client.start().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error('Closed at once')),
    );
    const failed = await within(opening, TIMES.openMs, new Error('No hello in time'));
    if (failed !== null) {
      void disconnect(client);
      throw failed;
    }
    standing.add(client);
    return client;
  }

  /** @throws when it stood so shortly that the next one would not stand either */
  async function listenThrough(client: SocketClient, signal: AbortSignal): Promise<void> {
    const since = clock.now().getTime();
    await ended(client, signal);
    if (signal.aborted) return;
    const reason = client.endedFor;
    const stoodMs = clock.now().getTime() - since;
    if (stoodMs < TIMES.stoodMs) throw new Error(`Slack ended it at once: ${reason ?? 'no word'}`);
    logger.info({ reason }, 'slack: a connection ended; connecting again');
  }

  async function receive(envelope: unknown): Promise<void> {
    const told = readEnvelope(envelope);
    if (told === null) {
      logger.warn({}, 'slack: an envelope could not be read');
      return;
    }
    // Not acknowledged, Slack tells it to somebody else, or shows that it failed.
    const stoodMs = standstill?.stoodMs() ?? 0;
    if (stoodMs > TIMES.tooOldMs) {
      logger.warn({ stoodMs }, 'slack: an envelope was left, for this process had stood still');
      return;
    }
    await receiver.take(told);
  }

  /** Keeps one connection standing. */
  async function lane(first: SocketClient | null, signal: AbortSignal): Promise<void> {
    const isOver = () => signal.aborted;
    let client = first;
    for (let failures = 0; !isOver();) {
      try {
        client ??= await connect();
        await listenThrough(client, signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        inTheWay = factsOf(error).words;
        logger.error({ ...factsOf(error), failures }, 'slack: not connected; retrying');
        const pauseMs = Math.min(TIMES.againMs * 2 ** (failures - 1), TIMES.longestMs);
        await clock.sleep(Math.max(pauseMs, waitAsked(error)), signal);
      }
      if (client !== null) await disconnect(client);
      client = null;
    }
  }

  async function ended(client: SocketClient, signal: AbortSignal): Promise<void> {
    if (!standing.has(client) || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      client.once('disconnected', end);
      signal.addEventListener('abort', end);
    });
  }

  async function disconnect(client: SocketClient): Promise<void> {
    const stood = standing.delete(client);
    const disconnected = client.disconnect().catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: a connection was not closed in order');
    });
    // The other side may be gone without a word; its close is not waited for long.
    if (stood) await within(disconnected, TIMES.closeMs, undefined);
  }

  return {
    async open() {
      stopping = new AbortController();
      const { signal } = stopping;
      standstill?.[Symbol.dispose]();
      standstill = watchStandstill();
      const first = await connect().catch((error: unknown) => {
        const said = error instanceof WebAPIPlatformError ? error.data.error : '';
        throw REFUSALS.has(said) ? new SettingRefused(TOKEN_REFUSED) : asPlatformError(error);
      });
      const others = Array.from({ length: CONNECTIONS - 1 }, () => lane(null, signal));
      lanes = [lane(first, signal), ...others];
    },
    ready: () => standing.size > 0,
    trouble: () => (standing.size > 0 ? null : inTheWay),
    async close() {
      stopping.abort();
      standstill?.[Symbol.dispose]();
      await Promise.all(lanes);
    },
  };
}

/** How long Slack wants to hear nothing more of this. */
function waitAsked(error: unknown): number {
  const told = asPlatformError(error);
  return told instanceof PlatformError ? (told.retryAfterMs ?? 0) : 0;
}

/** By the machine's clock, like the network itself. */
async function within<value, late>(
  promise: Promise<value>,
  ms: number,
  late: late,
): Promise<value | late> {
  const over = new AbortController();
  const { signal } = over;
  const waited = setTimeout(ms, late, { signal }).catch(() => late);
  try {
    return await Promise.race([promise, waited]);
  } finally {
    over.abort();
  }
}

const envelopeSchema = z.object({
  ack: z.custom<Told['ack']>((value) => typeof value === 'function'),
  body: z.record(z.string(), z.unknown()),
  retry_num: z.number().optional().catch(undefined),
  retry_reason: z.string().optional().catch(undefined),
});

function readEnvelope(envelope: unknown): Told | null {
  const read = envelopeSchema.safeParse(envelope);
  if (!read.success) return null;
  const { ack, body, retry_num: retryNum, retry_reason: retryReason } = read.data;
  return {
    ack,
    body,
    sentAt: null,
    ...(retryNum === undefined ? {} : { retryNum }),
    ...(retryReason === undefined ? {} : { retryReason }),
  };
}
