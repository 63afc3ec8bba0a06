import { describe, expect, it, vi } from 'vitest';
import type { StartAnswer } from '../../../src/core/providers/ports/video-provider.ts';
import { answering, closedUrl, respond } from '../loopback.ts';
import { aClip, aFile, anImage, aRequest, aSound, NOW } from '../given.ts';
import { aProvider } from './given.ts';
import { KEY, MODEL, options, startApi, withFirst } from './given.ts';
import { patience } from '../../support/patience.ts';

type Told = Parameters<typeof startApi>[0];

const later = { status: 'later', reason: 'unreachable', retryAfterMs: null };

/** A start with one picture, and what was called for it. */
async function startAt(told: Told): Promise<{ answer: StartAnswer; calls: number[] }> {
  await using api = await startApi(told);
  const answer = await aProvider(api.url).start(MODEL, aRequest(withFirst), options());
  const calls = [api.presigns(), api.puts(), api.creates()].map((it) => it.length);
  return { answer, calls };
}

const failure = (code: string, message = 'in their words') => ({ error: { code, message } });

describe('an input', () => {
  it('is presigned with its exact size and type, put there without the key, and named', async () => {
    await using api = await startApi();
    await aProvider(api.url).start(MODEL, aRequest(withFirst), options());
    const bytes = 'the bytes of first.png';
    const [presign] = api.presigns();
    expect(presign).toMatchObject({ method: 'POST', headers: { authorization: `Bearer ${KEY}` } });
    expect(JSON.parse(presign?.body ?? '')).toEqual({
      kind: 'image',
      contentType: 'image/png',
      sizeBytes: bytes.length,
    });
    const [put] = api.puts();
    expect(put).toMatchObject({ target: '/put/1?sign=x', body: bytes });
    expect(put?.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(bytes.length),
    });
    expect(put?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(api.creates()[0]?.body ?? '')).toMatchObject({
      sourceImageKey: 'videos/inputs/user/1',
    });
  });

  it('is named by its own key among several', async () => {
    await using api = await startApi();
    const references = { video: aClip(), audio: aSound() };
    const scene = {
      kind: 'frames',
      prompt: 'abc',
      first: null,
      last: anImage('last'),
      guides: references,
    };
    const request = aRequest({ ...scene, kind: 'frames' });
    await aProvider(api.url).start(MODEL, request, options());
    const names = Object.fromEntries(
      api.puts().map(({ body, target }) => [body, target.replace(/^\/put\/|\?.*/g, '')]),
    );
    expect(JSON.parse(api.creates()[0]?.body ?? '')).toMatchObject({
      lastFrameKey: `videos/inputs/user/${names['the bytes of last.png'] ?? ''}`,
      referenceVideoKey: `videos/inputs/user/${names['the bytes of clip.mp4'] ?? ''}`,
      referenceAudioKey: `videos/inputs/user/${names['the bytes of sound.mp3'] ?? ''}`,
    });
  });

  it('is not sent at all when the request breaks a rule', async () => {
    await using api = await startApi();
    const request = aRequest(withFirst, { seconds: 13 });
    expect(await aProvider(api.url).start(MODEL, request, options())).toMatchObject({
      status: 'refused',
      reason: 'not-understood',
    });
    expect(api.requests).toEqual([]);
  });

  it('is not sent when it is not there any more, or larger than may be', async () => {
    await using api = await startApi();
    const start = (open: Parameters<typeof options>[0]) =>
      aProvider(api.url).start(MODEL, aRequest(withFirst), options(open));
    expect(await start({ open: () => Promise.reject(new Error('gone')) })).toMatchObject({
      status: 'refused',
      reason: 'not-understood',
    });
    const big = { ...aFile('big.png', 'x'), bytes: 10_000_001 };
    expect(await start({ open: () => Promise.resolve(big) })).toMatchObject({
      status: 'refused',
      reason: 'file-too-large',
    });
    expect(api.requests).toEqual([]);
  });

  it('is sent once for a start that is repeated, and anew after ten minutes or a refusal', async () => {
    let time = NOW;
    let refusals = 0;
    await using api = await startApi({
      create(_, response) {
        refusals += 1;
        if (refusals === 4) respond(response, 400, failure('invalid_input'));
        else respond(response, 429, failure('rate_limited'));
      },
    });
    const provider = aProvider(api.url, { clock: { now: () => time } });
    const puts = async (): Promise<number> => {
      await provider.start(MODEL, aRequest(withFirst), options());
      return api.puts().length;
    };
    expect([await puts(), await puts()]).toEqual([1, 1]);
    time = new Date(time.getTime() + 10 * 60_000);
    expect([await puts(), await puts(), await puts()]).toEqual([2, 2, 3]);
  });

  it('goes on while somebody is put off, who finds it sent', async () => {
    const { promise: asked, resolve: letGo } = Promise.withResolvers<undefined>();
    await using api = await startApi({
      put(_, response) {
        void asked.then(() => {
          respond(response, 200, '');
        });
      },
    });
    const provider = aProvider(api.url, { uploadWaitMs: 100 });
    const start = () => provider.start(MODEL, aRequest(withFirst), options());
    expect(await start()).toEqual({ ...later, reason: 'unsent', retryAfterMs: 10_000 });
    letGo(undefined);
    await vi.waitFor(
      async () => {
        expect(await start()).toMatchObject({ status: 'started' });
      },
      { timeout: patience(5_000) },
    );
    expect(api.puts()).toHaveLength(1);
  });

  it('has its link asked for once more when that has expired, and not a third time', async () => {
    let puts = 0;
    const put = (failures: number) => {
      puts = 0;
      return startAt({
        put(_, response) {
          puts += 1;
          respond(response, puts <= failures ? 403 : 200, '<Error/>');
        },
      });
    };
    expect(await put(1)).toMatchObject({ answer: { status: 'started' }, calls: [2, 2, 1] });
    expect(await put(2)).toEqual({ answer: later, calls: [2, 2, 0] });
  });
});

