import { describe, expect, it } from 'vitest';
import { describeStartAnswers, isUnanswered } from '../../contracts/provider-answers.ts';
import { respond, startLoopback } from '../loopback.ts';
import { aFirstFrame, aRequest, asking, noAddress } from '../given.ts';
import { aProvider, KEY, MODEL, options } from './given.ts';

const started = { code: 200, message: 'success', data: { task_id: 'n92a', status: 'IN_PROGRESS' } };

const startAt = asking(aProvider, (it) => it.start(MODEL, aRequest(), options()));

describe('a start', () => {
  it('creates one render with the key and keeps its task id', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, started);
    });
    const answer = await aProvider(server.url).start(MODEL, aRequest(), options());
    expect(answer).toEqual({ status: 'started', operation: { taskId: 'n92a' } });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', target: '/api/generate' });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ prompt: 'a horse' });
  });
});

describeStartAnswers({
  provider: 'happyhorse-app',
  startAt,
  operation: { taskId: 'n92a' },
  believed: [
    ['without the envelope words', 200, { data: { task_id: 'n92a' } }],
    [
      'with unknown fields',
      200,
      { ...started, extra: { deep: [1] }, data: { task_id: 'n92a', eta: 5 } },
    ],
    [
      'with nulls',
      200,
      { code: null, message: null, error: null, data: { task_id: 'n92a', status: null } },
    ],
    ['with the code as text', 200, { ...started, code: '200' }],
    ['with a code that is no HTTP status', 200, { ...started, code: 0 }],
  ],
  unsent: {
    'it breaks a documented rule': (url) =>
      aProvider(url).start(MODEL, aRequest(undefined, { seconds: 16 }), options()),
    'an image cannot be linked to': (url) =>
      aProvider(url).start(MODEL, aRequest(aFirstFrame), options({ linkTo: noAddress })),
  },
  bare: [
    [400, 'not-understood'],
    [401, 'key-refused'],
    [402, 'out-of-credit'],
    [403, 'not-understood'],
  ],
  bareBodies: (code) => [{ code }],
  rateLimited: [
    [429, { code: 'RATE_LIMITED', message: 'slow down' }],
    [429, ''],
  ],
  ambiguous: [
    [500, { code: 'INTERNAL_ERROR' }, 'server-error'],
    [500, { code: 'INVALID_PROMPT' }, 'server-error'],
    [500, { code: 'RATE_LIMITED' }, 'rate-limited'],
    [502, '<html>Bad gateway</html>', 'server-error'],
    [503, { message: 'maintenance' }, 'server-error'],
    [504, '', 'server-error'],
    [520, '', 'server-error'],
    [408, '', 'timeout'],
    [200, '<html>Welcome</html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
    [200, { code: 200, message: 'success', data: null }, 'unreadable'],
    [200, { code: 200, data: { task_id: '' } }, 'unreadable'],
    [200, { ...started, code: 500 }, 'server-error'],
    [204, '', 'unreadable'],
  ],
});

describe('a start is refused', () => {
  it.each([
    [400, 'INVALID_PROMPT', 'bad-prompt'],
    [400, 'INVALID_DURATION', 'bad-settings'],
    [400, 'INVALID_MODEL', 'not-found'],
    [400, 'SOMETHING_NEW', 'not-understood'],
    [401, 'INVALID_API_KEY', 'key-refused'],
    [402, 'INSUFFICIENT_CREDITS', 'out-of-credit'],
    [404, null, 'not-found'],
    [410, null, 'not-found'],
    [422, null, 'not-understood'],
  ])('on %i %s as %s', async (status, code, reason) => {
    const body = { code, message: 'in their words' };
    const expected = { status: 'refused', reason, message: 'in their words' };
    expect(await startAt(status, body)).toEqual(expected);
  });

  it.each([
    ['error.code', { error: { code: 'INVALID_PROMPT', message: 'empty' } }],
    ['error', { error: 'INVALID_PROMPT', message: 'empty' }],
    ['code', { code: 'invalid_prompt', message: 'empty' }],
    ['data.code', { code: 400, message: 'empty', data: { code: 'INVALID_PROMPT' } }],
    ['message alone', { message: 'INVALID_PROMPT: empty' }],
    ['message alone, in other letters', { code: 400, message: 'Invalid_Prompt: empty' }],
    [
      'error.code before all others',
      { error: { code: 'INVALID_PROMPT' }, code: 'INVALID_MODEL', message: 'empty' },
    ],
    [
      'code before data.code',
      { code: 'INVALID_PROMPT', message: 'empty', data: { code: 'INVALID_MODEL' } },
    ],
  ])('with its name in %s', async (_, body) => {
    expect(await startAt(400, body)).toEqual({
      status: 'refused',
      reason: 'bad-prompt',
      message: expect.stringMatching(/empty$/) as string,
    });
  });

  it('when the body names the status under an HTTP 200', async () => {
    const answer = (code: unknown) => startAt(200, { code, message: 'no', data: null });
    expect(await answer(402)).toMatchObject({ status: 'refused', reason: 'out-of-credit' });
    expect(await answer('401')).toMatchObject({ status: 'refused', reason: 'key-refused' });
    expect(await answer(429)).toMatchObject({ status: 'later', reason: 'rate-limited' });
    await isUnanswered(answer(500), 'happyhorse-app', 'server-error');
    await isUnanswered(answer(200), 'happyhorse-app', 'unreadable');
  });

  it('by its HTTP status when the body names another', async () => {
    const answer = { status: 'refused', reason: 'out-of-credit' };
    expect(await startAt(402, { code: 500, message: 'no' })).toMatchObject(answer);
  });
});
