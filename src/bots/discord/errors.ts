import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { z } from 'zod';
import { PlatformError } from '../../core/errors.ts';
import type { PlatformErrorCode } from '../../core/errors.ts';

/** Discord's answers that end one way to a message; another way may be left. */
const CLOSED_CODES: ReadonlySet<unknown> = new Set([
  10_003, // unknown channel
  10_004, // unknown guild
  10_008, // unknown message
  10_013, // unknown user
  10_015, // unknown webhook: the token was never answered, or is forgotten
  10_062, // unknown interaction
  50_001, // missing access
  50_005, // somebody else's message
  50_007, // this person takes no direct messages
  50_013, // missing permissions
  50_024, // not in this kind of channel
  50_027, // invalid webhook token: expired
  50_083, // archived thread
  50_278, // no server in common with this person
]);

const UNKNOWN_MESSAGE = 10_008;

const CODES: Readonly<Record<string, PlatformErrorCode>> = {
  40_005: 'too-large',
  50_045: 'too-large',
  20_016: 'rate-limited', // slow mode
  20_028: 'rate-limited', // this channel's writes
  30_046: 'rate-limited', // edits of messages older than an hour
  40_062: 'rate-limited',
  40_094: 'gone', // no follow-ups left
  130_000: 'unreachable', // overloaded
};

/** Whether this way to the message is at its end, now and later. */
export function closesTheWay(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  // A 403 or 404 without a known code is a proxy's or an outage's, and may pass.
  return CLOSED_CODES.has(error.code) || (error.status === 404 && error.code === 0);
}

export function isUnknownMessage(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === UNKNOWN_MESSAGE;
}

/** Everything that can go wrong with a call becomes a PlatformError; a bug stays what it is. */
export function asPlatformError(error: unknown): unknown {
  if (error instanceof PlatformError) return error;
  if (error instanceof RateLimitError) {
    const waitMs = Math.max(error.retryAfter, error.timeToReset, error.sublimitTimeout);
    return new PlatformError('discord', 'rate-limited', `a limit of ${error.route}`, {
      retryAfterMs: waitMs,
    });
  }
  // These two hold the address with its token and the whole request: they go no further.
  if (error instanceof DiscordAPIError) {
    const said = `${error.status} ${error.code}: ${error.message}`;
    return new PlatformError('discord', codeOf(error), said);
  }
  if (error instanceof HTTPError) {
    return new PlatformError('discord', 'unreachable', `${error.status} ${error.message}`);
  }
  if (!isOutage(error)) return error;
  return new PlatformError('discord', 'unreachable', 'no answer', { cause: error });
}

function codeOf(error: DiscordAPIError): PlatformErrorCode {
  const known = CODES[String(error.code)];
  if (known !== undefined) return known;
  if (error.status === 413) return 'too-large';
  if (error.status === 429) return 'rate-limited';
  if (closesTheWay(error)) return 'gone';
  // Content that its automatic moderation stops, or that breaks a rule of the API.
  if (error.status === 400 && typeof error.code === 'number') return 'refused';
  return 'unreachable';
}

/** AutoMod's codes for content it stopped. */
export function isStoppedByAutoMod(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError) || error.status !== 400) return false;
  return typeof error.code === 'number' && error.code >= 200_000 && error.code < 201_000;
}

function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // What Node says to a wrong argument has a code as well, and is a bug.
  if (error instanceof TypeError || error instanceof RangeError) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  // An answer that is no JSON, or not what Discord answers: somebody in between gave it.
  if (error instanceof SyntaxError || error instanceof z.ZodError) return true;
  // Errors of sockets and of the HTTP client carry a code; those of our own making do not.
  return 'code' in error && typeof error.code === 'string';
}
