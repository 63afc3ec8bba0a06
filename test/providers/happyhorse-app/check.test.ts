import { describe, expect, it } from 'vitest';
import { readRenderStatus } from '../../../src/providers/happyhorse-app/answers.ts';
import { describeCheckAnswers } from '../../contracts/provider-answers.ts';
import { respond, startLoopback, turn } from '../loopback.ts';
import { checking } from '../given.ts';
import { aProvider, KEY } from './given.ts';

const signal = new AbortController().signal;
const VIDEO = 'https://cdn.example.com/videos/abc123.mp4';

const checkAt = checking(aProvider, { taskId: 'n92a' });

const task = (data: Readonly<Record<string, unknown>>) => ({
  code: 200,
  message: 'success',
  data: { task_id: 'n92a', ...data },
});

const brokenDown = {
  status: 'failed',
  reason: 'provider-fault',
  message: null,
  consumed: null,
} as const;

const done = (response: unknown, more: Readonly<Record<string, unknown>> = {}) =>
  task({ status: 'SUCCESS', response, ...more });

describe('a check', () => {
  it('asks for the task by its id, with the key', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, task({ status: 'IN_PROGRESS' }));
    });
    await aProvider(server.url).check([{ taskId: 'n92 a&b' }], { signal, slot: turn });
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      target: '/api/status?task_id=n92+a%26b',
      headers: { authorization: `Bearer ${KEY}` },
    });
  });

  it('tells the documented success', async () => {
    const body = {
      code: 200,
      message: 'success',
      data: {
        task_id: 'n92a',
        status: 'SUCCESS',
        consumed_credits: 400,
        created_at: '2026-04-08T10:30:00Z',
        type: 'text-to-video',
        request: { model: 'happyhorse-1.0/video', duration: 5 },
        response: { resultUrls: [VIDEO] },
        error_message: null,
      },
    };
    const expected = { status: 'succeeded', videoUrls: [VIDEO], consumed: 400 };
    expect(await checkAt(200, body)).toEqual(expected);
  });

  it('does not take a link before the render is done', async () => {
    const body = task({ status: 'IN_PROGRESS', response: { resultUrls: [VIDEO] } });
    expect(await checkAt(200, body)).toEqual({ status: 'running', progress: null });
  });

  it.each([
    ['no response', null],
    ['no list', {}],
    ['an empty list', { resultUrls: [] }],
    ['a list of nothing', { resultUrls: [null] }],
    ['no link', { resultUrls: ['soon'] }],
    ['another kind of link', { resultUrls: ['ftp://cdn.example.com/a.mp4', 'file:///a.mp4'] }],
    ['another shape', VIDEO],
  ])('is done without a link where there is %s', async (_, response) => {
    const expected = { status: 'succeeded', videoUrls: [], consumed: 400 };
    expect(await checkAt(200, done(response, { consumed_credits: 400 }))).toEqual(expected);
  });

  it.each([
    [400, 400],
    [400.2, 401],
    [0, 0],
    [-1, null],
    ['400', 400],
    ['plenty', null],
    [null, null],
  ])('reads %j consumed credits as %j', async (consumed_credits, consumed) => {
    const body = done({ resultUrls: [VIDEO] }, { consumed_credits });
    expect(await checkAt(200, body)).toEqual({ status: 'succeeded', videoUrls: [VIDEO], consumed });
  });

  it('has every link, whatever way it is written', () => {
    const resultUrls = ['http://cdn.example.com/a.mp4', '//b.example.com/b.mp4', null, '/c.mp4'];
    const json = done({ resultUrls });
    const response = { httpStatus: 200, headers: {}, retryAfterMs: null, json, text: '' };
    const asked = { id: 'n92a', apiUrl: 'https://api.example.com' };
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
  it.each([
    'Content violates our usage policy',
    'Blocked by MODERATION',
    'Prompt moderated',
    'the safety system rejected the input',
    'Sensitive content was found',
    'NSFW',
    'prohibited material',
    'a policy violation',
    'Unsafe prompt',
  ])('is moderated when it says %j', async (error_message) => {
    expect(await checkAt(200, task({ status: 'FAILED', error_message }))).toEqual({
      status: 'failed',
      reason: 'moderated',
      message: error_message,
      consumed: null,
    });
  });

  it.each(['GPU worker lost', 'A case-insensitive mismatch', 'internal error'])(
    "is the provider's fault when it says %j",
    async (error_message) => {
      expect(await checkAt(200, task({ status: 'FAILED', error_message }))).toEqual({
        status: 'failed',
        reason: 'provider-fault',
        message: error_message,
        consumed: null,
      });
    },
  );

  it.each([
    [400, 400],
    [0, 0],
    [null, null],
  ])('tells what was taken all the same: %j', async (consumed_credits, consumed) => {
    for (const status of ['FAILED', 'CANCELLED']) {
      expect(await checkAt(200, task({ status, consumed_credits }))).toEqual({
        ...brokenDown,
        consumed,
      });
    }
  });

  it('is judged by its own words only, not by those of the envelope', async () => {
    const body = { ...task({ status: 'FAILED' }), message: 'see our content policy' };
    expect(await checkAt(200, body)).toMatchObject({ reason: 'provider-fault', message: null });
  });
});

