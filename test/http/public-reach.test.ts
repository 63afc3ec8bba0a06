import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicReach } from '../../src/http/public-reach.ts';
import { createReach, registerReachRoute } from '../../src/http/public-reach.ts';
import { closedUrl, respond, startLoopback } from '../providers/loopback.ts';

const OURS = createReach('a secret that all processes of the service have');
const THEIRS = createReach('the secret of somebody else');
const { signal } = new AbortController();

const app = fastify();
let url: string;
beforeAll(async () => {
  registerReachRoute(app, OURS);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

async function askOf(status: number, body: string): Promise<PublicReach> {
  await using server = await startLoopback((_, response) => {
    respond(response, status, body);
  });
  return await OURS.ask(server.url, signal);
}

describe('an address', () => {
  it('reaches the service that is asked for, by whichever of its processes', async () => {
    expect(await OURS.ask(url, signal)).toEqual({ status: 'reached' });
    const another = createReach('a secret that all processes of the service have');
    expect(await another.ask(url, signal)).toEqual({ status: 'reached' });
  });

  it('reaches it by a redirect, as one to https, and with a path before it', async () => {
    await using front = await startLoopback(({ target }, response) => {
      response.writeHead(301, { location: `${url}${target.replace('/videos', '')}` }).end();
    });
    expect(await OURS.ask(`${front.url}/videos`, signal)).toEqual({ status: 'reached' });
  });

  it('of another Showrunner is not that of this one', async () => {
    expect(await THEIRS.ask(url, signal)).toEqual({ status: 'stranger', httpStatus: 200 });
  });

  it.each([
    [200, ''],
    [200, 'x'.repeat(43)],
    [200, 'x'.repeat(5_000_000)],
    [404, 'Not found'],
    [502, 'Bad gateway'],
  ])('that answers %i with something else leads elsewhere', async (httpStatus, body) => {
    expect(await askOf(httpStatus, body)).toEqual({ status: 'stranger', httpStatus });
  });

  it('that repeats what it is asked leads elsewhere', async () => {
    await using echo = await startLoopback(({ target }, response) => {
      respond(response, 200, target.split('/').at(-1) ?? '');
    });
    expect(await OURS.ask(echo.url, signal)).toEqual({ status: 'stranger', httpStatus: 200 });
  });

  it('where nobody listens is silent, and says how', async () => {
    expect(await OURS.ask(await closedUrl(), signal)).toEqual({
      status: 'silent',
      why: 'ECONNREFUSED',
    });
    const unknown = 'https://showrunner.invalid';
    expect(await OURS.ask(unknown, signal)).toMatchObject({ status: 'silent' });
    const stopped = await OURS.ask(url, AbortSignal.abort());
    expect(stopped).toMatchObject({ status: 'silent' });
  });
});

it('answers nothing but a nonce', async () => {
  for (const nonce of ['', 'short', 'x'.repeat(23), 'x'.repeat(21) + '%2f', '..']) {
    const response = await fetch(`${url}/media/reach/${nonce}`);
    expect(response.status, nonce).toBe(404);
  }
});
