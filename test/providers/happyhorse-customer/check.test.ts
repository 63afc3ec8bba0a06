import { describe, expect, it } from 'vitest';
import { readRenderStatus } from '../../../src/providers/happyhorse-customer/answers.ts';
import { describeCheckAnswers } from '../../contracts/provider-answers.ts';
import { respond, startLoopback, turn } from '../loopback.ts';
import { checking } from '../given.ts';
import { aProvider, KEY } from './given.ts';

const signal = new AbortController().signal;
const VIDEO = 'https://cdn.example.com/videos/outputs/018f3f1d.mp4';
const running = { status: 'running', progress: null } as const;
const done = { status: 'succeeded', videoUrls: [VIDEO], consumed: null } as const;
const brokenDown = {
  status: 'failed',
  reason: 'provider-fault',
  message: null,
  consumed: null,
} as const;

const checkAt = checking(aProvider, { videoId: 'video-a' });

const video = (data: Readonly<Record<string, unknown>>) => ({ id: 'video-a', ...data });
const failure = (code: string) => ({ error: { code, message: 'no' } });

describe('a check', () => {
  it('asks for the video by its id, with the key', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, { status: 'queued' });
    });
    await aProvider(server.url).check([{ videoId: 'a/../b?c' }], { signal, slot: turn });
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      target: '/api/v1/videos/a%2F..%2Fb%3Fc',
      headers: { authorization: `Bearer ${KEY}` },
    });
  });

  it('tells the documented success', async () => {
    const body = {
      id: 'video-a',
      status: 'ready',
      prompt: 'A cinematic shot of a chestnut horse running through a sunlit meadow',
      style: 'cinematic',
      durationSec: 6,
      aspectRatio: '16:9',
      resolution: '720p',
      videoUrl: VIDEO,
      thumbnailUrl: null,
      errorMessage: null,
      readyAt: '2026-04-26T12:30:00.000Z',
    };
    expect(await checkAt(200, body)).toEqual(done);
  });

  it.each([undefined, null, '', 'soon', 'ftp://cdn.example.com/a.mp4', 7])(
    'is done without a link where it is %j',
    async (videoUrl) => {
      const told = await checkAt(200, video({ status: 'ready', videoUrl }));
      expect(told).toEqual({ ...done, videoUrls: [] });
    },
  );

  it.each([
    ['/outputs/a.mp4', 'https://api.example.com/outputs/a.mp4'],
    ['//cdn.example.com/a.mp4', 'https://cdn.example.com/a.mp4'],
    ['http://cdn.example.com/a.mp4', 'https://cdn.example.com/a.mp4'],
  ])('has the link %s as %s', (videoUrl, expected) => {
    const json = video({ status: 'ready', videoUrl });
    const response = { httpStatus: 200, headers: {}, retryAfterMs: null, json, text: '' };
    const asked = { id: 'video-a', apiUrl: 'https://api.example.com' };
    expect(readRenderStatus(response, asked)).toEqual({ ...done, videoUrls: [expected] });
  });
});

describe('a failed render', () => {
  it.each([
    ['The content was blocked by our moderation policy.', 'moderated'],
    ['NSFW', 'moderated'],
    ['GPU worker lost', 'provider-fault'],
  ])('that says "%s" is %s', async (errorMessage, reason) => {
    expect(await checkAt(200, video({ status: 'failed', errorMessage }))).toEqual({
      status: 'failed',
      reason,
      message: errorMessage,
      consumed: null,
    });
  });
});

describeCheckAnswers({
  provider: 'happyhorse-customer',
  checkAt,
  withStatus: (status) => video({ status, videoUrl: VIDEO }),
  statuses: [
    ['queued', running],
    ['processing', running],
    ['Processing', running],
    ['ready', done],
    ['READY', done],
    ['failed', brokenDown],
    ['upscaling', { status: 'silent' }],
    ['', { status: 'silent' }],
    [null, { status: 'silent' }],
    [7, { status: 'silent' }],
  ],
  notFound: [
    [404, failure('not_found')],
    [404, ''],
    [410, {}],
    [400, failure('not_found')],
  ],
  silent: [
    [404, '<html>'],
    [400, failure('invalid_input')],
    [200, { id: 'video-b', status: 'failed' }],
    [200, {}],
    [200, { prompt: 'a horse' }],
  ],
  withoutId: { status: 'queued' },
  unanswered: [
    [401, failure('missing_api_key'), 'key-refused'],
    [401, failure('invalid_api_key'), 'key-refused'],
    [400, failure('invalid_api_key'), 'key-refused'],
    [402, failure('insufficient_credits'), 'out-of-credit'],
    [403, failure('plan_gate_exceeded'), 'key-refused'],
    [429, failure('rate_limited'), 'rate-limited'],
    [400, failure('rate_limited'), 'rate-limited'],
    [500, failure('internal_error'), 'server-error'],
    [400, failure('internal_error'), 'server-error'],
    [503, '<html>', 'server-error'],
    [504, '', 'timeout'],
    [408, '', 'timeout'],
    [302, '', 'redirected'],
    [409, {}, 'unreadable'],
    [200, '<html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
  ],
});

describe('a callback', () => {
  it('is none of theirs', () => {
    const provider = aProvider('https://happyhorse.example.com');
    expect(provider.readCallback({ id: 'video-a', status: 'ready' })).toBeNull();
  });
});
