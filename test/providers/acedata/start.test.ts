import { describe, expect, it } from 'vitest';
import { describeStartAnswers, isUnanswered } from '../../contracts/provider-answers.ts';
import { respond, startLoopback } from '../loopback.ts';
import { aFirstFrame, aRequest, asking, noAddress } from '../given.ts';
import { aProvider, I2V, operation, options, T2V, TOKEN, TRACE } from './given.ts';

const created = { task_id: 'task-a' };
const failure = (code: string, message = 'in their words') => ({
  error: { code, message },
  trace_id: TRACE,
});

const startAt = asking(aProvider, (it) => it.start(T2V, aRequest(), options()));

describe('a start', () => {
  it('creates one task with the token, and keeps its id', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, created);
    });
    const callbackUrl = 'https://showrunner.test/callbacks/acedata/t0ken';
    const answer = await aProvider(server.url).start(T2V, aRequest(), {
      ...options(),
      callbackUrl,
    });
    expect(answer).toEqual({ status: 'started', operation: operation() });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', target: '/happyhorse/videos' });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      accept: 'application/json',
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({
      prompt: 'a horse',
      async: true,
      callback_url: callbackUrl,
    });
  });
});

describeStartAnswers({
  provider: 'acedata',
  startAt,
  operation: operation(),
  believed: [
    ['with success beside the id', 200, { success: true, task_id: 'task-a' }],
    ['with unknown fields', 200, { ...created, data: [{ state: 'pending' }], eta: 5 }],
    ['with nulls', 200, { ...created, success: null, error: null, trace_id: null }],
  ],
  unsent: {
    'it breaks a documented rule': (url) =>
      aProvider(url).start(T2V, aRequest(undefined, { seconds: 16 }), options()),
    'an image cannot be linked to': (url) =>
      aProvider(url).start(I2V, aRequest(aFirstFrame), options({ linkTo: noAddress })),
  },
  bare: [
    [400, 'not-understood'],
    [401, 'key-refused'],
    [402, 'out-of-credit'],
    [403, 'not-understood'],
    [404, 'not-found'],
    [422, 'not-understood'],
  ],
  bareBodies: () => [{ trace_id: 'a b' }],
  rateLimited: [
    [429, failure('too_many_requests')],
    [400, failure('too_many_requests')],
    [500, failure('too_many_requests')],
    [429, ''],
  ],
  ambiguous: [
    [500, failure('api_error'), 'server-error'],
    [400, failure('api_error'), 'server-error'],
    [504, failure('timeout'), 'timeout'],
    [500, failure('timeout'), 'timeout'],
    [500, failure('something_new'), 'server-error'],
    [500, created, 'server-error'],
    [502, '<html>Bad gateway</html>', 'server-error'],
    [503, '<html>Maintenance</html>', 'server-error'],
    [504, '', 'timeout'],
    [408, '', 'timeout'],
    [200, '<html>Welcome</html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
    [200, {}, 'unreadable'],
    [200, { success: true }, 'unreadable'],
    [200, { task_id: '' }, 'unreadable'],
    [200, failure('something_new'), 'unreadable'],
    [204, '', 'unreadable'],
  ],
});

describe('a start is refused', () => {
  it.each([
    [400, 'bad_request', 'prompt is required for generate', 'bad-prompt'],
    [400, 'bad_request', 'duration must be from 3 to 15', 'bad-settings'],
    [400, 'bad_request', 'image_url cannot be fetched', 'bad-settings'],
    [403, 'forbidden', 'Rejected by moderation.', 'bad-prompt'],
  ])('on %i %s "%s" as %s, in their words', async (status, code, message, reason) => {
    const expected = { status: 'refused', reason, message, detail: `Trace ${TRACE}` };
    expect(await startAt(status, failure(code, message))).toEqual(expected);
  });

  it.each([
    [400, 'bad_request', 'not-understood'],
    [400, 'no_token', 'key-refused'],
    [401, 'no_token', 'key-refused'],
    [400, 'token_mismatched', 'key-refused'],
    [401, 'token_mismatched', 'key-refused'],
    [401, 'invalid_token', 'key-refused'],
    [401, 'token_expired', 'key-refused'],
    [403, 'disabled', 'key-refused'],
    [400, 'disabled', 'key-refused'],
    [403, 'used_up', 'out-of-credit'],
    [400, 'used_up', 'out-of-credit'],
    [404, 'no_api', 'not-found'],
    [400, 'api_not_implemented', 'not-found'],
    [400, 'something_new', 'not-understood'],
    [400, 'constructor', 'not-understood'],
    [403, 'something_new', 'key-refused'],
    [500, 'used_up', 'out-of-credit'],
    [500, 'INVALID_TOKEN', 'key-refused'],
  ])('on %i %s as %s, with the trace for the operator alone', async (status, code, reason) => {
    expect(await startAt(status, failure(code))).toEqual({
      status: 'refused',
      reason,
      message: 'in their words',
      detail: `Trace ${TRACE}`,
    });
  });

  it('for the model, which nobody but the operator can mend', async () => {
    const words = 'model does not support the action generate';
    expect(await startAt(400, failure('bad_request', words))).toMatchObject({
      reason: 'not-understood',
    });
  });

  it('by its code under an HTTP 200', async () => {
    expect(await startAt(200, failure('used_up'))).toMatchObject({ reason: 'out-of-credit' });
    expect(await startAt(200, failure('too_many_requests'))).toMatchObject({ status: 'later' });
    await isUnanswered(startAt(200, failure('api_error')), 'acedata', 'server-error');
  });
});

describe('where it is not known', () => {
  it('the error names the call, the code and the trace, but no token', async () => {
    const body = failure('api_error', `failed for ${TOKEN}`);
    await expect(startAt(500, body)).rejects.toThrow(
      `POST /happyhorse/videos: HTTP 500, api_error (trace ${TRACE})`,
    );
    await expect(startAt(502, '')).rejects.toThrow(/^POST \/happyhorse\/videos: HTTP 502$/);
  });
});
