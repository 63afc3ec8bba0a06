import { describe, expect, it } from 'vitest';
import type { StartAnswer } from '../../../src/core/providers/ports/video-provider.ts';
import { describeStartAnswers } from '../../contracts/provider-answers.ts';
import { respond } from '../loopback.ts';
import { anEdit, aProvider, aReplacement, aRequest, EDIT, JOB, KEY } from './given.ts';
import { options, REPLACE, startCrunLoopback } from './given.ts';

const started = { code: 200, message: 'success', data: { task_id: 'task_1' } };
const request = aRequest(anEdit());

async function startAt(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<StartAnswer> {
  await using server = await startCrunLoopback(({ target }, response) => {
    if (target.endsWith('/CreateTask')) respond(response, status, body, headers);
    else respond(response, 404, { code: 404, message: 'none', data: null });
  });
  return await aProvider(server.url).start(EDIT, request, options());
}

/** The same error as crun may say it: with the HTTP status, and under a 200. */
async function bothWays(code: number, message = 'in their words'): Promise<readonly StartAnswer[]> {
  const body = { code, message, data: null };
  return [await startAt(code, body), await startAt(200, body)];
}

describe('a start', () => {
  it('creates one task with the key, the inputs and the callback, and keeps its id', async () => {
    await using server = await startCrunLoopback((_, response) => {
      respond(response, 200, started);
    });
    const callbackUrl = 'https://showrunner.test/callbacks/crun/token';
    const answer = await aProvider(server.url).start(REPLACE, aRequest(aReplacement()), {
      ...options({ callbackUrl }),
    });
    expect(answer).toEqual({ status: 'started', operation: { taskId: 'task_1' } });
    const [call, ...others] = server.calls();
    expect(others).toEqual([]);
    expect(call).toMatchObject({ method: 'POST', target: `${JOB}/CreateTask` });
    expect(call?.headers['x-api-key']).toBe(KEY);
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      model: REPLACE,
      callback_url: callbackUrl,
      input: {
        img_urls: [expect.stringMatching(/\/files\/\d$/)],
        video_urls: [expect.stringMatching(/\/files\/\d$/)],
      },
    });
  });
});

describeStartAnswers({
  provider: 'crun',
  startAt,
  operation: { taskId: 'task_1' },
  believed: [
    ['without the envelope words', 200, { data: { task_id: 'task_1' } }],
    ['with unknown fields', 200, { ...started, extra: [1], data: { task_id: 'task_1', eta: 5 } }],
    ['with nulls', 200, { code: null, message: null, data: { task_id: 'task_1', status: null } }],
    ['with the code as text', 200, { ...started, code: '200' }],
    ['with a code that is none', 200, { ...started, code: 0 }],
    ['with the failure of a task that it names', 200, { ...started, code: 501 }],
    ['with an error of its own beside the task', 200, { ...started, code: 500 }],
  ],
  unsent: {
    'it breaks a documented rule, nor is an input': (url) =>
      aProvider(url).start(EDIT, aRequest(anEdit({ prompt: ' ' })), options()),
  },
  bare: [
    [401, 'key-refused'],
    [402, 'out-of-credit'],
    [404, 'not-found'],
    [422, 'bad-settings'],
    [501, 'provider-fault'],
    [505, 'disabled'],
  ],
  bareBodies: () => [],
  rateLimited: [
    [429, { code: 429, message: 'slow down', data: null }],
    [200, { code: 429, message: 'slow down', data: null }],
  ],
  ambiguous: [
    [500, { code: 500, message: 'unexpected', data: null }, 'server-error'],
    [200, { code: 500, message: 'unexpected', data: null }, 'server-error'],
    [500, '', 'server-error'],
    [502, '<html>Bad gateway</html>', 'server-error'],
    [503, { message: 'maintenance' }, 'server-error'],
    [504, '', 'server-error'],
    [408, '', 'timeout'],
    [200, { code: 408, data: null }, 'timeout'],
    [200, '<html>Welcome</html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
    [200, { code: 200, message: 'success', data: null }, 'unreadable'],
    [200, { code: 200, data: {} }, 'unreadable'],
    [200, { code: 200, data: { task_id: '' } }, 'unreadable'],
    [204, '', 'unreadable'],
  ],
});

describe('a start is refused', () => {
  it.each([
    [401, 'key-refused'],
    [402, 'out-of-credit'],
    [403, 'key-refused'],
    [404, 'not-found'],
    [409, 'not-understood'],
    [422, 'bad-settings'],
    [501, 'provider-fault'],
    [505, 'disabled'],
  ])('on the code %i as %s', async (code, reason) => {
    for (const answer of await bothWays(code)) {
      expect(answer).toEqual({ status: 'refused', reason, message: 'in their words' });
    }
  });

  it.each(['model: unknown', 'Your API key has no such right'])(
    'on 422 as not understood when it says %j',
    async (message) => {
      for (const answer of await bothWays(422, message)) {
        expect(answer).toEqual({ status: 'refused', reason: 'not-understood', message });
      }
    },
  );

  it.each([
    [422, 'input.prompt: must not be empty'],
    [422, 'The content violates our policy'],
    [403, 'The content violates our policy'],
    [501, 'Blocked by moderation'],
  ])('on %i for its prompt when it says %j', async (code, message) => {
    for (const answer of await bothWays(code, message)) {
      expect(answer).toEqual({ status: 'refused', reason: 'bad-prompt', message });
    }
  });

  it('by the code of the body where the HTTP status is another', async () => {
    const body = { code: 402, message: 'no', data: null };
    const answer = { status: 'refused', reason: 'out-of-credit' };
    expect(await startAt(500, body)).toMatchObject(answer);
    expect(await startAt(404, body)).toMatchObject(answer);
  });
});

describe('a start is put off as well', () => {
  it('on 455, for a minute or as long as Retry-After says', async () => {
    const later = { status: 'later', reason: 'maintenance' };
    for (const answer of await bothWays(455)) {
      expect(answer).toEqual({ ...later, retryAfterMs: 60_000 });
    }
    expect(await startAt(455, { code: 455 }, { 'retry-after': '300' })).toEqual({
      ...later,
      retryAfterMs: 300_000,
    });
  });
});
