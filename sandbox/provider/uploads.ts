// A storage to which files are put by presigned links, each held to what was signed.
import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { Answer } from './answer.ts';
import { readBytes } from './body.ts';

export interface Upload {
  readonly key: string;
  readonly contentType: string;
  /** The last moment at which it may be uploaded. */
  readonly expiresAt: number;
  /** Null as long as nothing was uploaded. */
  readonly data: Buffer | null;
}

export type UploadRefusal = 'signature' | 'expired' | 'length' | 'other-file' | 'size';

export interface UploadOptions<upload extends Upload> {
  readonly now: () => number;
  readonly uploadLinkMs: number;
  /** What the path of a link begins with, before the key. */
  readonly folder: string;
  /** The headers in which the API key must not be sent to the storage. */
  readonly keyHeaders: readonly string[];
  /** Null where the real one would let that pass. */
  readonly keyRefusal: Answer | null;
  readonly refusals: Readonly<Record<UploadRefusal, Answer>>;
  /** Told of it, since whoever sends it is not told clearly. */
  onKeySent(): void;
  mostBytes(upload: upload): number;
  /** Whether just so many bytes were announced, where the length is signed as well as the type. */
  isOfLength?(upload: upload, bytes: number): boolean;
}

export function createSigner() {
  const secret = randomBytes(32);
  return (...parts: readonly (string | number)[]): string =>
    createHmac('sha256', secret).update(parts.join('\n')).digest('hex');
}

export function createUploads<upload extends Upload>(options: UploadOptions<upload>) {
  const { now, folder, refusals } = options;
  const sign = createSigner();
  const uploads = new Map<string, upload>();

  /** The path and query of the place to which the bytes are to be put. */
  function pathOf({ key, expiresAt, contentType }: upload): string {
    return `${folder}${key}?expires=${expiresAt}&signature=${sign(key, expiresAt, contentType)}`;
  }

  function refusalOf(request: IncomingMessage, target: URL, upload: upload): Answer | null {
    const { headers } = request;
    if (target.pathname + target.search !== pathOf(upload)) return refusals.signature;
    if (now() > upload.expiresAt) return refusals.expired;
    if (options.keyHeaders.some((name) => headers[name] !== undefined)) {
      options.onKeySent();
      if (options.keyRefusal !== null) return options.keyRefusal;
    }
    const length = headers['content-length'];
    if (length === undefined) return refusals.length;
    const isAsSigned =
      headers['content-type'] === upload.contentType &&
      options.isOfLength?.(upload, Number(length)) !== false;
    return isAsSigned ? null : refusals['other-file'];
  }

  async function put(request: IncomingMessage, target: URL): Promise<Answer> {
    const upload = uploads.get(target.pathname.replace(folder, ''));
    if (upload === undefined) return refusals.signature;
    const refusal = refusalOf(request, target, upload);
    if (refusal !== null) return refusal;
    const data = await readBytes(request, options.mostBytes(upload));
    if (data === null) return refusals.size;
    uploads.set(upload.key, { ...upload, data });
    return { status: 200, headers: { etag: `"${sign(upload.key)}"` }, body: '' };
  }

  return {
    uploads: uploads as ReadonlyMap<string, upload>,
    pathOf,
    presign(make: (unused: Pick<Upload, 'expiresAt' | 'data'>) => upload): upload {
      const upload = make({ expiresAt: now() + options.uploadLinkMs, data: null });
      uploads.set(upload.key, upload);
      return upload;
    },
    put,
  };
}