describeCheckAnswers({
  provider: 'happyhorse-app',
  checkAt,
  withStatus: (status) => task({ status, response: { resultUrls: [VIDEO] } }),
  statuses: [
    ['IN_PROGRESS', { status: 'running', progress: null }],
    ['in_progress', { status: 'running', progress: null }],
    ['SUCCESS', { status: 'succeeded', videoUrls: [VIDEO], consumed: null }],
    ['Success', { status: 'succeeded', videoUrls: [VIDEO], consumed: null }],
    ['COMPLETED', { status: 'succeeded', videoUrls: [VIDEO], consumed: null }],
    ['FAILED', brokenDown],
    ['CANCELLED', brokenDown],
    ['PAUSED', { status: 'silent' }],
    ['', { status: 'silent' }],
    [null, { status: 'silent' }],
    [7, { status: 'silent' }],
  ],
  notFound: [
    [404, ''],
    [410, ''],
    [404, { code: 404, message: 'not found' }],
    [200, { code: 404, message: 'not found', data: null }],
    [400, { code: 'TASK_NOT_FOUND', message: 'no' }],
  ],
  silent: [
    [404, '<html>'],
    [422, { message: 'no such task' }],
    [400, { code: 'INVALID_TASK', message: 'task_id is unknown' }],
    [200, { code: 200, data: null }],
    [200, { code: 200, data: 'n92a' }],
    [200, { code: 200, data: { task_id: 'n92b', status: 'FAILED' } }],
  ],
  withoutId: task({ task_id: null, status: 'IN_PROGRESS' }),
  unanswered: [
    [401, { code: 'INVALID_API_KEY' }, 'key-refused'],
    [402, { code: 'INSUFFICIENT_CREDITS' }, 'out-of-credit'],
    [403, '', 'key-refused'],
    [429, { code: 'RATE_LIMITED' }, 'rate-limited'],
    [500, { code: 'INTERNAL_ERROR' }, 'server-error'],
    [503, '<html>', 'server-error'],
    [408, '', 'timeout'],
    [302, '', 'redirected'],
    [400, { code: 'RATE_LIMITED' }, 'rate-limited'],
    [400, { code: 'INVALID_API_KEY' }, 'key-refused'],
    [409, {}, 'unreadable'],
    [200, '<html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
    [200, { code: 500, data: null }, 'server-error'],
    [200, { code: 429, data: null }, 'rate-limited'],
    [200, { code: 401, data: null }, 'key-refused'],
  ],
});

describe('checks of several renders', () => {
  it('are answered in the order in which they were asked', async () => {
    await using server = await startLoopback((request, response) => {
      const id = new URL(request.target, 'http://x').searchParams.get('task_id');
      const status = id === 'n92b' ? 'FAILED' : 'IN_PROGRESS';
      // The first asked is answered last.
      setTimeout(
        () => {
          respond(response, 200, { code: 200, data: { task_id: id, status } });
        },
        id === 'n92a' ? 50 : 0,
      );
    });
    const operations = ['n92a', 'n92b', 'n92c'].map((taskId) => ({ taskId }));
    const answers = await aProvider(server.url).check(operations, { signal, slot: turn });
    expect(answers.map((it) => it.status)).toEqual(['running', 'failed', 'running']);
  });
});
