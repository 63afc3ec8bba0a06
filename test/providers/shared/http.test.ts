import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import {
  createProviderHttp,
  retryAfterMs,
  TransportError,
} from '../../../src/providers/shared/http.ts';
import type { ProviderHttpOptions, ProviderRequest } from '../../../src/providers/shared/http.ts';
import { patience } from '../../support/patience.ts';
import { closedUrl, respond, startLoopback, startRawServer, turn } from '../loopback.ts';

const KEY = 'sk-live/0123456789';
const NOW = new Date('2026-11-22T12:00:00Z');

function httpTo(baseUrl: string, options: Partial<ProviderHttpOptions> = {}) {
  return createProviderHttp({
    provider: 'some-provider',
    baseUrl,
    headers: { authorization: `Bearer ${KEY}` },
    timeoutMs: 2_000,
    clock: { now: () => NOW },
    ...options,
  });
}

const ask = (request: Partial<ProviderRequest> = {}): ProviderRequest => ({
  method: 'GET',
  path: '/status',
  slot: turn,
  signal: new AbortController().signal,
  ...request,
});

const create = (request: Partial<ProviderRequest> = {}): ProviderRequest =>
  ask({ method: 'POST', path: '/create', body: { prompt: 'a horse' }, ...request });

async function failureOf(promise: Promise<unknown>): Promise<TransportError> {
  const outcome: unknown = await promise.then(
    () => 'answered',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(TransportError);
  return outcome as TransportError;
}

describe('a call to a provider', () => {
  it('carries its JSON, its query and its key below the base address', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 201, { ok: true }, { 'x-request-id': 'r1' });
    });
    const http = httpTo(`${server.url}/gateway/`);
    const answer = await http.request(create({ query: { task_id: 'a b&c' } }));
    expect(answer).toMatchObject({ httpStatus: 201, json: { ok: true }, text: '{"ok":true}' });
    expect(answer.headers['x-request-id']).toBe('r1');
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        target: '/gateway/create?task_id=a+b%26c',
        body: '{"prompt":"a horse"}',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      },
    ]);
  });

  it('has no body where it asks', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, {});
    });
    await httpTo(server.url).request(ask());
    expect(server.requests[0]).toMatchObject({ method: 'GET', body: '' });
    expect(server.requests[0]?.headers).not.toHaveProperty('content-type');
  });

  it('does not follow a redirect, so the key stays at home', async () => {
    await using elsewhere = await startLoopback((_, response) => {
      respond(response, 200, { stolen: true });
    });
    await using server = await startLoopback((_, response) => {
      respond(response, 307, '', { location: `${elsewhere.url}/create` });
    });
    const answer = httpTo(server.url).request(create());
    await expect(answer).rejects.toMatchObject({
      name: 'ProviderError',
      code: 'redirected',
      provider: 'some-provider',
      detail: `${server.url}/create redirects to ${elsewhere.url}/create`,
    });
    expect(elsewhere.requests).toEqual([]);
  });

  it('keeps no cookies', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, {}, { 'set-cookie': 'session=1' });
    });
    const http = httpTo(server.url);
    await http.request(ask());
    await http.request(ask());
    expect(server.requests[1]?.headers).not.toHaveProperty('cookie');
  });

  it('has a connection of its own for each create, and a kept one for questions', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, {});
    });
    const http = httpTo(server.url);
    for (let round = 0; round < 6; round += 1) await http.request(ask());
    const forQuestions = server.connections();
    expect(forQuestions).toBeLessThan(6);
    for (let round = 0; round < 6; round += 1) await http.request(create());
    expect(server.connections()).toBe(forQuestions + 6);
  });

  it('reads a body of a mebibyte and nothing of what is over it', async () => {
    const whole = JSON.stringify('x'.repeat(1024 * 1024 - 2));
    await using server = await startLoopback((request, response) => {
      respond(response, 200, request.target === '/fits' ? whole : `${whole} `);
    });
    const http = httpTo(server.url);
    expect((await http.request(ask({ path: '/fits' }))).json).toHaveLength(1024 * 1024 - 2);
    const over = await http.request(ask({ path: '/over' }));
    expect(over).toMatchObject({ httpStatus: 200, json: null, text: '' });
  });

  it.each(['<html>', '', '{"half":', '\u0000'])('has no JSON in %j', async (body) => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, body);
    });
    expect(await httpTo(server.url).request(ask())).toMatchObject({ json: null, text: body });
  });
});

