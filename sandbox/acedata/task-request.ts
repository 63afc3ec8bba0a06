// What POST /happyhorse/tasks accepts.
import { z } from 'zod';

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

export function parseTaskQuery(text: string): ParsedQuery {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, message: 'The body is not JSON.' };
  }
  const parsed = querySchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'invalid'}` };
  }
  const { action = 'retrieve', id = '', ids = [] } = parsed.data;
  const own = action === 'retrieve' ? 'id' : 'ids';
  const unknownFields = Object.keys(parsed.data).filter(
    (field) => field !== 'action' && field !== own,
  );
  if (action === 'retrieve') return { ok: true, query: { action, ids: [id] }, unknownFields };
  return { ok: true, query: { action, ids }, unknownFields };
}
