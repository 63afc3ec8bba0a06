import { isReadable } from '../files.ts';
import type { HttpAnswer, HttpRequest } from './http-request.ts';
import { reaches } from '../organisations.ts';

/**
 * What lies behind url_private. Whoever shows no good token is not refused but led to a login page,
 * with a 200: an app that does not look takes it for the file.
 */
export function serveFile({ world, request, url, call, note }: HttpRequest): HttpAnswer {
  const [workspaceId = '', id = ''] = (url.pathname.split('/')[2] ?? '').split('-');
  const file = world.files.get(id);
  call.workspaceId = workspaceId;
  const value = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = value === undefined ? undefined : world.tokens.get(value);
  call.token = value ?? null;
  const problem =
    value === undefined
      ? 'a file was asked for without a token'
      : token === undefined || !reaches(world, token, workspaceId)
        ? 'a file was asked for with a token of somewhere else'
        : !token.scopes.has('files:read')
          ? 'a file was asked for without the scope files:read'
          : null;
  if (problem !== null) {
    note(problem);
    return LOGIN_PAGE;
  }
  const expired = token !== undefined && token.expiresAt !== null && world.now() >= token.expiresAt;
  if (token?.state !== 'valid' || expired) return LOGIN_PAGE;
  if (file === undefined || file.deleted || !isReadable(world, file, workspaceId)) {
    return { status: 404, body: '<!doctype html><title>File not found</title>' };
  }
  return { status: 200, headers: { 'Content-Type': file.mimetype }, body: file.bytes };
}

const LOGIN_PAGE: HttpAnswer = {
  status: 200,
  body: '<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>',
};
