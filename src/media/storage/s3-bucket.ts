import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { ByteRange } from './media-files.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
const UPLOAD_TIMEOUT_MS = 15 * 60_000;
const TRIES = 3;
const PAUSE_MS = 200;

export interface S3Access {
  /** With the bucket before its host, or without it. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export function openS3({ endpoint, bucket, region, accessKey, secretKey }: S3Access): S3Client {
  return new S3Client({
    ...addressing(endpoint, bucket),
    region,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    // Checksums in headers or trailers, the default, are more than many of them understand.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: TRIES,
    // No limit on silence: a player that pauses leaves its connection, and so ours, alone for minutes.
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, socketTimeout: 0 },
  });
}

/** Most storages know buckets in the path; the few that do not have a host for each bucket. */
function addressing(
  endpoint: string,
  bucket: string,
): { readonly endpoint: string; readonly forcePathStyle: boolean } {
  const url = new URL(endpoint);
  const own = `${bucket.toLowerCase()}.`;
  if (!url.host.startsWith(own)) return { endpoint, forcePathStyle: true };
  // The client puts it there again.
  url.host = url.host.slice(own.length);
  return { endpoint: url.href, forcePathStyle: false };
}

export interface Uploadable {
  /** Opens it, anew for every attempt. @throws when it is gone */
  readonly open: () => Promise<Readable>;
  readonly bytes: number;
  /** SHA-256 in hex: the storage checks what arrives. */
  readonly hash: string;
  readonly contentType: string;
}

/** The few things that are done with a bucket. What is not there is null or false, never thrown. */
export interface S3Bucket {
  head(place: string): Promise<{ readonly bytes: number; readonly modified: Date } | null>;
  get(place: string, range?: ByteRange): Promise<Readable | null>;
  getText(place: string): Promise<string | null>;
  put(place: string, file: Uploadable): Promise<void>;
  putText(place: string, text: string, contentType: string): Promise<void>;
  /** Gives it today's date. */
  renew(place: string, contentType: string): Promise<boolean>;
  delete(place: string): Promise<void>;
  list(prefix: string): AsyncIterable<{ readonly place: string; readonly modified: Date }>;
}

export function createBucket(client: S3Client, name: string): S3Bucket {
  const at = (place: string): { Bucket: string; Key: string } => ({ Bucket: name, Key: place });

  return {
    async head(place) {
      const found = await answered((options) =>
        client.send(new HeadObjectCommand(at(place)), options),
      );
      if (!found) return null;
      const { ContentLength: bytes, LastModified: modified } = found;
      if (bytes === undefined || !modified) throw new Error(`no length or date of ${place}`);
      return { bytes, modified };
    },

    async get(place, range) {
      const part = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
      const found = await answered((options) =>
        client.send(new GetObjectCommand({ ...at(place), ...part }), options),
      );
      if (!found) return null;
      if (!(found.Body instanceof Readable)) throw new Error(`no content of ${place}`);
      return found.Body;
    },

    async getText(place) {
      const found = await answered((options) =>
        client.send(new GetObjectCommand(at(place)), options),
      );
      return (await found?.Body?.transformToString('utf8')) ?? null;
    },

    async put(place, { open, bytes, hash, contentType }) {
      await retried(async () => {
        const body = await open();
        // It may fail before anybody reads it; whoever does hears of it all the same.
        body.on('error', () => undefined);
        try {
          const upload = new PutObjectCommand({
            ...at(place),
            Body: body,
            ContentLength: bytes,
            ContentType: contentType,
          });
          // Part of the signature itself, so that every storage checks it; several refuse a
          // checksum in a header of its own.
          upload.middlewareStack.add(
            (next) => (args) => {
              if (hasHeaders(args.request)) args.request.headers['x-amz-content-sha256'] = hash;
              return next(args);
            },
            { step: 'build', name: 'signContent' },
          );
          await client.send(upload, { abortSignal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS) });
        } finally {
          body.destroy();
        }
      });
    },

    async putText(place, text, contentType) {
      const body = { Body: text, ContentType: contentType };
      await answered((options) =>
        client.send(new PutObjectCommand({ ...at(place), ...body }), options),
      );
    },

    async renew(place, contentType) {
      const renewed = await answered((options) =>
        client.send(
          new CopyObjectCommand({
            ...at(place),
            CopySource: `${name}/${place.split('/').map(encodeURIComponent).join('/')}`,
            MetadataDirective: 'REPLACE',
            ContentType: contentType,
          }),
          options,
        ),
      );
      return renewed !== null;
    },

    async delete(place) {
      await answered((options) => client.send(new DeleteObjectCommand(at(place)), options));
    },

    async *list(prefix) {
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket: name,
          Prefix: prefix,
          ContinuationToken: token,
        });
        const page = await answered((options) => client.send(command, options));
        if (!page) return;
        for (const { Key: place, LastModified: modified } of page.Contents ?? []) {
          if (place !== undefined && modified) yield { place, modified };
        }
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
    },
  };
}

export type BucketTried =
  | { readonly status: 'works' }
  | {
      readonly status: 'refused';
      readonly setting: 'BUCKET' | 'REGION' | 'ACCESS_KEY' | 'SECRET_KEY';
      readonly why: string;
    }
  | { readonly status: 'unreachable'; readonly error: unknown };

/** Asks for a list of nothing much, which tells most of what can be set up wrongly. */
export async function tryBucket(client: S3Client, name: string): Promise<BucketTried> {
  const command = new ListObjectsV2Command({ Bucket: name, MaxKeys: 1 });
  try {
    await answered((options) => client.send(command, options));
    return { status: 'works' };
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (!(error instanceof Error) || status === undefined || status >= 500 || status === 429) {
      return { status: 'unreachable', error };
    }
    return { status: 'refused', setting: SETTINGS[error.name] ?? 'ACCESS_KEY', why: error.name };
  }
}

/** Which setting it is that an error of S3 speaks of. */
const SETTINGS: Readonly<Record<string, Extract<BucketTried, { status: 'refused' }>['setting']>> = {
  NoSuchBucket: 'BUCKET',
  PermanentRedirect: 'REGION',
  AuthorizationHeaderMalformed: 'REGION',
  InvalidAccessKeyId: 'ACCESS_KEY',
  SignatureDoesNotMatch: 'SECRET_KEY',
};

/** The client itself does not repeat what it streamed: the stream is spent. */
async function retried(send: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await send();
      return;
    } catch (error) {
      const answered = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : null;
      const final = answered != null && answered < 500 && answered !== 429 && answered !== 408;
      if (final || attempt === TRIES) throw error;
      await sleep(PAUSE_MS * 2 ** attempt);
    }
  }
}

function hasHeaders(request: unknown): request is { readonly headers: Record<string, string> } {
  return (
    typeof request === 'object' &&
    request !== null &&
    'headers' in request &&
    typeof request.headers === 'object'
  );
}

/** Waits for an answer, but not for ever; null where there is no such object. */
async function answered<answer>(
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<answer>,
): Promise<answer | null> {
  // Not a timeout signal: what is streamed after the answer may take its time.
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort(new Error(`the storage did not answer within ${ANSWER_TIMEOUT_MS} ms`));
  }, ANSWER_TIMEOUT_MS);
  try {
    return await send({ abortSignal: stop.signal });
  } catch (error) {
    const missing =
      error instanceof S3ServiceException && ['NoSuchKey', 'NotFound'].includes(error.name);
    if (missing) return null;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
