// A loopback server that speaks S3 to a real client: one account, one bucket, path-style addresses.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Fault } from '../provider/faults.ts';
import { startProviderServer, unknownRoute } from '../provider/server.ts';
import type { Answer } from '../provider/answer.ts';
import type { SeenRequest } from '../provider/server.ts';
import { s3Error } from './answers.ts';
import { createObjects, type S3Object } from './objects.ts';
import { checkSignature, type S3Account } from './signature.ts';

/** Amazon has them; Backblaze B2 and other storages refuse every request with one. */
const CHECKSUMS = /^x-amz-(?:checksum-|sdk-checksum-|trailer$)/;

export interface S3EmulatorOptions extends S3Account {
  readonly bucket: string;
  /** The clock that dates what is stored. Signatures are checked against the real time. */
  readonly now?: () => number;
  readonly port?: number;
  /** How many keys one page of a list has. */
  readonly pageSize?: number;
}

export interface S3Emulator extends AsyncDisposable {
  readonly url: string;
  readonly objects: ReadonlyMap<string, S3Object>;
  readonly requests: readonly SeenRequest[];
  readonly failNext: (fault: Fault) => void;
  /** As somebody else would, past the API. */
  readonly place: (key: string, content: string) => void;
}

export async function createS3Emulator(options: S3EmulatorOptions): Promise<S3Emulator> {
  const { bucket, now = Date.now, pageSize = 1000 } = options;
  const store = createObjects(now);

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const signature = checkSignature(request, options, Date.now());
    if (signature.status === 'bad') return refuse(request, response, signature);
    const unsupported = Object.keys(request.headers).find((it) => CHECKSUMS.test(it));
    if (unsupported !== undefined) {
      const message = `Unsupported header '${unsupported}' received for this API call.`;
      return refuse(request, response, { code: 'InvalidArgument', message });
    }
    const [, name = '', ...rest] = target.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (name !== bucket) {
      return refuse(request, response, {
        code: 'NoSuchBucket',
        message: 'The specified bucket does not exist',
      });
    }
    if (key === '') {
      const lists = request.method === 'GET' && target.searchParams.get('list-type') === '2';
      if (lists) return store.list(bucket, target.searchParams, pageSize);
      return request.method === 'HEAD' ? { status: 200, body: '' } : unknownRoute(request, target);
    }
    switch (request.method) {
      case 'PUT':
        return request.headers['x-amz-copy-source'] === undefined
          ? await store.put(request, key, signature.payloadHash)
          : store.copy(request, bucket, key);
      case 'GET':
      case 'HEAD':
        return store.get(request, response, key);
      case 'DELETE':
        return store.remove(key);
      default:
        return unknownRoute(request, target);
    }
  }

  const server = await startProviderServer({
    name: 'S3',
    now,
    ...(options.port === undefined ? {} : { port: options.port }),
    internalError: (message) => s3Error('InternalError', message),
    route,
  });
  return {
    url: server.url,
    objects: store.objects,
    requests: server.requests,
    failNext: server.failNext,
    place: (key, content) => {
      const data = Buffer.from(content);
      store.objects.set(key, { data, contentType: 'text/plain', lastModified: new Date(now()) });
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { code, message }: { readonly code: string; readonly message: string },
): Answer | null {
  const answer = s3Error(code, message);
  if (request.method !== 'HEAD') return answer;
  response.writeHead(answer.status).end();
  return null;
}
