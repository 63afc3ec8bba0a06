import { describe, expect, it } from 'vitest';
import { renderStatus } from '../../../src/providers/acedata/render-status.ts';
import { readBatch } from '../../../src/providers/acedata/wire.ts';
import { describeUnanswered } from '../../contracts/provider-answers.ts';
import { respond, startLoopback, turn } from '../loopback.ts';
import {
  aProvider,
  aSuccess,
  batch,
  checkAt,
  operation,
  told,
  TOKEN,
  TRACE,
  VIDEO,
} from './given.ts';

const signal = new AbortController().signal;
const running = { status: 'running', progress: null };

describe('a check', () => {
  it('asks for all tasks in one call, with the token', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, batch());
    });
    await aProvider(server.url).check([operation('b'), operation('a'), operation('b')], {
      signal,
      slot: turn,
    });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      target: '/happyhorse/tasks',
      headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/json' },
    });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      action: 'retrieve_batch',
      ids: ['b', 'a'],
    });
  });

  it('asks for one alone by its own question', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, { id: 'a', response: null });
    });
    const provider = aProvider(server.url);
    expect(await provider.check([operation('a')], { signal, slot: turn })).toEqual([running]);
    expect(await provider.check([operation('a'), operation('a')], { signal, slot: turn })).toEqual([
      running,
      running,
    ]);
    const query = { action: 'retrieve', id: 'a' };
    expect(server.requests.map((it) => JSON.parse(it.body) as unknown)).toEqual([query, query]);
  });

  it('tells the documented success', async () => {
    const record = {
      id: 'task-a',
      request: {
        action: 'generate',
        model: 'happyhorse-1.1-t2v',
        prompt: 'A cinematic shot of a white horse running across a moonlit beach',
        resolution: '720P',
        duration: 5,
      },
      type: 'videos',
      response: {
        success: true,
        task_id: 'task-a',
        trace_id: TRACE,
        data: [
          {
            id: '1469cfc3-3004-4d9e-ab10-xxxxxx',
            video_url: VIDEO,
            state: 'succeeded',
            duration: 5,
            resolution: '720P',
            ratio: '16:9',
          },
        ],
      },
    };
    const expected = { status: 'succeeded', videoUrls: [VIDEO], consumed: 525 };
    expect(await checkAt(200, batch(record))).toEqual(expected);
  });

  it.each([
    [{ duration: 5, resolution: '720P' }, 525],
    [{ duration: 15, resolution: '1080P' }, 2_700],
    [{ duration: 15, resolution: '1080p' }, 2_700],
    [{ duration: 16.47, resolution: '720P' }, 1_730],
    [{ duration: 0, resolution: '720P' }, 0],
    [{ duration: 5, resolution: '480P' }, null],
    [{ duration: 5 }, null],
    [{ resolution: '720P' }, null],
    [{ duration: '5', resolution: '720p' }, 525],
    [{ duration: 'five', resolution: '720P' }, null],
    [{ duration: -1, resolution: '720P' }, null],
    [{ duration: null, resolution: null }, null],
  ])('counts what %j was billed as %j credits', async (fields, consumed) => {
    const expected = { status: 'succeeded', videoUrls: [VIDEO], consumed };
    expect(await told(aSuccess(fields))).toEqual(expected);
  });

  it('takes the resolution from the request where the answer has none', async () => {
    const record = { ...aSuccess({ duration: 5 }), request: { resolution: '1080P' } };
    expect(await told(record)).toMatchObject({ consumed: 900 });
  });

  it('has every link, whatever way it is written', () => {
    const links = ['http://cdn.test/a.mp4', '//b.test/b.mp4', null, '/c.mp4'];
    const data = links.map((video_url) => ({ video_url, state: 'succeeded', duration: 5 }));
    const found = readBatch(batch({ id: 'task-a', response: { success: true, data } }));
    if (found === null) throw new Error('no batch');
    const asked = { id: 'task-a', apiUrl: 'https://api.test' };
    expect(renderStatus(found, asked)).toMatchObject({
      videoUrls: ['https://cdn.test/a.mp4', 'https://b.test/b.mp4', 'https://api.test/c.mp4'],
    });
  });
});

