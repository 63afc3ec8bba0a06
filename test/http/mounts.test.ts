import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http/server.ts';
import { createLinkSigner } from '../../src/media/storage/links.ts';
import { silent } from '../support/core.ts';

const now = () => new Date();
const app = createHttpServer({
  media: {
    links: createLinkSigner({ secret: 's', publicUrl: null, now }),
    files: { stat: () => Promise.resolve(null), read: () => Promise.reject(new Error('none')) },
    now,
  },
  unready: () => Promise.resolve([]),
  troubles: () => Promise.resolve([]),
  metrics: () => Promise.resolve(''),
  callbacks: { tokens: { read: () => null }, handle: () => Promise.resolve() },
  reach: { answerTo: () => null },
  mounts: [
    {
      paths: ['/chat/events', '/chat/install'],
      handle(request, response) {
        const hash = createHmac('sha256', 'k');
        request.on('data', (chunk: Buffer) => hash.update(chunk));
        request.on('end', () => response.end(`${request.url ?? ''} ${hash.digest('hex')}`));
      },
    },
  ],
  logger: silent,
});
let base: string;
beforeAll(async () => {
  base = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

it('goes on after a connection that could not be taken', async () => {
  app.server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }));
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
});

describe('a mounted path', () => {
  it.each(['application/json', 'application/x-www-form-urlencoded', 'text/odd'])(
    'hands every byte of a %s body to its owner',
    async (type) => {
      const body = '{"a": 1,\u00e9 broken';
      const answer = await fetch(`${base}/chat/events?x=1`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      const weeklyReport = createHmac('sha256', 'k').update(body).digest('hex');
      expect(await answer.text()).toBe(`/chat/events?x=1 ${weeklyReport}`);
    },
  );

  it('is asked for pages too, and leaves the other paths alone', async () => {
    expect(await (await fetch(`${base}/chat/install`)).text()).toMatch(/^\/chat\/install /);
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${base}/chat/other`)).status).toBe(404);
  });
});
