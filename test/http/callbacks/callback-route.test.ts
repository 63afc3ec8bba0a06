import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jobId, teamId } from '../../../src/core/shared/domain/ids.ts';
import { createCallbackTokens } from '../../../src/http/callbacks/callback-tokens.ts';
import { createHttpServer } from '../../../src/http/server.ts';
import { silent } from '../../support/core.ts';

const tokens = createCallbackTokens('a secret');
// Longer than a named parameter of a route may be.
const job = { teamId: teamId(`slack:T1/${'x'.repeat(80)}`), jobId: jobId('job-1') };
const path = `/callbacks/crun/${tokens.make(job, 'crun')}`;

interface Received {
  readonly job: object;
  readonly provider: string;
  readonly body: unknown;
}
const received: Received[] = [];
let hearing: () => Promise<void> = () => Promise.resolve();
const never = () => Promise.reject(new Error('not asked for here'));

const app = createHttpServer({
  media: {
    links: { read: () => ({ status: 'forged' }) },
    files: { stat: never, read: never },
    now: () => new Date(),
  },
  unready: () => Promise.resolve([]),
  troubles: () => Promise.resolve([]),
  metrics: () => Promise.resolve(''),
  callbacks: {
    tokens,
    handle(named, provider, body) {
      received.push({ job: named, provider, body });
      return hearing();
    },
  },
  reach: { answerTo: () => null },
  mounts: [],
  logger: silent,
});
let base: string;

beforeAll(async () => {
  base = await app.listen({ port: 0, host: '127.0.0.1' });
});
beforeEach(() => {
  received.length = 0;
  hearing = () => Promise.resolve();
});
afterAll(() => app.close());

async function post(to: string, body: string, type: string | null = 'application/json') {
  const headers = type === null ? {} : { 'content-type': type };
  const response = await fetch(base + to, { method: 'POST', headers, body: Buffer.from(body) });
  return { status: response.status, text: await response.text() };
}

describe('a callback', () => {
  it('is heard with the job that its address names', async () => {
    expect(await post(path, '{"task_id":"t1"}')).toEqual({ status: 200, text: '{"ok":true}' });
    expect(received).toEqual([{ job, provider: 'crun', body: { task_id: 't1' } }]);
  });

  it.each([
    ['in gzip', gzipSync('{"task_id":12345678901234567891}'), 'gzip'],
    ['in deflate', deflateSync('{"task_id":12345678901234567891}'), 'deflate'],
    ['with a byte order mark', Buffer.from('\ufeff{"task_id":12345678901234567891}'), null],
  ])('is understood %s, to the last digit of its id', async (_, body, encoding) => {
    const headers = encoding === null ? {} : { 'content-encoding': encoding };
    const response = await fetch(base + path, { method: 'POST', headers, body });
    expect(response.status).toBe(200);
    expect(received).toEqual([
      { job, provider: 'crun', body: { task_id: '12345678901234567891' } },
    ]);
  });

  it('is heard as often as it comes', async () => {
    await Promise.all([1, 2, 3].map(() => post(path, '{}')));
    expect(received).toHaveLength(3);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'image/png', null])(
    'is read as JSON, whatever it is called: %s',
    async (type) => {
      expect((await post(path, '{"a":1}', type)).status).toBe(200);
      expect(received).toMatchObject([{ body: { a: 1 } }]);
    },
  );

  it.each(['', '{', 'task_id=t1', '\u0000', '[1,', 'undefined'])(
    'that says nothing readable is heard as nothing: %j',
    async (body) => {
      expect((await post(path, body)).status).toBe(200);
      expect(received).toMatchObject([{ body: null }]);
    },
  );

  it.each(['null', '1', '"text"', '[]', '{"__proto__":{"a":1}}'])(
    'may be any JSON: %s',
    async (body) => {
      expect((await post(path, body)).status).toBe(200);
      expect(received).toHaveLength(1);
    },
  );

  it('is answered only when it is written, and asked for again when it could not be', async () => {
    const written = Promise.withResolvers<undefined>();
    hearing = () => written.promise;
    let answered = false;
    const posting = post(path, '{}').then((it) => {
      answered = true;
      return it;
    });
    await expect.poll(() => received.length, { interval: 5 }).toBe(1);
    expect(answered).toBe(false);
    written.reject(new Error('the database is away'));
    expect((await posting).status).toBe(500);
  });
});

describe('nothing is heard', () => {
  const token = path.split('/').at(-1) ?? '';
  const other = tokens.make({ ...job, jobId: jobId('job-2') }, 'crun');

  it.each([
    ['of another provider', `/callbacks/acedata/${token}`],
    ['of no token', '/callbacks/crun/'],
    ['of no provider', '/callbacks'],
    ['of a token that is cut off', path.slice(0, -1)],
    ['of a token that was added to', `${path}A`],
    ['of a path behind the token', `${path}/more`],
    ['of a mixed one', `/callbacks/crun/${other.split('.')[0]}.${token.split('.')[1]}`],
    ['of a made up one', '/callbacks/crun/abc.def'],
    ['of a way out', '/callbacks/crun/%2e%2e%2fmedia'],
    ['of a long one', `/callbacks/crun/${'a'.repeat(5_000)}`],
  ])('%s', async (_, to) => {
    expect((await post(to, '{"task_id":"t1"}')).status).toBe(404);
    expect(received).toEqual([]);
  });

  it('of a path that cannot be read', async () => {
    expect((await post('/callbacks/crun/%zz', '{}')).status).toBe(400);
    expect(received).toEqual([]);
  });

  it('of what is only looked at', async () => {
    expect((await fetch(base + path)).status).toBe(404);
    expect(received).toEqual([]);
  });

  it('of more than anybody has to tell', async () => {
    const sized = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes - 11) });
    expect((await post(path, sized(256_001))).status).toBe(413);
    expect(received).toEqual([]);
    expect((await post(path, sized(256_000))).status).toBe(200);
  });
});
