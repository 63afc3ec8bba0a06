// What lies in a bucket, and what can be done with it.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBytes } from '../provider/body.ts';
import type { Answer } from '../provider/answer.ts';
import { escape, s3Error, xml } from './answers.ts';

export interface S3Object {
  readonly data: Buffer;
  readonly contentType: string;
  readonly lastModified: Date;
}

const MOST_BYTES = 256 * 1024 * 1024;

export function createObjects(now: () => number) {
  const objects = new Map<string, S3Object>();
  const dateNow = (): Date => new Date(now());

  async function put(request: IncomingMessage, key: string, payloadHash: string): Promise<Answer> {
    const { headers } = request;
    if (headers['content-length'] === undefined) {
      return s3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
    }
    const data = await readBytes(request, MOST_BYTES);
    if (data === null) return s3Error('InvalidRequest', 'Too large for this emulator.');
    const hash = createHash('sha256').update(data).digest();
    if (payloadHash !== 'UNSIGNED-PAYLOAD' && payloadHash !== hash.toString('hex')) {
      return s3Error('XAmzContentSHA256Mismatch', 'The provided hash is not that of the content.');
    }
    const contentType = headers['content-type'] ?? 'binary/octet-stream';
    const stored = { data, contentType, lastModified: dateNow() };
    objects.set(key, stored);
    return { status: 200, headers: { etag: etagOf(stored) }, body: '' };
  }

  /** Only onto itself, which is how a date is made new. */
  function copy({ headers }: IncomingMessage, bucket: string, key: string): Answer {
    const source = decodeURIComponent(String(headers['x-amz-copy-source'])).replace(/^\//, '');
    const found = objects.get(key);
    if (source !== `${bucket}/${key}` || found === undefined) {
      return s3Error('NoSuchKey', 'The specified key does not exist.');
    }
    if (headers['x-amz-metadata-directive'] !== 'REPLACE') {
      return s3Error('InvalidRequest', 'This copy request is illegal: nothing would change.');
    }
    const contentType = headers['content-type'] ?? 'binary/octet-stream';
    const stored = { data: found.data, contentType, lastModified: dateNow() };
    objects.set(key, stored);
    const date = stored.lastModified.toISOString();
    return xml(
      200,
      `<CopyObjectResult><LastModified>${date}</LastModified><ETag>${etagOf(stored)}</ETag></CopyObjectResult>`,
    );
  }

  /** Null: answered already. */
  function get(request: IncomingMessage, response: ServerResponse, key: string): Answer | null {
    const head = request.method === 'HEAD';
    const found = objects.get(key);
    if (found === undefined) {
      if (!head) return s3Error('NoSuchKey', 'The specified key does not exist.');
      // An answer to HEAD has no body that could say what is wrong.
      response.writeHead(404).end();
      return null;
    }
    const { data, contentType, lastModified } = found;
    const range = readRange(request.headers.range, data.length);
    if (range === 'unsatisfiable') {
      return s3Error('InvalidRange', 'The requested range is not satisfiable');
    }
    const { start, end } = range ?? { start: 0, end: data.length - 1 };
    response.writeHead(range ? 206 : 200, {
      'content-type': contentType,
      'content-length': end - start + 1,
      'last-modified': lastModified.toUTCString(),
      'accept-ranges': 'bytes',
      etag: etagOf(found),
      ...(range ? { 'content-range': `bytes ${start}-${end}/${data.length}` } : {}),
    });
    response.end(head ? undefined : data.subarray(start, end + 1));
    return null;
  }

  function remove(key: string): Answer {
    objects.delete(key);
    return { status: 204, body: '' };
  }

  function list(bucket: string, query: URLSearchParams, pageSize: number): Answer {
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const most = Math.min(pageSize, Number(query.get('max-keys') ?? 1000));
    const keys = [...objects.keys()]
      .filter((key) => key.startsWith(prefix) && key > after)
      .toSorted();
    const page = keys.slice(0, most);
    const more = keys.length > page.length;
    const contents = page.map((key) => {
      const found = objects.get(key)!;
      const date = found.lastModified.toISOString();
      return `<Contents><Key>${escape(key)}</Key><LastModified>${date}</LastModified><Size>${found.data.length}</Size></Contents>`;
    });
    const next = more
      ? `<NextContinuationToken>${escape(page.at(-1)!)}</NextContinuationToken>`
      : '';
    return xml(
      200,
      `<ListBucketResult><Name>${bucket}</Name><Prefix>${escape(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    );
  }

  return { objects, put, copy, get, remove, list };
}

function etagOf({ data }: S3Object): string {
  return `"${createHash('md5').update(data).digest('hex')}"`;
}

function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined) return null;
  const start = Number(first);
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
