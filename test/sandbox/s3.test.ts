import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createS3Emulator, type S3Emulator } from '../../sandbox/s3/emulator.ts';
import { openS3, tryBucket } from '../../src/media/storage/s3-bucket.ts';

const account = {
  bucket: 'media',
  region: 'eu-test-1',
  accessKey: 'AKTEST',
  secretKey: 'a/secret+key=',
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

let s3: S3Emulator;

beforeEach(async () => {
  s3 = await createS3Emulator({ ...account, pageSize: 2 });
});

afterEach(async () => {
  await s3[Symbol.asyncDispose]();
});

interface Call {
  readonly path?: string;
  readonly query?: string;
  readonly body?: string;
  readonly at?: Date;
  readonly headers?: Readonly<Record<string, string>>;
  readonly changed?: Readonly<Record<string, string>>;
  readonly secretKey?: string;
}

/** A request signed by the book, without the SDK. */
async function call(method: string, options: Call = {}): Promise<Response> {
  const { path = '/media/a/b.txt', query = '', body = '', at = new Date() } = options;
  const date = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = date.slice(0, 8);
  const headers: Record<string, string> = {
    host: new URL(s3.url).host,
    'x-amz-content-sha256': sha256(body),
    'x-amz-date': date,
    ...options.headers,
  };
  const names = Object.keys(headers).toSorted();
  const canonical = [
    method,
    path,
    query,
    ...names.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const scope = `${day}/${account.region}/s3/aws4_request`;
  const key = [account.region, 's3', 'aws4_request'].reduce<Buffer>(
    (made, part) => hmac(made, part),
    hmac(`AWS4${options.secretKey ?? account.secretKey}`, day),
  );
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signature = hmac(key, text).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${account.accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return await fetch(`${s3.url}${path}${query && `?${query}`}`, {
    method,
    headers: { ...headers, authorization, ...options.changed },
    ...(method === 'PUT' ? { body } : {}),
  });
}

async function refusal(answer: Promise<Response>): Promise<[number, string | undefined]> {
  const { status, ...response } = await answer.then(async (it) => ({
    status: it.status,
    text: await it.text(),
  }));
  return [status, /<Code>(\w+)<\/Code>/.exec(response.text)?.[1]];
}

describe('the S3 emulator', () => {
  it('keeps what was put and gives it back, whole and in part', async () => {
    const put = await call('PUT', { body: 'hello', headers: { 'content-type': 'text/plain' } });
    expect(put.status).toBe(200);
    const got = await call('GET');
    expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([
      200,
      'text/plain',
      'hello',
    ]);
    const part = await call('GET', { headers: { range: 'bytes=1-2' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 1-2/5',
      'el',
    ]);
    expect(await refusal(call('GET', { headers: { range: 'bytes=5-9' } }))).toEqual([
      416,
      'InvalidRange',
    ]);
    expect((await call('HEAD')).headers.get('content-length')).toBe('5');
    expect((await call('DELETE')).status).toBe(204);
    expect(await refusal(call('GET'))).toEqual([404, 'NoSuchKey']);
    expect((await call('HEAD')).status).toBe(404);
  });

  it.each([
    ['another secret', { secretKey: 'another' }, 403, 'SignatureDoesNotMatch'],
    ['no signature', { changed: { authorization: '' } }, 403, 'AccessDenied'],
    ['a path that was not signed', { changed: { 'x-amz-date': '20000101T000000Z' } }, 403, null],
    ['a header that was not signed', { changed: { 'x-amz-acl': 'public' } }, 403, 'AccessDenied'],
    ['an old request', { at: new Date(Date.now() - 20 * 60_000) }, 403, 'RequestTimeTooSkewed'],
    ['another bucket', { path: '/others/a.txt' }, 404, 'NoSuchBucket'],
  ] as const)('refuses %s', async (_what, options, status, code) => {
    const [found, why] = await refusal(call('GET', options));
    expect(found).toBe(status);
    if (code !== null) expect(why).toBe(code);
  });

  it('refuses content that is not what was announced', async () => {
    const other = { 'x-amz-content-sha256': sha256('other') };
    expect(await refusal(call('PUT', { body: 'hello', headers: other }))).toEqual([
      400,
      'XAmzContentSHA256Mismatch',
    ]);
    expect(s3.objects.size).toBe(0);
  });

  it.each(['x-amz-checksum-sha256', 'x-amz-checksum-mode', 'x-amz-sdk-checksum-algorithm'])(
    'refuses %s, as not every storage knows it',
    async (name) => {
      const headers = { [name]: 'SHA256' };
      expect(await refusal(call('PUT', { body: 'hello', headers }))).toEqual([
        ...[400, 'InvalidArgument'],
      ]);
      expect(s3.objects.size).toBe(0);
    },
  );

  it('lists page by page, and copies onto itself only to change something', async () => {
    for (const name of ['c', 'a', 'b']) s3.place(`x/${name}`, name);
    s3.place('y', 'y');
    const list = (query: string) => call('GET', { path: '/media/', query }).then((it) => it.text());
    const first = await list('list-type=2&prefix=x%2F');
    expect([...first.matchAll(/<Key>([^<]+)/g)].map((it) => it[1])).toEqual(['x/a', 'x/b']);
    expect(first).toContain('<IsTruncated>true');
    const second = await list('continuation-token=x%2Fb&list-type=2&prefix=x%2F');
    expect([...second.matchAll(/<Key>([^<]+)/g)].map((it) => it[1])).toEqual(['x/c']);
    const copy = { path: '/media/y', headers: { 'x-amz-copy-source': 'media/y' } };
    expect(await refusal(call('PUT', copy))).toEqual([400, 'InvalidRequest']);
  });

  it('has no route that nobody documented', async () => {
    expect((await call('POST')).status).toBe(501);
  });
});

describe('a storage that is set up wrongly', () => {
  it.each([
    [{}, 'media', { status: 'works' }],
    [{}, 'other', { status: 'refused', setting: 'BUCKET' }],
    [{ region: 'elsewhere' }, 'media', { status: 'refused', setting: 'REGION' }],
    [{ accessKey: 'AKOTHER' }, 'media', { status: 'refused', setting: 'ACCESS_KEY' }],
    [{ secretKey: 'wrong' }, 'media', { status: 'refused', setting: 'SECRET_KEY' }],
  ])('is told apart: %j %s', async (changed, bucket, expected) => {
    const client = openS3({ ...account, endpoint: s3.url, ...changed });
    expect(await tryBucket(client, bucket)).toMatchObject(expected);
    client.destroy();
  });

  it('is not confused with one that is out of order', async () => {
    const client = openS3({ ...account, endpoint: s3.url });
    s3.failNext({ path: '/media', kind: 'status', status: 503, times: 3 });
    expect(await tryBucket(client, 'media')).toMatchObject({ status: 'unreachable' });
    client.destroy();
    const nowhere = openS3({ ...account, endpoint: 'http://127.0.0.1:1' });
    expect(await tryBucket(nowhere, 'media')).toMatchObject({ status: 'unreachable' });
    nowhere.destroy();
  });
});
