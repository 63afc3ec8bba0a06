import { createHash } from 'node:crypto';
import type { ClientBase, QueryResult } from 'pg';
import type { Rendered } from './render.ts';
import type { Rows } from './statements.ts';
import { troubleOf } from './trouble.ts';

/**
 * Sends a statement and waits for its rows. Prepared, it is parsed once for each connection and
 * mostly planned once.
 * @throws {DatabaseError | ConnectionTrouble}
 */
export async function send<row extends object>(
  connection: ClientBase,
  { text, values, several = false, byPlace = false }: Rendered,
  prepared: boolean,
): Promise<Rows<row>> {
  const name = prepared && !several ? nameOf(text) : null;
  const config = {
    text,
    values: [...values],
    ...(name === null ? {} : { name }),
    ...(byPlace ? { rowMode: 'array' } : {}),
  };
  const { rows, rowCount } = lastOf(await answered(connection.query<row>(config)));
  count(rows, rowCount ?? 0);
  return rows;
}

/**
 * Sends what begins or ends a transaction.
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

/** Several statements have several results, which the driver's types do not know. */
function lastOf<row extends object>(told: QueryResult<row> | QueryResult<row>[]): QueryResult<row> {
  const last = Array.isArray(told) ? told.at(-1) : told;
  if (last === undefined) throw new Error('A statement had no result');
  return last;
}

/** Not to be seen where rows are compared or written as JSON. */
export function count<row>(rows: row[], value: number): asserts rows is row[] & { count: number } {
  Object.defineProperty(rows, 'count', { value });
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
