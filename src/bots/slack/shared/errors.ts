import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { PlatformError } from '../../../core/shared/domain/errors.ts';
import type { PlatformErrorCode } from '../../../core/shared/domain/errors.ts';
import { isOutage } from '../../shared/is-outage.ts';

/** The token is worth nothing any more: the app was removed. */
const REVOKED: ReadonlySet<string> = new Set(['account_inactive', 'invalid_auth', 'token_revoked']);

/** Answers that end one way to a person; another may be left. */
const CLOSED: ReadonlySet<string> = new Set([
  // Not a place that the app can write in.
  'access_denied',
  'cannot_dm_bot',
  'channel_not_found',
  'channel_type_not_supported',
  'ekm_access_denied',
  'is_archived',
  'is_inactive',
  'messages_tab_disabled',
  'method_not_supported_for_channel_type',
  'missing_scope',
  'no_permission',
  'not_in_channel',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_locked',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
  'thread_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_in_channel',
  // Not a message that it can change.
  'cant_update_message',
  'duplicate_channel_not_found',
  'duplicate_message_not_found',
  'edit_window_closed',
  'message_not_found',
]);

const RATE_LIMITED: ReadonlySet<string> = new Set([
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
]);

const PASSING: ReadonlySet<string> = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
  'token_expired',
]);

/** Slack's own word for what is wrong; null for everything else, a page of a proxy among it. */
export function slackCode(error: unknown): string | null {
  if (!(error instanceof WebAPIPlatformError)) return null;
  const { error: code } = error.data;
  return /^[a-z][a-z0-9_]{1,79}$/.test(code) ? code : null;
}

export function isRevoked(error: unknown): boolean {
  return REVOKED.has(slackCode(error) ?? '');
}

/** Whether this way to a person is at its end, now and later. Another may be left. */
export function closesTheWay(error: unknown): boolean {
  return CLOSED.has(slackCode(error) ?? '');
}

/** Whether Slack will not have the blocks: too long for it, or an address in them is not to its liking. */
export function isAboutBlocks(error: unknown): boolean {
  const code = slackCode(error);
  return code === 'invalid_blocks' || code === 'invalid_blocks_format';
}

/** Everything that can go wrong with a call becomes a PlatformError; a bug stays what it is. */
export function asPlatformError(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof PlatformError) return error;
  if (signal?.aborted === true) return new PlatformError('slack', 'unreachable', 'called off');
  if (error instanceof WebAPIRateLimitedError) {
    return new PlatformError('slack', 'rate-limited', 'a limit of the Web API', {
      retryAfterMs: error.retryAfter * 1_000,
    });
  }
  // The SDK's errors hold whole answers: they go no further.
  if (error instanceof WebAPIPlatformError) {
    const code = slackCode(error);
    return new PlatformError('slack', codeOf(code), code ?? 'an answer that is none of Slack’s');
  }
  if (error instanceof WebAPIHTTPError) {
    const code = error.statusCode === 429 ? 'rate-limited' : 'unreachable';
    return new PlatformError('slack', code, `status ${error.statusCode}`);
  }
  if (error instanceof WebAPIRequestError) {
    return new PlatformError('slack', 'unreachable', 'no answer', { cause: error.original });
  }
  if (!isOutage(error)) return error;
  return new PlatformError('slack', 'unreachable', 'no answer', { cause: error });
}

function codeOf(code: string | null): PlatformErrorCode {
  if (code === null || PASSING.has(code)) return 'unreachable';
  if (REVOKED.has(code) || CLOSED.has(code)) return 'gone';
  if (RATE_LIMITED.has(code)) return 'rate-limited';
  // What is left is about what was sent.
  return 'refused';
}