describe('a call that was certainly not sent', () => {
  it.each([
    ['nobody listens', () => closedUrl()],
    ['the name is not known', () => Promise.resolve('http://no-such-host.invalid')],
  ])('is told as such when %s', async (_, address) => {
    const error = await failureOf(httpTo(await address()).request(create()));
    expect(error).toMatchObject({ sent: 'no', code: 'unreachable', provider: 'some-provider' });
  });

  it('is told as such when TLS does not come about', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, {});
    });
    const http = httpTo(`https://127.0.0.1:${server.port}`);
    expect(await failureOf(http.request(create()))).toMatchObject({ sent: 'no' });
    expect(server.requests).toEqual([]);
  });

  it('is told as such when the connection does not come about in time', async () => {
    // Accepts, and never answers the TLS greeting.
    await using server = await startRawServer(() => undefined);
    const http = httpTo(`https://127.0.0.1:${server.port}`, { timeoutMs: 100 });
    expect(await failureOf(http.request(create()))).toMatchObject({ sent: 'no', code: 'timeout' });
  });

  it('is told as such when connecting alone takes too long', async () => {
    await using server = await startRawServer(() => undefined);
    const dispatcher = new Agent({ connect: { timeout: 50 } });
    const http = httpTo(`https://127.0.0.1:${server.port}`, { timeoutMs: 5_000, dispatcher });
    expect(await failureOf(http.request(create()))).toMatchObject({ sent: 'no', code: 'timeout' });
  });

  it('is given up at once when it is stopped while connecting', async () => {
    await using server = await startRawServer(() => undefined);
    const stop = new AbortController();
    const pending = failureOf(
      httpTo(`https://127.0.0.1:${server.port}`).request(create({ signal: stop.signal })),
    );
    await sleep(50);
    const stoppedAt = performance.now();
    stop.abort();
    expect(await pending).toMatchObject({ sent: 'no', code: 'unreachable' });
    expect(performance.now() - stoppedAt).toBeLessThan(patience(500));
  });

  it('stays unsent when the connection comes about after it was stopped', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, {});
    });
    const stop = new AbortController();
    const pending = failureOf(httpTo(server.url).request(create({ signal: stop.signal })));
    stop.abort();
    expect(await pending).toMatchObject({ sent: 'no' });
    await sleep(100);
    expect(server.requests).toEqual([]);
  });

  it('is told as such when it was stopped before it began', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, {});
    });
    const http = httpTo(server.url);
    const error = await failureOf(http.request(create({ signal: AbortSignal.abort() })));
    expect(error).toMatchObject({ sent: 'no' });
    expect(server.connections()).toBe(0);
  });
});

describe('a call that may have been sent', () => {
  it.each([
    ['cut without an answer', ''],
    ['cut within the headers', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['cut within the body', 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"code":'],
    ['answered with something that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ])('is told as such when it is %s', async (_, bytes) => {
    await using server = await startRawServer((socket) => {
      socket.once('data', () => socket.end(bytes));
    });
    const error = await failureOf(httpTo(server.url).request(create()));
    expect(error).toMatchObject({ sent: 'maybe', code: 'unreachable' });
  });

  it('is told as such when the connection is reset', async () => {
    await using server = await startRawServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const error = await failureOf(httpTo(server.url).request(create()));
    expect(error).toMatchObject({ sent: 'maybe', code: 'unreachable' });
  });

  it.each([
    ['headers', ''],
    ['body', 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{'],
  ])('is given up when it waits too long for the %s', async (_, bytes) => {
    await using server = await startRawServer((socket) => {
      socket.once('data', () => socket.write(bytes));
    });
    const error = await failureOf(httpTo(server.url, { timeoutMs: 150 }).request(create()));
    expect(error).toMatchObject({ sent: 'maybe', code: 'timeout' });
  });

  it('is given up when the body trickles in for longer than the whole may take', async () => {
    await using server = await startLoopback((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    const error = await failureOf(httpTo(server.url, { timeoutMs: 150 }).request(create()));
    expect(error).toMatchObject({ sent: 'maybe', code: 'timeout' });
  });

  it('is answered when the body is slow and still in time', async () => {
    await using server = await startLoopback((_, response) => {
      response.writeHead(200);
      response.write('{"code"');
      setTimeout(() => response.end(':200}'), 100);
    });
    const answer = await httpTo(server.url).request(create());
    expect(answer.json).toEqual({ code: 200 });
  });

  it('is told as such when it is stopped after it was sent', async () => {
    const stop = new AbortController();
    await using server = await startLoopback(() => {
      stop.abort();
    });
    const error = await failureOf(httpTo(server.url).request(create({ signal: stop.signal })));
    expect(error).toMatchObject({ sent: 'maybe', code: 'unreachable' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('the key', () => {
  it('is hidden in an answer that repeats it, escaped or not', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 401, `{"message":"bad key ${KEY.replace('/', '\\/')}","again":"${KEY}"}`);
    });
    const answer = await httpTo(server.url).request(ask());
    expect(answer.json).toEqual({ message: 'bad key [hidden]', again: '[hidden]' });
    expect(answer.text).not.toContain(KEY);
  });

  it('stands nowhere in a failure, however deep one looks', async () => {
    await using server = await startRawServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    for (const url of [server.url, await closedUrl()]) {
      const error = await failureOf(httpTo(url).request(create({ query: { task_id: 'secret' } })));
      const seen = `${inspect(error, { depth: 20, showHidden: true })} ${error.stack ?? ''}`;
      expect(seen).not.toContain(KEY);
      expect(error.message).not.toContain('secret');
      expect(error).toBeInstanceOf(ProviderError);
    }
  });
});

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['1.5', 1_500],
    ['0', 1_000],
    ['600', 600_000],
    ['601', 600_000],
    ['99999999999', 600_000],
    ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 1_000],
    ['Sun, 22 Nov 2026 18:00:00 GMT', 600_000],
    ['-5', null],
    ['soon', null],
    ['Someday, perhaps', null],
    ['', null],
  ])('%j means %j ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });

  it('says nothing when it is absent', async () => {
    await using server = await startLoopback((request, response) => {
      respond(response, 429, {}, request.target === '/with' ? { 'retry-after': '3' } : {});
    });
    const http = httpTo(server.url);
    expect((await http.request(ask({ path: '/with' }))).retryAfterMs).toBe(3_000);
    expect((await http.request(ask({ path: '/without' }))).retryAfterMs).toBeNull();
  });
});
