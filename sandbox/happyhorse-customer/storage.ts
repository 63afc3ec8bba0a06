// Where reference media is put and results are got: links that say for how long they are good.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBytes } from '../provider/body.ts';
import type { Answer } from '../provider/answer.ts';
import type { PresignBody, UploadKind, UploadPlace } from './presign-request.ts';

export interface Upload {
  readonly key: string;
  readonly userId: string;
  readonly kind: UploadKind;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** The last moment at which it may be uploaded. */
  readonly expiresAt: number;
  /** Null as long as nothing was uploaded. */
  readonly data: Buffer | null;
}

export interface StorageOptions {
  readonly now: () => number;
  readonly uploadLinkMs: number;
  /** Told of what the real one would let pass or answer without saying what is wrong. */
  readonly onViolation: (what: string) => void;
}

export function createStorage(options: StorageOptions) {
  const { now } = options;
  const secret = randomBytes(32);
  const uploads = new Map<string, Upload>();

  function presign(userId: string, body: PresignBody, place: UploadPlace): Upload {
    const { kind, contentType, sizeBytes } = body;
    const upload: Upload = {
      key: `${place.folder}/${userId}/${randomUUID()}.${place.ending}`,
      userId,
      kind,
      contentType,
      sizeBytes,
      expiresAt: now() + options.uploadLinkMs,
      data: null,
    };
    uploads.set(upload.key, upload);
    return upload;
  }

  function signature(...parts: readonly (string | number)[]): string {
    return createHmac('sha256', secret).update(parts.join('\n')).digest('hex');
  }

  /** The path and query of the place to which the bytes are to be put. */
  function uploadPath({ key, expiresAt, contentType, sizeBytes }: Upload): string {
    const sign = signature(key, expiresAt, contentType, sizeBytes);
    return `/storage/${key}?expires=${expiresAt}&signature=${sign}`;
  }

  /** Type and length are part of what was signed, so others do not match. */
  async function put(request: IncomingMessage, target: URL): Promise<Answer> {
    const key = target.pathname.replace('/storage/', '');
    const { headers } = request;
    const upload = uploads.get(key);
    if (upload === undefined || target.pathname + target.search !== uploadPath(upload)) {
      return storageError(403, 'SignatureDoesNotMatch', 'The signature is not of this request.');
    }
    if (now() > upload.expiresAt) {
      return storageError(403, 'AccessDenied', 'Request has expired');
    }
    if (headers.authorization !== undefined) {
      options.onViolation('The API key was sent to the storage.');
      return storageError(400, 'InvalidArgument', 'Only one auth mechanism is allowed.');
    }
    if (headers['content-length'] === undefined) {
      return storageError(411, 'MissingContentLength', 'Content-Length must be sent.');
    }
    const isAsSigned =
      headers['content-type'] === upload.contentType &&
      Number(headers['content-length']) === upload.sizeBytes;
    if (!isAsSigned) {
      return storageError(403, 'SignatureDoesNotMatch', 'Another type or length was signed.');
    }
    const data = await readBytes(request, upload.sizeBytes);
    uploads.set(key, { ...upload, data });
    return { status: 200, headers: { etag: `"${signature(key)}"` }, body: '' };
  }

  function serveUpload(response: ServerResponse, key: string): Answer | null {
    const upload = uploads.get(key);
    if (upload?.data == null) return storageError(404, 'NoSuchKey', 'There is no such file.');
    response.writeHead(200, { 'content-type': upload.contentType }).end(upload.data);
    return null;
  }

  return { uploads: uploads as ReadonlyMap<string, Upload>, presign, uploadPath, put, serveUpload };
}

export function storageError(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}
