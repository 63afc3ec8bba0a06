import type { IncomingMessage } from 'node:http';
import { isObject, type JsonObject } from '../../shared/json.ts';
import { broken } from '../errors.ts';
import { readForm } from './multipart.ts';

export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The arguments of a call, from its query and its body. */
export function readArguments(request: IncomingMessage, url: URL, bytes: Buffer): JsonObject {
  const args: JsonObject = Object.fromEntries(url.searchParams);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return args;
  if (type.startsWith('application/json')) return { ...args, ...readJson(bytes) };
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return { ...args, ...Object.fromEntries(new URLSearchParams(bytes.toString())) };
  }
  if (type.startsWith('multipart/form-data')) {
    for (const part of readForm(type, bytes)) {
      if (part.filename === null) args[part.name] = part.content.toString();
    }
    return args;
  }
  throw broken('invalid_post_type', `content type ${type === '' ? 'missing' : type}`);
}

function readJson(bytes: Buffer): JsonObject {
  try {
    const read: unknown = JSON.parse(bytes.toString());
    if (isObject(read)) return read;
  } catch {
    throw broken('invalid_json', 'the body is not JSON');
  }
  throw broken('json_not_object', 'the body is not a JSON object');
}