describe('nothing was created, and it may be asked again', () => {
  it.each([
    ['the storage fails', { put: answering(500, '') }],
    ['the storage cuts the line', { put: (request, response) => response.destroy() }],
    ['presigning fails', { presign: answering(500, failure('internal_error')) }],
    ['presigning is down', { presign: answering(503, '<html>') }],
    ['presigning cuts the line', { presign: (request, response) => response.destroy() }],
    ['presigning is unreadable', { presign: answering(200, '<html>') }],
    ['there is no key', { presign: answering(200, { uploadUrl: 'http://127.0.0.1:9/' }) }],
    ['the link is none', { presign: answering(200, { uploadUrl: 'file:///tmp/x', key: 'k' }) }],
    [
      'the link leads nowhere',
      { presign: answering(200, { uploadUrl: 'http://127.0.0.1:9/', key: 'k' }) },
    ],
  ] satisfies [string, Told][])('when %s', async (_, told) => {
    const { answer, calls } = await startAt(told);
    expect(answer).toEqual(later);
    expect(calls.at(-1)).toBe(0);
  });

  it('when presigning asks to wait, for as long as Retry-After says', async () => {
    const presign = answering(429, failure('rate_limited'), { 'retry-after': '9' });
    const expected = { status: 'later', reason: 'rate-limited', retryAfterMs: 9_000 };
    expect(await startAt({ presign })).toEqual({ answer: expected, calls: [1, 0, 0] });
  });

  it('when nobody listens, or it was stopped before', async () => {
    const start = async (url: string, signal = new AbortController().signal) =>
      aProvider(url).start(MODEL, aRequest(withFirst), options({ signal }));
    expect(await start(await closedUrl())).toEqual(later);
    await using api = await startApi();
    expect(await start(api.url, AbortSignal.abort())).toMatchObject({ status: 'later' });
    expect(api.requests).toEqual([]);
  });
});

describe('an upload is refused', () => {
  it.each([
    [401, 'missing_api_key', 'key-refused'],
    [401, 'invalid_api_key', 'key-refused'],
    [400, 'invalid_input', 'not-understood'],
    [413, 'upload_file_too_large', 'file-too-large'],
    [400, 'upload_type_not_supported', 'bad-settings'],
  ])('on %i %s as %s', async (status, code, reason) => {
    const { answer, calls } = await startAt({ presign: answering(status, failure(code)) });
    expect(answer).toEqual({ status: 'refused', reason, message: 'in their words' });
    expect(calls).toEqual([1, 0, 0]);
  });

  it.each([
    ['prompt is not acceptable', 'bad-prompt'],
    ['sizeBytes of the image is too large', 'bad-settings'],
  ])('on 400 invalid_input "%s" as %s', async (message, reason) => {
    const { answer } = await startAt({
      presign: answering(400, failure('invalid_input', message)),
    });
    expect(answer).toEqual({ status: 'refused', reason, message });
  });

  it('on 413 by the storage', async () => {
    const { answer } = await startAt({ put: answering(413, '<Error/>') });
    expect(answer).toMatchObject({ reason: 'file-too-large', message: null });
  });
});
