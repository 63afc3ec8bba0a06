import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Query, Result } from './statements.ts';
import { troubleOf } from './trouble.ts';

/**
 * Sends a statement and waits for its rows. Prepared, it is parsed once for each connection and
 * mostly planned once.
 * @throws {DatabaseError | ConnectionTrouble}
 */
export async function send(
  connection: ClientBase,
  { text, values }: Query,
  prepared: boolean,
): Promise<Result> {
  const name = prepared ? nameOf(text) : null;
  const query = { text, values: [...values], rowMode: 'array' } as const;
  const { fields, rows, rowCount } = await answered(
    connection.query<unknown[]>(name === null ? query : { ...query, name }),
  );
  return { columns: fields.map((it) => it.name), rows, count: rowCount ?? 0 };
}

/**
 * Sends a text of any number of statements, such as what begins or ends a transaction.
 * @returns the server's word for what it did
 */
export async function control(connection: ClientBase, text: string): Promise<string> {
  return (await answered(connection.query(text))).command;
}

async function answered<result>(query: Promise<result>): Promise<result> {
  try {
    return await query;
  } catch (error) {
    throw troubleOf(error);
  }
}

/** More than there are statements in the service; each keeps its plan in the server's memory. */
const MOST_NAMES = 1_000;
const names = new Map<string, string>();

/**
 * By its text and nothing else, so that the same name is never another statement, whichever process
 * used the session before.
 */
function nameOf(text: string): string | null {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMES) return known ?? null;
  const name = createHash('sha256').update(text).digest('base64url');
  names.set(text, name);
  return name;
}
