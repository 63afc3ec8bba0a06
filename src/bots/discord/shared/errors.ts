import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { PlatformErrorCode } from '../../../core/shared/domain/errors.ts';
import { isOutage } from '../../shared/is-outage.ts';

/** Answers that end one way to a message though their status does not say so. */
const CLOSED_CODES: ReadonlySet<unknown> = new Set([
  50_024, // not in this kind of channel
  50_027, // invalid webhook token: expired
  50_083, // archived thread
]);

const CODES: Readonly<Record<number, PlatformErrorCode>> = {
  40_005: 'too-large',
  50_045: 'too-large',
  20_016: 'rate-limited', // slow mode
  20_028: 'rate-limited', // this channel's writes
  30_046: 'rate-limited', // edits of messages older than an hour
  40_003: 'rate-limited', // direct messages opened too fast
  40_062: 'rate-limited',
  40_094: 'gone', // no follow-ups left
  40_333: 'unreachable', // blocked before Discord itself
  130_000: 'unreachable', // overloaded
};

/** Whether this way to the message is at its end, now and later. Another may be left. */
export function closesTheWay(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError) || typeof error.code !== 'number') return false;
  if (CLOSED_CODES.has(error.code)) return true;
  if (CODES[error.code] !== undefined) return false;
  // A refusal without a code of Discord's is a proxy's or an outage's, and may pass.
  return error.status === 404 || (error.status === 403 && error.code !== 0);
}

/** Whether the message may be taken without its files: they are too large, or not allowed there. */
export function refusesFiles(error: unknown): boolean {
  if (!(error instanceof DiscordAPIError)) return false;
  const code = Number(error.code);
  return CODES[code] === 'too-large' || code === MISSING_PERMISSIONS || error.status === 413;
}

const MISSING_PERMISSIONS = 50_013;

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
  const known = typeof error.code === 'number' ? CODES[error.code] : undefined;
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
