import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  asPlatformError,
  closesTheWay,
  isRevoked,
  slackCode,
} from '../../../src/bots/slack/shared/errors.ts';
import { uploadRefusal } from '../../../src/bots/slack/messages/files/upload-refusals.ts';
import { PlatformError } from '../../../src/core/shared/domain/errors.ts';

const said = (error: string) => new WebAPIPlatformError({ ok: false, error });

describe('what Slack says', () => {
  it.each([
    ['channel_not_found', 'gone'],
    ['not_in_channel', 'gone'],
    ['message_not_found', 'gone'],
    ['edit_window_closed', 'gone'],
    ['account_inactive', 'gone'],
    ['token_revoked', 'gone'],
    ['ratelimited', 'rate-limited'],
    ['message_limit_exceeded', 'rate-limited'],
    ['internal_error', 'unreachable'],
    ['service_unavailable', 'unreachable'],
    ['token_expired', 'unreachable'],
    ['invalid_blocks', 'refused'],
    ['msg_too_long', 'refused'],
    ['something_new', 'refused'],
  ])('with %s means %s', (code, means) => {
    expect(asPlatformError(said(code))).toMatchObject({ name: 'PlatformError', code: means });
  });

  it('is not believed where it is a page of somebody in between', () => {
    const page = said('<html><title>Bad gateway</title></html>');
    expect(slackCode(page)).toBeNull();
    expect(asPlatformError(page)).toMatchObject({ code: 'unreachable' });
    expect((asPlatformError(page) as PlatformError).message).not.toContain('html');
  });

  it('ends a way, or the right to any', () => {
    expect(closesTheWay(said('is_archived'))).toBe(true);
    expect(closesTheWay(said('invalid_blocks'))).toBe(false);
    expect(closesTheWay(new Error('is_archived'))).toBe(false);
    expect(isRevoked(said('account_inactive'))).toBe(true);
    expect(isRevoked(said('token_expired'))).toBe(false);
  });

  it('about a file is a refusal only if it is one', () => {
    expect(uploadRefusal(said('not_in_channel'))).toMatchObject({ elsewhere: true });
    expect(uploadRefusal(said('storage_limit_reached'))).toMatchObject({ elsewhere: false });
    expect(uploadRefusal(said('internal_error'))).toBeNull();
    expect(uploadRefusal(new Error('not_in_channel'))).toBeNull();
  });
});

describe('everything else', () => {
  it('tells how long a limit lasts', () => {
    expect(asPlatformError(new WebAPIRateLimitedError(12))).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: 12_000,
    });
  });

  it('is silence when no answer was had', () => {
    const lost = new WebAPIRequestError(new Error('socket hang up'));
    const timedOut = new DOMException('late', 'TimeoutError');
    const unreadable = z.string().safeParse(1).error;
    for (const error of [lost, timedOut, unreadable, new SyntaxError('no JSON')]) {
      expect(asPlatformError(error)).toMatchObject({ code: 'unreachable' });
    }
    expect(asPlatformError(new WebAPIHTTPError(502, 'Bad', {}))).toMatchObject({
      code: 'unreachable',
    });
    expect(asPlatformError(new WebAPIHTTPError(429, 'Wait', {}))).toMatchObject({
      code: 'rate-limited',
    });
  });

  it('carries nothing of a whole answer', () => {
    const error = new WebAPIHTTPError(500, 'Bad', { 'set-cookie': 'secret' }, 'secret');
    expect(JSON.stringify(asPlatformError(error))).not.toContain('secret');
    expect((asPlatformError(error) as Error).cause).toBeUndefined();
  });

  it('is nobody’s fault once it was called off', () => {
    const bug = new Error('whatever');
    expect(asPlatformError(bug, AbortSignal.abort())).toMatchObject({ code: 'unreachable' });
    expect(asPlatformError(bug, new AbortController().signal)).toBe(bug);
  });

  it('stays what it is when it is a bug, or was told before', () => {
    const told = new PlatformError('slack', 'too-large', '5');
    for (const error of [told, new TypeError('x is not a function'), 'a word']) {
      expect(asPlatformError(error)).toBe(error);
    }
  });
});
