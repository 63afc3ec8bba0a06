import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';

import { parseBody, readJson } from '../provider/body.ts';
import { refusal } from './errors.ts';
import type { Refusal } from './errors.ts';

export type Parsed<body> = { readonly ok: true; readonly body: body } | Refusal;

export async function readBody<body>(
  request: IncomingMessage,
  schema: z.ZodType<body>,
): Promise<Parsed<body>> {
  const read = await readJson(request);
  const parsed = read.ok ? parseBody(schema, read.json) : read;
  if (parsed.ok) return parsed;
  return refusal('invalid_input', `Request body is invalid: ${parsed.message}`);
}
