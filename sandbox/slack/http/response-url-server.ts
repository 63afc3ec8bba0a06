import { isObject, type JsonObject } from '../../shared/json.ts';
import { SlackError } from '../errors.ts';
import type { HttpAnswer, HttpRequest } from './http-request.ts';
import { respond } from './respond.ts';

/** A post to a response_url. It needs no token, works five times, and for half an hour. */
export function answerResponseUrl({ world, url, bytes, call, note }: HttpRequest): HttpAnswer {
  const known = world.responseUrls.find(url.pathname);
  const failed = (error: string, reason: string, status = 404): HttpAnswer => {
    note(reason, error);
    return { status, body: { ok: false, error } };
  };
  if (known === undefined) return failed('invalid_url', 'no such response_url');
  call.workspaceId = known.workspaceId;
  const { responseUrlMs, responseUrlUses } = world.limits;
  if (world.now() - known.issuedAt > responseUrlMs) {
    return failed('expired_url', 'the response_url was no longer good');
  }
  if (known.uses >= responseUrlUses) {
    return failed('used_url', `the response_url was used more than ${responseUrlUses} times`);
  }
  const body = parse(bytes);
  if (body === null) return failed('invalid_payload', 'the body is not a JSON object', 400);
  call.args = body;
  known.uses += 1;
  try {
    respond(world, known, body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    if (error.brokenRule !== undefined) note(error.brokenRule, error.code);
    return { status: 400, body: { ok: false, error: error.code, ...error.extra } };
  }
  return { status: 200, body: { ok: true } };
}

function parse(bytes: Buffer): JsonObject | null {
  try {
    const read: unknown = JSON.parse(bytes.toString());
    return isObject(read) ? read : null;
  } catch {
    return null;
  }
}
