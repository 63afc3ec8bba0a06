import { randomBytes } from 'node:crypto';
import { refused } from '../errors.ts';
import { endingOf } from '../files.ts';
import type { HttpAnswer, HttpRequest } from './http-request.ts';
import { readForm } from './multipart.ts';
import type { Upload, WorkspaceRecord, World } from '../world.ts';

const IMAGES = ['gif', 'heic', 'jpeg', 'jpg', 'png', 'webp'];

/** What an admin's settings and the plan allow. @throws {SlackError} they do not */
export function checkMayUpload(workspace: WorkspaceRecord, name: string, length: number): void {
  const { settings } = workspace;
  const ending = endingOf(name);
  if (settings.fileUploads === 'none') throw refused('file_uploads_disabled');
  if (settings.fileUploads === 'images-only' && !IMAGES.includes(ending)) {
    throw refused('file_uploads_except_images_disabled');
  }
  if (settings.forbiddenFileTypes.includes(ending)) throw refused('file_type_not_allowed');
  if (length > settings.maxFileBytes) throw refused('file_upload_size_restricted');
  if (length > settings.storageBytesLeft) throw refused('storage_limit_reached');
}

export function openUpload(
  world: World,
  upload: Pick<Upload, 'workspaceId' | 'name' | 'length'>,
): { readonly url: string; readonly fileId: string } {
  const secret = randomBytes(16).toString('hex');
  const fileId = world.ids.next('F');
  world.uploads.set(secret, { ...upload, fileId, bytes: null, completed: false });
  return { url: `${world.address.http}/upload/v1/${secret}`, fileId };
}

/** The bytes, plain or as the one file of a form. */
export function receiveUpload(it: HttpRequest): HttpAnswer {
  const { world, request, url, note, call } = it;
  const upload = world.uploads.get(url.pathname.split('/').at(-1) ?? '');
  if (request.method !== 'POST') return { status: 405, body: 'Method not allowed' };
  if (upload === undefined || upload.completed) {
    note('posted to an upload address that is none, or is used up');
    return { status: 404, body: 'Not found' };
  }
  call.workspaceId = upload.workspaceId;
  const bytes = bytesOf(it);
  if (bytes.length !== upload.length) {
    note(`${bytes.length} bytes were uploaded, ${upload.length} were announced`);
    return { status: 400, body: 'Length mismatch' };
  }
  upload.bytes = bytes;
  return { status: 200, body: `OK - ${bytes.length}` };
}

function bytesOf({ request, bytes }: HttpRequest): Buffer {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return bytes;
  const parts = readForm(type, bytes);
  return (parts.find((it) => it.filename !== null) ?? parts[0])?.content ?? Buffer.alloc(0);
}
