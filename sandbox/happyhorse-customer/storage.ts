// Where reference media is put and results are got: links that say for how long they are good.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import { createUploads } from '../provider/uploads.ts';
import type { Upload as SignedUpload } from '../provider/uploads.ts';
import type { PresignBody, UploadKind, UploadPlace } from './presign-request.ts';

export interface Upload extends SignedUpload {
  readonly userId: string;
  readonly kind: UploadKind;
  readonly sizeBytes: number;
}

export interface StorageOptions {
  readonly now: () => number;
  readonly uploadLinkMs: number;
  /** Told of what the real one would let pass or answer without saying what is wrong. */
  readonly onViolation: (what: string) => void;
}

export function createStorage(options: StorageOptions) {
  const { uploads, ...storage } = createUploads<Upload>({
    now: options.now,
    uploadLinkMs: options.uploadLinkMs,
    folder: '/storage/',
    keyHeaders: ['authorization'],
    keyRefusal: storageError(400, 'InvalidArgument', 'Only one auth mechanism is allowed.'),
    refusals: {
      signature: mismatch('The signature is not of this request.'),
      expired: storageError(403, 'AccessDenied', 'Request has expired'),
      length: storageError(411, 'MissingContentLength', 'Content-Length must be sent.'),
      'other-file': mismatch('Another type or length was signed.'),
      size: storageError(413, 'EntityTooLarge', 'More bytes came than were signed.'),
    },
    onKeySent() {
      options.onViolation('The API key was sent to the storage.');
    },
    mostBytes: ({ sizeBytes }) => sizeBytes,
    isOfLength: ({ sizeBytes }, bytes) => bytes === sizeBytes,
  });

  function presign(userId: string, body: PresignBody, place: UploadPlace): Upload {
    const key = `${place.folder}/${userId}/${randomUUID()}.${place.ending}`;
    return storage.presign((unused) => ({ key, userId, ...body, ...unused }));
  }

  function serveUpload(response: ServerResponse, key: string): Answer | null {
    const upload = uploads.get(key);
    if (upload?.data == null) return storageError(404, 'NoSuchKey', 'There is no such file.');
    response.writeHead(200, { 'content-type': upload.contentType }).end(upload.data);
    return null;
  }

  return { uploads, presign, uploadPath: storage.pathOf, put: storage.put, serveUpload };
}

function mismatch(message: string): Answer {
  return storageError(403, 'SignatureDoesNotMatch', message);
}

export function storageError(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}
