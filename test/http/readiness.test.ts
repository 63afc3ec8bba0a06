import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { msg } from '../../src/core/messages/domain/message.ts';
import type { KnownFailure } from '../../src/core/providers/domain/operator-alerts.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { createLinkSigner } from '../../src/media/storage/links.ts';
import { silent } from '../support/core.ts';

let reasons: readonly string[] = [];
let known: readonly KnownFailure[] = [];
const now = () => new Date();
const app = createHttpServer({
  media: {
    links: createLinkSigner({ secret: 's', publicUrl: null, now }),
    files: { stat: () => Promise.resolve(null), read: () => Promise.reject(new Error('none')) },
    now,
  },
  unready: () => Promise.resolve(reasons),
  troubles: () => Promise.resolve(known),
  metrics: () => Promise.resolve(''),
  callbacks: { tokens: { read: () => null }, handle: () => Promise.resolve() },
  reach: { answerTo: () => null },
  mounts: [],
  logger: silent,
});
let base: string;
beforeAll(async () => {
  base = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app.close());

async function readiness() {
  const answer = await fetch(`${base}/readyz`);
  return { code: answer.status, body: await answer.json() };
}

describe('the path that says whether the service is ready', () => {
  it('is ready where nothing is wrong', async () => {
    expect(await readiness()).toEqual({ code: 200, body: { status: 'ready' } });
  });

  it('is ready though a provider has trouble, and names it', async () => {
    const since = new Date('2026-11-30T12:00:00Z');
    known = [{ problem: msg('providers.key-refused', { provider: 'A' }), since }];
    const trouble = { problem: "A refused the service's key", since: since.toISOString() };
    const body = { status: 'ready', troubles: [trouble] };
    expect(await readiness()).toEqual({ code: 200, body });
  });

  it('is not ready with a reason, whatever else is wrong', async () => {
    reasons = ['the database does not answer'];
    expect(await readiness()).toEqual({ code: 503, body: { status: 'not ready', reasons } });
  });
});
