import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';

import { isJson, readText } from '../provider/body.ts';
import { refusal } from './errors.ts';
import type { Refusal } from './errors.ts';

export type Parsed<body> = { readonly ok: true; readonly body: body } | Refusal;

export async function readJson<body>(
  request: IncomingMessage,
  schema: z.ZodType<body>,
): Promise<Parsed<body>> {
  if (!isJson(request)) return invalid('Content-Type must be application/json');
  const text = await readText(request);
  if (text === null) return invalid('it is too large');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return invalid('it is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, body: parsed.data };
  const [issue] = parsed.error.issues;
  return invalid(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function invalid(why: string): Refusal {
  return refusal('invalid_input', `Request body is invalid: ${why}`);
}
