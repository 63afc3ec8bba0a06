import type { UploadApi } from '../shared/http-provider.ts';
import { NOT_THERE, TOO_LARGE, UNREACHABLE, uploadedTo } from '../shared/uploads.ts';
import type { UploadsOptions } from '../shared/uploads.ts';
import { readPresignAnswer } from './answers.ts';
import { presignRequest } from './wire.ts';

/** An upload link is short-lived: one that has expired is asked for once more. */
const ATTEMPTS = 2;

/** Puts a file into their storage, where it is known by a key. */
export function sendTo({ http, putFile, development }: UploadApi): UploadsOptions['send'] {
  return async (media, { open, slot, signal }) => {
    await using file = await open(media).catch(() => null);
    if (file === null) return NOT_THERE;
    const body = presignRequest(media, file.bytes);
    if (body === null) return TOO_LARGE;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const given = readPresignAnswer(
        await http.request({ method: 'POST', path: '/api/v1/uploads/presign', body, slot, signal }),
        development,
      );
      if (given.status !== 'given') return given;
      const { uploadUrl: url, key } = given;
      const headers = { 'content-type': body.contentType };
      const put = await putFile({ url, path: file.path, bytes: file.bytes, headers, signal });
      if (put.httpStatus !== 403) return uploadedTo(key, put);
    }
    return UNREACHABLE;
  };
}
