import { describe, expect, it } from 'vitest';
import { readRenderStatus } from '../../../src/providers/crun/answers.ts';
import { describeCheckAnswers } from '../../contracts/provider-answers.ts';
import { respond, startLoopback, turn } from '../loopback.ts';
import { checking } from '../given.ts';
import { aProvider, KEY } from './given.ts';

const signal = new AbortController().signal;
const VIDEO = 'https://cdn.example.com/videos/abc123.mp4?expires=1';

const checkAt = checking(aProvider, { taskId: 'task_1' });

const task = (data: Readonly<Record<string, unknown>>) => ({
  code: 200,
  message: 'success',
  data: { task_id: 'task_1', ...data },
});

const done = (result: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  task({ status: 'success', result, ...more });

const brokenDown = {
  status: 'failed',
  reason: 'provider-fault',
  message: null,
  consumed: null,
} as const;

const failure = (message: string | null) =>
  task({ status: 'failed', result: { code: 501, message } });

describe('a check', () => {
  it('asks for the task by its id, with the key', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, task({ status: 'running' }));
    });
    await aProvider(server.url).check([{ taskId: 'task 1&b' }], { signal, slot: turn });
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      target: '/api/v1/client/job/TaskInfo?task_id=task+1%26b',
      headers: { 'x-api-key': KEY },
    });
  });

  it('tells the documented success', async () => {
    const body = done(
      { media_urls: [VIDEO], media_info: {}, usage: {} },
      {
        provider: 'happyhorse',
        model_version: 'happyhorse-1-0-video-edit',
        param: { model: 'happyhorse-1-0-video-edit', callback_url: null, input: {} },
        create_at: 1_764_000_000,
        complete_at: 1_764_000_090,
        duration_s: 90,
        source: 'api',
        credits: 120,
      },
    );
    const expected = { status: 'succeeded', videoUrls: [VIDEO], consumed: 120 };
    expect(await checkAt(200, body)).toEqual(expected);
  });

  it('finds the link beside the status as well as in the result', async () => {
    const body = done(null, { media_urls: [VIDEO] });
    expect(await checkAt(200, body)).toMatchObject({ status: 'succeeded', videoUrls: [VIDEO] });
  });

  it('does not take a link before the render is done', async () => {
    const body = task({ status: 'running', result: { media_urls: [VIDEO] } });
    expect(await checkAt(200, body)).toEqual({ status: 'running', progress: null });
  });

  it.each([
    ['no result', null],
    ['no list', {}],
    ['an empty list', { media_urls: [] }],
    ['a list of nothing', { media_urls: [null] }],
    ['no link', { media_urls: ['soon'] }],
    ['another kind of link', { media_urls: ['ftp://cdn.example.com/a.mp4', 'file:///a.mp4'] }],
    ['another shape', VIDEO],
  ])('is done without a link where there is %s', async (_, result) => {
    const expected = { status: 'succeeded', videoUrls: [], consumed: 120 };
    expect(await checkAt(200, done(result, { credits: 120 }))).toEqual(expected);
  });

  it('is failed where a success without a link says so', async () => {
    const body = done({ code: 501, message: 'lost' });
    expect(await checkAt(200, body)).toMatchObject({ status: 'failed', message: 'lost' });
  });

  it.each([
    [120, 120],
    [37.5, 38],
    [0, 0],
    [-1, null],
    ['120', 120],
    ['plenty', null],
    [null, null],
  ])('reads %j credits as %j', async (credits, consumed) => {
    const body = done({ media_urls: [VIDEO] }, { credits });
    expect(await checkAt(200, body)).toEqual({ status: 'succeeded', videoUrls: [VIDEO], consumed });
  });

  it('has every link, whatever way it is written and wherever it stands', () => {
    const media_urls = ['http://cdn.example.com/a.mp4', '//b.example.com/b.mp4', null];
    const json = done({ media_urls }, { media_urls: ['/c.mp4'] });
    const response = { httpStatus: 200, headers: {}, retryAfterMs: null, json, text: '' };
    const asked = { id: 'task_1', apiUrl: 'https://api.example.com' };
    expect(readRenderStatus(response, asked)).toMatchObject({
      videoUrls: [
        'https://cdn.example.com/a.mp4',
        'https://b.example.com/b.mp4',
        'https://api.example.com/c.mp4',
      ],
    });
  });
});

