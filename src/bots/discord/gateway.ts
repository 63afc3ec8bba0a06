import { DiscordAPIError, Routes } from 'discord.js';
import { z } from 'zod';
import { SettingRefused } from '../../settings/settings.ts';
import type { PlatformSurroundings } from '../shared/define-platform.ts';
import { closeName, fixFor, TOKEN_CODE, TOKEN_REFUSED } from './connection/close-codes.ts';
import { commands, fingerprintOf } from './commands/command-definitions.ts';
import { asPlatformError } from './shared/errors.ts';
import { createIdentifyPace } from './connection/identify-pace.ts';
import type { DiscordRest } from './connection/rest.ts';
import { EndedForGood, openSession } from './connection/session.ts';
import type { Listen, Session } from './connection/session.ts';

export interface Gateway {
  /**
   * @throws {SettingRefused} Discord does not know the token
   * @throws {PlatformError} it cannot be reached
   */
  open(listen: Listen): Promise<void>;
  ready(): boolean;
  /** The bot's name, once Discord told it. */
  bot(): string | null;
  /** Why it receives nothing, and what to do; null while it does, or will soon. */
  trouble(): string | null;
  close(): Promise<void>;
}

const TIMES = {
  callMs: 20_000,
  /** After an end for good, doubled with each that follows: every attempt may cost a session. */
  againMs: 60_000,
  longestMs: 30 * 60_000,
  /** One that stood this long has earned a quick return. */
  stoodMs: 60 * 60_000,
} as const;

const gatewaySchema = z.object({
  url: z.url({ protocol: /^wss?$/ }),
  shards: z.int().min(1),
  session_start_limit: z.object({
    total: z.int(),
    remaining: z.int(),
    reset_after: z.int(),
    max_concurrency: z.int().min(1),
  }),
});

/** The connection that interactions arrive by. */
export function createGateway(
  {
    clock,
    logger,
    registrations,
  }: Pick<PlatformSurroundings, 'clock' | 'logger' | 'registrations'>,
  { token, rest }: { readonly token: string; readonly rest: DiscordRest },
): Gateway {
  const answering = new Set<Promise<void>>();
  const pace = createIdentifyPace({ clock, logger, starts });
  let session: Session | null = null;
  let inTheWay: string | null = null;
  let stopping = new AbortController();
  let kept: Promise<void> = Promise.resolve();

  async function ask() {
    const route = Routes.gatewayBot();
    const signal = AbortSignal.timeout(TIMES.callMs);
    return gatewaySchema.parse(await rest.asBot({ method: 'GET', route }, signal));
  }

  async function starts() {
    const { total, remaining, reset_after, max_concurrency } = (await ask()).session_start_limit;
    return { total, remaining, resetAfterMs: reset_after, atOnce: max_concurrency };
  }

  async function establish(listen: Listen, signal: AbortSignal): Promise<Session> {
    const receive: Listen = (packet) => {
      const answered = listen(packet).catch((error: unknown) => {
        logger.error({ err: error }, 'discord: interaction failed');
      });
      answering.add(answered);
      return answered.finally(() => answering.delete(answered));
    };
    try {
      const gateway = await ask();
      const opened = await openSession({
        token,
        gateway,
        pace,
        clock,
        logger,
        signal,
        listen: receive,
      });
      await register(opened.applicationId);
      session = opened;
      inTheWay = null;
      return opened;
    } catch (error) {
      throw isTokenRefused(error) ? new SettingRefused(TOKEN_REFUSED) : asPlatformError(error);
    }
  }

  /** Discord allows few registrations a day, and they take a while to arrive everywhere. */
  async function register(applicationId: string): Promise<void> {
    const key = `discord:commands:${applicationId}`;
    const fingerprint = fingerprintOf(commands);
    try {
      if ((await registrations.read(key)) === fingerprint) return;
      const route = Routes.applicationCommands(applicationId);
      const signal = AbortSignal.timeout(TIMES.callMs);
      await rest.asBot({ method: 'PUT', route, body: commands }, signal);
      await registrations.write(key, fingerprint);
      logger.info({ applicationId }, 'discord: commands registered');
    } catch (error) {
      // The commands of before still work; the next start tries again.
      logger.error({ err: error, applicationId }, 'discord: commands could not be registered');
    }
  }

  /** Begins another session after each that ended for good, with pauses that grow. */
  async function keep(first: Session, listen: Listen, signal: AbortSignal): Promise<void> {
    const isOver = () => signal.aborted;
    let current: Session | null = first;
    for (let failures = 0; !isOver();) {
      if (current !== null) {
        const since = clock.now().getTime();
        const reason = await current.ended(signal);
        await current.close();
        if (isOver()) return;
        inTheWay = reason;
        if (clock.now().getTime() - since >= TIMES.stoodMs) failures = 0;
      }
      failures += 1;
      const pauseMs = Math.min(TIMES.againMs * 2 ** (failures - 1), TIMES.longestMs);
      logger.error({ failures, pauseMs, reason: inTheWay }, 'discord: not connected; retrying');
      await clock.sleep(pauseMs, signal);
      current = isOver() ? null : await establishOrLog(listen, signal);
    }
  }

  async function establishOrLog(listen: Listen, signal: AbortSignal): Promise<Session | null> {
    try {
      return await establish(listen, signal);
    } catch (error) {
      if (signal.aborted) return null;
      logger.error({ err: error }, 'discord: no session');
      if (error instanceof SettingRefused)
        inTheWay = `${closeName(TOKEN_CODE)}. ${fixFor(TOKEN_CODE)}`;
      return null;
    }
  }

  return {
    async open(listen) {
      stopping = new AbortController();
      const { signal } = stopping;
      kept = keep(await establish(listen, signal), listen, signal);
    },
    ready: () => session?.ready() ?? false,
    bot: () => session?.bot ?? null,
    trouble: () => inTheWay,
    async close() {
      stopping.abort();
      await session?.close();
      session = null;
      await kept;
      await Promise.all(answering);
    },
  };
}

function isTokenRefused(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof EndedForGood && error.code === TOKEN_CODE;
}
