// The storage behind crun: where inputs are put and results are got, by links that expire.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import { serveResult as serveFile, withoutTold } from '../provider/links.ts';
import type { ResultFile } from '../provider/renders.ts';
import { createSigner, createUploads } from '../provider/uploads.ts';
import type { Upload } from '../provider/uploads.ts';

export interface FileOptions {
  readonly now: () => number;
  readonly uploadLinkMs: number;
  readonly resultLinkMs: number;
  readonly mostUploadBytes: number;
  readonly onViolation: (what: string) => void;
}

export function createFiles(options: FileOptions) {
  const { now } = options;
  const sign = createSigner();
  const { uploads, ...storage } = createUploads<Upload>({
    now,
    uploadLinkMs: options.uploadLinkMs,
    folder: '/upload/',
    keyHeaders: ['x-api-key', 'authorization'],
    keyRefusal: null,
    refusals: {
      signature: { status: 403, body: 'SignatureDoesNotMatch' },
      expired: { status: 403, body: 'Request has expired' },
      length: { status: 411, body: 'MissingContentLength' },
      'other-file': { status: 403, body: 'SignatureDoesNotMatch: another type was signed' },
      size: { status: 413, body: 'EntityTooLarge' },
    },
    mostBytes: () => options.mostUploadBytes,
    onKeySent() {
      options.onViolation('The API key was sent to the storage');
    },
  });

  /** The place of a new file: where its bytes go, and where they are to be read afterwards. */
  function presign(contentType: string, ending: string): { put: string; get: string } {
    const key = `uploads/${randomUUID()}${ending}`;
    const upload = storage.presign((unused) => ({ key, contentType, ...unused }));
    return { put: storage.pathOf(upload), get: `/files/${key}` };
  }

  /** What was uploaded to an address of ours; null when it is somebody else's or nothing is there. */
  function read(path: string): Upload | null {
    const file = uploads.get(path.replace('/files/', ''));
    return file?.data == null ? null : file;
  }

  function resultPath(taskId: string, finishedAt: number): string {
    const expires = finishedAt + options.resultLinkMs;
    return `/results/${taskId}.mp4?expires=${expires}&sign=${sign(taskId, expires)}`;
  }

  /** Null when the response has been dealt with already. */
  function serveResult(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
    result: ResultFile & { readonly taskId: string },
  ): Answer | null {
    const path = resultPath(result.taskId, result.finishedAt);
    const { pathname, search } = withoutTold(target);
    if (pathname + search !== path) return { status: 403, body: 'Wrong signature' };
    if (now() >= result.finishedAt + options.resultLinkMs) {
      return { status: 403, body: 'The link has expired' };
    }
    serveFile(request, response, { ...result, target, now: now() });
    return null;
  }

  return { uploads, presign, put: storage.put, read, resultPath, serveResult };
}

export type Files = ReturnType<typeof createFiles>;
