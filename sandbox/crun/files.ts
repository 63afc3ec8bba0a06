// The storage behind crun: where inputs are put and results are got, by links that expire.
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBytes } from '../provider/body.ts';
import { serveResult as serveFile, withoutTold } from '../provider/links.ts';
import type { ResultFile } from '../provider/renders.ts';
import type { Answer } from '../provider/answer.ts';

export interface UploadedFile {
  readonly key: string;
  readonly contentType: string;
  readonly expiresAt: number;
  /** Null as long as nothing was uploaded. */
  readonly data: Buffer | null;
}

export interface FileOptions {
  readonly now: () => number;
  readonly uploadLinkMs: number;
  readonly resultLinkMs: number;
  readonly mostUploadBytes: number;
  readonly onViolation: (what: string) => void;
}

export function createFiles(options: FileOptions) {
  const { now } = options;
  const secret = randomBytes(32);
  const uploads = new Map<string, UploadedFile>();

  function signature(...parts: readonly (string | number)[]): string {
    return createHmac('sha256', secret).update(parts.join('\n')).digest('hex');
  }

  function uploadPath({ key, expiresAt, contentType }: UploadedFile): string {
    return `/upload/${key}?expires=${expiresAt}&sign=${signature('put', key, expiresAt, contentType)}`;
  }

  /** The place of a new file: where its bytes go, and where they are to be read afterwards. */
  function presign(contentType: string, ending: string): { put: string; get: string } {
    const key = `uploads/${randomUUID()}${ending}`;
    const file = { key, contentType, expiresAt: now() + options.uploadLinkMs, data: null };
    uploads.set(key, file);
    return { put: uploadPath(file), get: `/files/${key}` };
  }

  /** The type is part of what was signed, so another one does not match. */
  async function put(request: IncomingMessage, target: URL): Promise<Answer> {
    const { headers } = request;
    const file = uploads.get(target.pathname.replace('/upload/', ''));
    if (file === undefined || target.pathname + target.search !== uploadPath(file)) {
      return { status: 403, body: 'SignatureDoesNotMatch' };
    }
    if (now() > file.expiresAt) return { status: 403, body: 'Request has expired' };
    if (headers['x-api-key'] !== undefined || headers.authorization !== undefined) {
      options.onViolation('The API key was sent to the storage');
    }
    if (headers['content-length'] === undefined)
      return { status: 411, body: 'MissingContentLength' };
    if (headers['content-type'] !== file.contentType) {
      return { status: 403, body: 'SignatureDoesNotMatch: another type was signed' };
    }
    const data = await readBytes(request, options.mostUploadBytes);
    if (data === null) return { status: 413, body: 'EntityTooLarge' };
    uploads.set(file.key, { ...file, data });
    return { status: 200, body: '' };
  }

  /** What was uploaded to an address of ours; null when it is somebody else's or nothing is there. */
  function read(path: string): UploadedFile | null {
    const file = uploads.get(path.replace('/files/', ''));
    return file?.data == null ? null : file;
  }

  function resultPath(taskId: string, finishedAt: number): string {
    const expires = finishedAt + options.resultLinkMs;
    const sign = signature('get', taskId, expires);
    return `/results/${taskId}.mp4?expires=${expires}&sign=${sign}`;
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

  return {
    uploads: uploads as ReadonlyMap<string, UploadedFile>,
    presign,
    put,
    read,
    resultPath,
    serveResult,
  };
}

export type Files = ReturnType<typeof createFiles>;
