import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createBucket, openS3 } from '../../../src/media/storage/s3-bucket.ts';

interface Sent {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What would be sent to a storage, signed and all. */
async function sent(endpoint: string): Promise<Sent> {
  const access = { region: 'auto', accessKey: 'AK', secretKey: 'secret' };
  const client = openS3({ ...access, bucket: 'media-one', endpoint });
  const { promise, resolve } = Promise.withResolvers<Sent>();
  client.middlewareStack.add(
    () => (args) => {
      resolve(args.request as Sent);
      const response = { statusCode: 200, headers: {}, body: Readable.from([]) };
      return Promise.resolve({ output: { $metadata: {} }, response });
    },
    { step: 'deserialize', priority: 'low' },
  );
  await createBucket(client, 'media-one').put('files/a.mp4', {
    open: () => Promise.resolve(Readable.from(['hello'])),
    bytes: 5,
    contentType: 'video/mp4',
    hash: createHash('sha256').update('hello').digest('hex'),
  });
  client.destroy();
  return promise;
}

describe('an upload', () => {
  it('has the hash of its content signed, and no checksum beside it', async () => {
    const { headers } = await sent('https://storage.test');
    const names = Object.keys(headers).map((it) => it.toLowerCase());
    expect(headers['x-amz-content-sha256']).toBe(
      createHash('sha256').update('hello').digest('hex'),
    );
    expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-amz-content-sha256/);
    expect(names.filter((it) => /checksum|trailer|content-encoding/.test(it))).toEqual([]);
    expect(headers['content-length']).toBe('5');
  });

  it('names the bucket in the path', async () => {
    expect(await sent('https://storage.test:9000')).toMatchObject({
      hostname: 'storage.test',
      port: 9000,
      path: '/media-one/files/a.mp4',
    });
  });

  it('names it in the host where the endpoint does', async () => {
    expect(await sent('https://media-one.storage.test:9000')).toMatchObject({
      hostname: 'media-one.storage.test',
      port: 9000,
      path: '/files/a.mp4',
    });
  });
});
