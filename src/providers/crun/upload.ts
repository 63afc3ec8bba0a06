import type { InputRef } from '../../core/media/domain/media.ts';
import type { UploadApi } from '../shared/http-provider.ts';
import { NOT_THERE, uploadedTo } from '../shared/uploads.ts';
import type { UploadsOptions } from '../shared/uploads.ts';
import { readUploadAnswer } from './answers.ts';

/** Puts a file into crun's storage, where it is known by its address. */
export function sendTo({ http, putFile, development }: UploadApi): UploadsOptions['send'] {
  return async (media, { open, slot, signal }) => {
    const type = media.contentType;
    const query = { content_type: type, ext: ENDINGS[type] };
    const path = '/api/v1/client/files/upload-url';
    const answer = await http.request({ method: 'GET', path, query, slot, signal });
    const links = readUploadAnswer(answer, development);
    if (links.status !== 'given') return links;
    await using file = await open(media).catch(() => null);
    if (file === null) return NOT_THERE;
    const { path: from, bytes } = file;
    const headers = { 'content-type': type };
    const put = await putFile({ url: links.put, path: from, bytes, headers, signal });
    return uploadedTo(links.get, put);
  };
}

const ENDINGS = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'audio/mpeg': '.mp3',
  'audio/wav': '.wav',
  'audio/webm': '.weba',
} as const satisfies Record<InputRef['contentType'], string>;