describe('a failed render', () => {
  it.each(['The content was blocked by the content safety policy', 'NSFW'])(
    'is moderated when it says %j',
    async (message) => {
      const expected = { status: 'failed', reason: 'moderated', message, consumed: null };
      expect(await checkAt(200, failure(message))).toEqual(expected);
    },
  );

  it("is the provider's fault when it says anything else", async () => {
    expect(await checkAt(200, failure('GPU worker lost'))).toEqual({
      ...brokenDown,
      message: 'GPU worker lost',
    });
    expect(await checkAt(200, failure(null))).toEqual(brokenDown);
  });

  it.each([
    [120, 120],
    [0, 0],
    [null, null],
  ])('tells what was taken all the same: %j', async (credits, consumed) => {
    const expected = { ...brokenDown, consumed };
    expect(await checkAt(200, task({ status: 'failed', credits }))).toEqual(expected);
    const body = { code: 501, message: null, data: { task_id: 'task_1', credits } };
    expect(await checkAt(200, body)).toEqual(expected);
  });

  it('is told by the code 501 wherever it stands', async () => {
    const expected = { ...brokenDown, message: 'lost' };
    const body = { code: 501, message: 'lost', data: null };
    expect(await checkAt(501, body)).toEqual(expected);
    expect(await checkAt(200, body)).toEqual(expected);
    const inside = task({ status: 'odd', result: { code: 501, message: 'lost' } });
    expect(await checkAt(200, inside)).toEqual(expected);
    const another = { code: 501, message: 'lost', data: { task_id: 'task_2' } };
    expect(await checkAt(200, another)).toEqual({ status: 'silent' });
  });
});

describeCheckAnswers({
  provider: 'crun',
  checkAt,
  withStatus: (status) => task({ status, result: { media_urls: [VIDEO] } }),
  statuses: [
    ['pending', { status: 'running', progress: null }],
    ['running', { status: 'running', progress: null }],
    ['RUNNING', { status: 'running', progress: null }],
    ['success', { status: 'succeeded', videoUrls: [VIDEO], consumed: null }],
    ['SUCCESS', { status: 'succeeded', videoUrls: [VIDEO], consumed: null }],
    ['failed', brokenDown],
    ['post_processing', { status: 'silent' }],
    ['', { status: 'silent' }],
    [null, { status: 'silent' }],
    [7, { status: 'silent' }],
  ],
  notFound: [
    [404, ''],
    [410, ''],
    [404, { code: 404, message: 'There is no such task', data: null }],
    [200, { code: 404, message: 'There is no such task', data: null }],
  ],
  silent: [
    [404, '<html>'],
    [200, { code: 422, message: 'task_id: required', data: null }],
    [400, ''],
    [200, { code: 200, data: null }],
    [200, { code: 200, data: 'task_1' }],
    [200, { code: 200, data: { task_id: 'task_2', status: 'failed' } }],
  ],
  withoutId: task({ task_id: null, status: 'running' }),
  unanswered: [
    [401, { code: 401 }, 'key-refused'],
    [200, { code: 401, data: null }, 'key-refused'],
    [402, { code: 402 }, 'out-of-credit'],
    [403, '', 'key-refused'],
    [429, { code: 429 }, 'rate-limited'],
    [200, { code: 429, data: null }, 'rate-limited'],
    [455, { code: 455 }, 'maintenance'],
    [200, { code: 455, data: null }, 'maintenance'],
    [500, { code: 500 }, 'server-error'],
    [200, { code: 500, data: null }, 'server-error'],
    [501, '<html>Not Implemented</html>', 'server-error'],
    [503, '<html>', 'server-error'],
    [505, { code: 505 }, 'server-error'],
    [200, { code: 505, data: null }, 'server-error'],
    [408, '', 'timeout'],
    [302, task({ status: 'running' }), 'redirected'],
    [409, {}, 'unreadable'],
    [200, '<html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
  ],
});

describe('where no answer is had', () => {
  it('it says for how long nothing should be asked', async () => {
    const limited = checkAt(429, { code: 429 }, { 'retry-after': '7' });
    await expect(limited).rejects.toMatchObject({ retryAfterMs: 7_000 });
    await expect(checkAt(429, { code: 429 })).rejects.toMatchObject({ retryAfterMs: null });
    await expect(checkAt(455, { code: 455 })).rejects.toMatchObject({ retryAfterMs: null });
  });
});

describe('a callback', () => {
  const provider = aProvider('https://api.crun.test');

  it.each([
    ['as documented', { task_id: 'task_1', status: 'success', result: {} }],
    ['in an envelope', { code: 200, message: 'success', data: { task_id: 'task_1' } }],
    ['of a failure', { code: 501, message: 'failed', data: { task_id: 'task_1' } }],
  ])('%s names its task, and nothing else is taken from it', (_, body) => {
    expect(provider.readCallback(body)).toEqual({ taskId: 'task_1' });
  });

  it.each([
    ...[null, undefined, 'task_1', 7, [], {}, { task_id: '' }, { task_id: true }],
    ...[{ data: null }, { data: 'task_1' }, { data: { task_id: {} } }, [{ task_id: 'task_1' }]],
  ])('that is %j speaks of none', (body) => {
    expect(provider.readCallback(body)).toBeNull();
  });
});
