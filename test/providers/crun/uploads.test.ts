import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MediaFile } from '../../../src/core/media/ports/media-store.ts';
import type {
  StartAnswer,
  StartOptions,
} from '../../../src/core/providers/ports/video-provider.ts';
import { respond, startLoopback } from '../loopback.ts';
import type { Answer, Loopback } from '../loopback.ts';
import { aFile, openAny } from '../given.ts';
import { aClip, anEdit, anImage, aProvider, aRequest, EDIT, KEY } from './given.ts';
import { options, startCrunLoopback, UPLOAD_URL } from './given.ts';

const started: Answer = (_, response) => {
  respond(response, 200, { code: 200, message: 'success', data: { task_id: 'task_1' } });
};

/** A crun whose upload endpoint and storage answer as told. */
function uploadsThat(answers: { link?: Answer; put?: Answer }): Promise<Loopback> {
  return startLoopback((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`;
    const data = { presigned_url: `${origin}/put`, file_url: `${origin}/file` };
    const given: Answer = (_, to) => {
      respond(to, 200, { code: 200, data });
    };
    if (request.target.startsWith(UPLOAD_URL)) (answers.link ?? given)(request, response);
    else if (request.method === 'PUT') (answers.put ?? started)(request, response);
    else started(request, response);
  });
}

const request = aRequest(anEdit());

async function startWith(
  answers: { link?: Answer; put?: Answer },
  given: Partial<StartOptions> = {},
): Promise<StartAnswer> {
  await using server = await uploadsThat(answers);
  const answer = await aProvider(server.url).start(EDIT, request, options(given));
  // Whatever became of the upload: nothing was created by it.
  if (answer.status !== 'started') {
    expect(server.requests.map(({ target }) => target)).not.toContainEqual(
      expect.stringContaining('CreateTask'),
    );
  }
  return answer;
}

describe('inputs', () => {
  it('are put into the storage as they are, with their type and length and without the key', async () => {
    await using server = await startCrunLoopback(started);
    const clip = aClip('source', { contentType: 'video/quicktime', key: 'source.mov' });
    const scene = anEdit({ source: clip, images: [anImage('style')] });
    await aProvider(server.url).start(EDIT, aRequest(scene), options());
    const asked = server.requests.filter(({ target }) => target.startsWith(UPLOAD_URL));
    expect(asked.map(({ target }) => target).toSorted()).toEqual([
      `${UPLOAD_URL}?content_type=image%2Fjpeg&ext=.jpg`,
      `${UPLOAD_URL}?content_type=video%2Fquicktime&ext=.mov`,
    ]);
    expect(asked.every(({ headers }) => headers['x-api-key'] === KEY)).toBe(true);
    const put = server.puts().find(({ headers }) => headers['content-type'] === 'video/quicktime');
    expect(put?.body).toBe('the bytes of source.mov');
    expect(put?.headers).toMatchObject({ 'content-length': '23' });
    for (const { headers } of server.puts()) {
      expect(headers).not.toHaveProperty('x-api-key');
      expect(headers).not.toHaveProperty('transfer-encoding');
    }
    const { input } = JSON.parse(server.calls()[0]?.body ?? '') as {
      input: { video_url: string; img_urls: string[] };
    };
    expect([input.video_url, ...input.img_urls].map((url) => new URL(url).pathname)).toHaveLength(
      2,
    );
    expect(input.video_url).not.toBe(input.img_urls[0]);
  });

  it('are put there once for a quote and the start after it, and once when given twice', async () => {
    await using server = await startCrunLoopback(started);
    const scene = anEdit({ images: [anImage('style'), anImage('style')] });
    const provider = aProvider(server.url);
    await provider.quote(EDIT, aRequest(scene), options());
    await provider.start(EDIT, aRequest(scene), options());
    expect(server.puts()).toHaveLength(2);
  });

  it('are put there again once the old place may be gone, and not a moment before', async () => {
    await using server = await startCrunLoopback(started);
    let time = Date.parse('2026-11-22T12:00:00Z');
    const provider = aProvider(server.url, { clock: { now: () => new Date(time) } });
    await provider.start(EDIT, request, options());
    time += 10 * 60_000 - 1;
    await provider.start(EDIT, request, options());
    expect(server.puts()).toHaveLength(1);
    time += 1;
    await provider.start(EDIT, request, options());
    expect(server.puts()).toHaveLength(2);
  });

  it('go on being sent when nobody waits any more, and are found there later', async () => {
    let goOn: () => void = () => undefined;
    await using server = await uploadsThat({
      put: (_, response) => {
        goOn = () => {
          respond(response, 200, '');
        };
      },
    });
    const provider = aProvider(server.url, { uploadWaitMs: 100 });
    expect(await provider.start(EDIT, request, options())).toEqual({
      status: 'later',
      reason: 'unsent',
      retryAfterMs: 10_000,
    });
    goOn();
    await expect
      .poll(async () => (await provider.start(EDIT, request, options())).status)
      .toBe('started');
    expect(server.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  it('are released when they are sent', async () => {
    await using server = await startCrunLoopback(started);
    let released = 0;
    const open = async (): Promise<MediaFile> => ({
      ...(await openAny(aClip('source'))),
      [Symbol.asyncDispose]: () => {
        released += 1;
        return Promise.resolve();
      },
    });
    await aProvider(server.url).start(EDIT, request, options({ open }));
    expect(released).toBe(1);
  });
});

describe('when the upload endpoint answers', () => {
  const refused = (reason: string) => ({ status: 'refused', reason });
  const later = (reason: string, retryAfterMs: number | null) => ({
    status: 'later',
    reason,
    retryAfterMs,
  });

  it.each([
    [401, refused('key-refused')],
    [402, refused('out-of-credit')],
    [403, refused('key-refused')],
    [404, refused('no-uploads')],
    [405, refused('no-uploads')],
    [422, refused('no-uploads')],
    [429, later('rate-limited', null)],
    [455, later('maintenance', 60_000)],
    [500, later('unreachable', null)],
    [501, refused('no-uploads')],
    [505, refused('no-uploads')],
  ])('%i, a start is %j', async (code, expected) => {
    const body = { code, message: 'no', data: null };
    for (const status of [code, 200]) {
      const link: Answer = (_, response) => {
        respond(response, status, body);
      };
      expect(await startWith({ link })).toMatchObject(expected);
    }
  });

  it.each([
    ['a page', '<html>'],
    ['nothing', { code: 200, data: null }],
    ['half of it', { code: 200, data: { presigned_url: 'https://storage.test/put' } }],
    [
      'another protocol',
      { code: 200, data: { presigned_url: 'ftp://s.test/a', file_url: 'https://s.test/a' } },
    ],
    [
      'a file here',
      { code: 200, data: { presigned_url: 'https://s.test/a', file_url: 'file:///etc/passwd' } },
    ],
  ])('with %s, a start is tried later', async (_, body) => {
    const link: Answer = (__, response) => {
      respond(response, 200, body);
    };
    expect(await startWith({ link })).toMatchObject(later('unreachable', null));
  });

  it('after a while as it says, it is asked then', async () => {
    const link: Answer = (_, response) => {
      respond(response, 429, { code: 429 }, { 'retry-after': '9' });
    };
    expect(await startWith({ link })).toEqual(later('rate-limited', 9_000));
  });
});

describe('where uploads are refused or absent', () => {
  const linkTo: StartOptions['linkTo'] = ({ key }) => `https://showrunner.test/media/${key}`;
  const answering =
    (status: number, body: unknown): Answer =>
    (_, response) => {
      respond(response, status, body, { location: 'http://127.0.0.1:9/elsewhere' });
    };
  const code = (it: number) => answering(it, { code: it, message: 'no' });
  const inputOf = (server: Loopback): unknown =>
    server.requests
      .filter(({ target }) => target.includes('CreateTask'))
      .map(({ body }) => (JSON.parse(body) as { readonly input: unknown }).input);

  it.each<[string, { link?: Answer; put?: Answer }]>([
    ['a page that is not found', { link: answering(404, '<html>') }],
    ['the code 404', { link: code(404) }],
    ['the code 404 under a 200', { link: answering(200, { code: 404, message: 'no' }) }],
    ['the code 403', { link: code(403) }],
    ['the code 405', { link: code(405) }],
    ['the code 422', { link: code(422) }],
    ['the code 501', { link: code(501) }],
    ['the code 505', { link: code(505) }],
    ['a broken endpoint', { link: code(500) }],
    ['a page', { link: answering(200, '<html>') }],
    ['a storage that refuses', { put: answering(403, '') }],
    ['a storage for which it is too large', { put: answering(413, '') }],
    ['a storage that is broken', { put: answering(503, '') }],
  ])('inputs are linked to: %s', async (_, answers) => {
    await using server = await uploadsThat(answers);
    const provider = aProvider(server.url);
    const scene = anEdit({ images: [anImage('style')] });
    expect(await provider.start(EDIT, aRequest(scene), options({ linkTo }))).toMatchObject({
      status: 'started',
    });
    expect(inputOf(server)).toMatchObject([
      {
        video_url: 'https://showrunner.test/media/source.mp4',
        img_urls: ['https://showrunner.test/media/style.jpg'],
      },
    ]);
  });

  it.each<[string, { link?: Answer; put?: Answer }, string]>([
    ['an account without credit', { link: code(402) }, 'out-of-credit'],
    ['too many calls', { link: code(429) }, 'rate-limited'],
    ['maintenance', { link: code(455) }, 'maintenance'],
    ['another address', { link: answering(302, '') }, 'redirected'],
  ])('a link changes nothing about %s', async (_, answers, reason) => {
    expect(await startWith(answers, { linkTo })).toMatchObject({ reason });
  });

  it('they are not asked for again for an hour, and then they are', async () => {
    await using server = await uploadsThat({ link: code(404) });
    let time = Date.parse('2026-11-22T12:00:00Z');
    const provider = aProvider(server.url, { clock: { now: () => new Date(time) } });
    const asked = () => server.requests.filter(({ target }) => target.startsWith(UPLOAD_URL));
    await provider.start(EDIT, request, options({ linkTo }));
    time += 60 * 60_000 - 1;
    await provider.start(EDIT, request, options({ linkTo }));
    expect(asked()).toHaveLength(1);
    time += 1;
    await provider.start(EDIT, request, options({ linkTo }));
    expect(asked()).toHaveLength(2);
  });

  it('and nothing can be linked to, neither a price nor an order is asked for, whoever asks', async () => {
    await using server = await uploadsThat({ link: code(404) });
    const provider = aProvider(server.url);
    expect(await provider.quote(EDIT, request, options())).toBe('no-uploads');
    expect(await provider.start(EDIT, request, options())).toMatchObject({
      status: 'refused',
      reason: 'no-uploads',
      message: null,
      detail: expect.stringContaining('upload-url: HTTP 404') as string,
    });
    expect(server.requests.every(({ target }) => target.startsWith(UPLOAD_URL))).toBe(true);
  });
});

describe('when the storage', () => {
  it.each([
    [403, { status: 'later', reason: 'unreachable' }],
    [302, { status: 'refused', reason: 'redirected' }],
    [500, { status: 'later', reason: 'unreachable' }],
    [503, { status: 'later', reason: 'unreachable' }],
    [413, { status: 'refused', reason: 'file-too-large', message: null }],
  ])('answers %i, a start is %j', async (status, expected) => {
    const put: Answer = (_, response) => {
      respond(response, status, '', { location: 'http://127.0.0.1:9/elsewhere' });
    };
    expect(await startWith({ put })).toMatchObject(expected);
  });

  it('cuts the connection, the start is tried later, with an upload of its own', async () => {
    let puts = 0;
    await using server = await uploadsThat({
      put: (to, response) => {
        puts += 1;
        if (puts === 1) response.socket?.destroy();
        else started(to, response);
      },
    });
    const provider = aProvider(server.url);
    expect(await provider.start(EDIT, request, options())).toMatchObject({ status: 'later' });
    expect(await provider.start(EDIT, request, options())).toMatchObject({ status: 'started' });
    expect(puts).toBe(2);
  });
});

describe('when a file', () => {
  it('is not in the store any more, the start is refused', async () => {
    await using server = await startCrunLoopback(started);
    const open = () => Promise.reject(new Error('no such file'));
    expect(await aProvider(server.url).start(EDIT, request, options({ open }))).toMatchObject({
      status: 'refused',
      reason: 'not-understood',
    });
    expect(server.calls()).toEqual([]);
  });

  it('is not as long as was said, it is not sent under a false length', async () => {
    await using server = await startCrunLoopback(started);
    const open = () => {
      const file = aFile('short.mp4', 'as long as this');
      writeFileSync(file.path, 'shorter');
      return Promise.resolve(file);
    };
    const answer = await aProvider(server.url).start(EDIT, request, options({ open }));
    expect(answer).toMatchObject({ status: 'later', reason: 'unreachable' });
    expect(server.calls()).toEqual([]);
  });
});
