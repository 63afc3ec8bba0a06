import { DiscordAPIError, HTTPError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { asPlatformError, closesTheWay } from '../../../src/bots/discord/shared/errors.ts';

const refused = (status: number, code: number | string) =>
  new DiscordAPIError(
    { code: Number(code), message: 'No' },
    code,
    status,
    'PATCH',
    'https://discord.com/api/v10/webhooks/1/secret',
    { body: { prompt: 'secret' }, files: undefined },
  );

describe('an answer of Discord’s', () => {
  it.each([
    [404, 10_003, 'gone'],
    [404, 10_008, 'gone'],
    [404, 10_015, 'gone'],
    [404, 0, 'gone'],
    [403, 50_001, 'gone'],
    [403, 50_007, 'gone'],
    [403, 50_278, 'gone'],
    [401, 50_027, 'gone'],
    [400, 50_083, 'gone'],
  ])('%d with %d ends one way to the message', (status, code, expected) => {
    expect(closesTheWay(refused(status, code))).toBe(true);
    expect(asPlatformError(refused(status, code))).toMatchObject({ code: expected });
  });

  it.each([
    [413, 40_005, 'too-large'],
    [400, 50_045, 'too-large'],
    [429, 30_046, 'rate-limited'],
    [403, 40_003, 'rate-limited'],
    [400, 50_035, 'refused'],
    [400, 200_000, 'refused'],
    [401, 0, 'unreachable'],
    [403, 0, 'unreachable'],
    [403, 40_333, 'unreachable'],
    [403, 'undefined', 'unreachable'],
  ])('%d with %s does not', (status, code, expected) => {
    expect(closesTheWay(refused(status, code))).toBe(false);
    expect(asPlatformError(refused(status, code))).toMatchObject({ code: expected });
  });

  it('hands on neither the address with its token nor the request', () => {
    for (const error of [refused(400, 1), new HTTPError(500, 'x', 'GET', 'secret', {})]) {
      const told = asPlatformError(error) as Error;
      expect(JSON.stringify(told) + String(told.stack)).not.toContain('secret');
      expect(told.cause).toBeUndefined();
    }
  });

  it('leaves a bug a bug', () => {
    const bugs = [new Error('bug'), new TypeError('x is not a function'), 'thrown'];
    for (const bug of bugs) expect(asPlatformError(bug)).toBe(bug);
  });
});
