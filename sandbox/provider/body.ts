import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';

const MOST_TEXT_BYTES = 1024 * 1024;

/** Null when there are more bytes than that; they are read all the same, so that an answer can be sent. */
export async function readBytes(
  request: IncomingMessage,
  mostBytes: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer;
    bytes += part.length;
    if (bytes <= mostBytes) chunks.push(part);
  }
  return bytes > mostBytes ? null : Buffer.concat(chunks);
}

/** Null when it is larger than any request has reason to be. */
async function readText(request: IncomingMessage): Promise<string | null> {
  return (await readBytes(request, MOST_TEXT_BYTES))?.toString('utf8') ?? null;
}

export type ReadJson =
  | { readonly ok: true; readonly json: unknown; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** What every provider asks of a body before it looks at its fields. */
export async function readJson(request: IncomingMessage): Promise<ReadJson> {
  if (!isJson(request)) return { ok: false, message: 'Content-Type must be application/json' };
  const text = await readText(request);
  if (text === null) return { ok: false, message: 'The body is too large' };
  try {
    return { ok: true, json: JSON.parse(text), text };
  } catch {
    return { ok: false, message: 'The body is not JSON' };
  }
}

export type Parsed<body> =
  | { readonly ok: true; readonly body: body }
  | { readonly ok: false; readonly path: readonly PropertyKey[]; readonly message: string };

/** Told of is the first problem, or the first of the field that is looked at before the others. */
export function parseBody<body>(
  schema: z.ZodType<body>,
  json: unknown,
  firstField?: string,
): Parsed<body> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, body: parsed.data };
  const { issues } = parsed.error;
  const issue = issues.find(({ path }) => path[0] === firstField) ?? issues[0];
  const path = issue?.path ?? [];
  return { ok: false, path, message: `${path.join('.')}: ${issue?.message ?? 'invalid'}` };
}

function isJson(request: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}
