// What POST /happyhorse/tasks accepts.
import { z } from 'zod';

import { parseBody } from '../provider/body.ts';

/** The server's own limit is not documented; the provider's own tools ask for no more. */
const MOST_IDS = 50;

const querySchema = z
  .looseObject({
    action: z.enum(['retrieve', 'retrieve_batch']).optional(),
    id: z.string().min(1).optional(),
    ids: z.array(z.string().min(1)).max(MOST_IDS).optional(),
  })
  .superRefine((query, context) => {
    const isBatch = query.action === 'retrieve_batch';
    if (isBatch && query.ids === undefined) {
      context.addIssue({ code: 'custom', path: ['ids'], message: 'is required' });
    }
    if (!isBatch && query.id === undefined) {
      context.addIssue({ code: 'custom', path: ['id'], message: 'is required' });
    }
  });

export type TaskQuery =
  | { readonly action: 'retrieve'; readonly ids: readonly [string] }
  | { readonly action: 'retrieve_batch'; readonly ids: readonly string[] };

export type ParsedQuery =
  | { readonly ok: true; readonly query: TaskQuery; readonly unknownFields: readonly string[] }
  | { readonly ok: false; readonly message: string };

export function parseTaskQuery(json: unknown): ParsedQuery {
  const parsed = parseBody(querySchema, json);
  if (!parsed.ok) return parsed;
  const { action = 'retrieve', id = '', ids = [] } = parsed.body;
  const own = action === 'retrieve' ? 'id' : 'ids';
  const unknownFields = Object.keys(parsed.body).filter(
    (field) => field !== 'action' && field !== own,
  );
  if (action === 'retrieve') return { ok: true, query: { action, ids: [id] }, unknownFields };
  return { ok: true, query: { action, ids }, unknownFields };
}