const failure = (code: string) => ({ error: { code, message: 'no' }, trace_id: TRACE });

describeUnanswered({
  provider: 'acedata',
  checkAt,
  unanswered: [
    [400, failure('no_token'), 'key-refused'],
    [401, failure('invalid_token'), 'key-refused'],
    [401, failure('token_expired'), 'key-refused'],
    [400, failure('token_mismatched'), 'key-refused'],
    [403, failure('disabled'), 'key-refused'],
    [403, failure('used_up'), 'out-of-credit'],
    [402, '', 'out-of-credit'],
    [403, '', 'key-refused'],
    [401, '', 'key-refused'],
    [429, failure('too_many_requests'), 'rate-limited'],
    [400, failure('too_many_requests'), 'rate-limited'],
    [429, '', 'rate-limited'],
    [500, failure('api_error'), 'server-error'],
    [503, '<html>', 'server-error'],
    [504, failure('timeout'), 'timeout'],
    [504, '', 'timeout'],
    [408, '', 'timeout'],
    [400, failure('bad_request'), 'unreadable'],
    [403, failure('forbidden'), 'key-refused'],
    [404, failure('no_api'), 'unreadable'],
    [404, '<html>', 'unreadable'],
    [302, batch(), 'redirected'],
    [200, '<html>', 'unreadable'],
    [200, '', 'unreadable'],
    [200, '[]', 'unreadable'],
    [200, { message: 'ok' }, 'unreadable'],
    [200, { items: {} }, 'unreadable'],
    [200, failure('api_error'), 'server-error'],
  ],
});

describe('where no answer is had', () => {
  it('the error names the call, the code and the trace', async () => {
    await expect(checkAt(500, failure('api_error'))).rejects.toThrow(
      `POST /happyhorse/tasks: HTTP 500, api_error (trace ${TRACE})`,
    );
  });
});

describe('checks of several renders', () => {
  it('are answered in the order in which they were asked, whatever the order of the records', async () => {
    await using server = await startLoopback((_, response) => {
      respond(
        response,
        200,
        batch({ id: 'c' }, { id: 'b', finished_at: 2 }, { id: 'stranger' }, { id: 'a' }),
      );
    });
    const operations = ['a', 'b', 'missing', 'c'].map((id) => operation(id));
    const answers = await aProvider(server.url).check(operations, { signal, slot: turn });
    expect(answers.map((it) => it.status)).toEqual([
      'running',
      'succeeded',
      'not-found',
      'running',
    ]);
  });

  it('never have more than 50 ids in a call', async () => {
    await using server = await startLoopback((request, response) => {
      const { ids } = JSON.parse(request.body) as { ids: string[] };
      respond(response, 200, batch(...ids.map((id) => ({ id }))));
    });
    const operations = Array.from({ length: 52 }, (_, index) => operation(`task-${index}`));
    const answers = await aProvider(server.url).check(operations, { signal, slot: turn });
    expect(answers).toEqual(operations.map(() => running));
    const asked = server.requests.map(
      (it) => (JSON.parse(it.body) as { ids: string[] }).ids.length,
    );
    expect(asked).toEqual([50, 2]);
  });

  it('can all be read when each record is as long as one can be', async () => {
    // Escaped, as some servers write everything beyond ASCII: the most bytes that a prompt takes.
    const long = {
      prompt: '\\u9a6c'.repeat(2_500),
      image_urls: Array.from({ length: 9 }, () => `https://a.test/${'x'.repeat(300)}`),
    };
    const request = JSON.stringify(long).replaceAll('\\\\u', '\\u');
    await using server = await startLoopback((asked, response) => {
      const { ids } = JSON.parse(asked.body) as { ids: string[] };
      const items = ids.map((id) => `{"id":"${id}","request":${request}}`).join(',');
      respond(response, 200, `{"items":[${items}],"count":${ids.length}}`);
    });
    const operations = Array.from({ length: 50 }, (_, index) => operation(`task-${index}`));
    const answers = await aProvider(server.url).check(operations, { signal, slot: turn });
    expect(answers).toEqual(operations.map(() => running));
  });
});
