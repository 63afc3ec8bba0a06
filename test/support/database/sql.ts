import { escapeIdentifier } from 'pg';
import { connect as open } from '../../../src/db/connection/connection.ts';
import type { Sql as Pool, Statements as Taking } from '../../../src/db/connection/connection.ts';
import type { Query, Value } from '../../../src/db/connection/statements.ts';
import type { TransactionOptions } from '../../../src/db/connection/transaction.ts';

type Row = Readonly<Record<string, unknown>>;
type Rows<row> = readonly row[] & { readonly count: number };

/** It is run when it is waited for, and once; put into another one it is a part of that. */
interface Statement<row> extends Promise<Rows<row>>, Fragment {}

/** Whatever takes statements of the product, and of tests as the tag of a template. */
export interface Statements extends Taking {
  <rows extends readonly object[] = Row[]>(
    texts: TemplateStringsArray,
    ...parts: readonly Part[]
  ): Statement<rows[number]>;
  /** Names of columns or tables, for a statement. */
  (names: string | readonly string[]): Identifiers;
  /** A piece of SQL as it is. */
  raw(text: string): Fragment;
}

export interface Sql extends Statements, Pool {
  begin<result>(run: (tx: Statements) => Promise<result>): Promise<result>;
  begin<result>(
    options: TransactionOptions,
    run: (tx: Statements) => Promise<result>,
  ): Promise<result>;
}

/** A pool as the service has one, for statements that tests write by hand. */
export function connect(...given: Parameters<typeof open>): Sql {
  const pool = open(...given);
  function begin<result>(
    ...of:
      | [(tx: Statements) => Promise<result>]
      | [TransactionOptions, (tx: Statements) => Promise<result>]
  ): Promise<result> {
    const [options, run] = of.length === 1 ? [{}, of[0]] : of;
    return pool.begin(options, (tx) => run(tagging(tx)));
  }
  return Object.assign(tagging(pool), { begin, end: (ms?: number) => pool.end(ms) });
}

function tagging(on: Taking): Statements {
  function sql<rows extends readonly object[] = Row[]>(
    texts: TemplateStringsArray,
    ...parts: readonly Part[]
  ): Statement<rows[number]>;
  function sql(names: string | readonly string[]): Identifiers;
  function sql(
    given: TemplateStringsArray | string | readonly string[],
    ...parts: readonly Part[]
  ): Statement<object> | Identifiers {
    if (typeof given === 'string') return { names: [given] };
    if (!('raw' in given)) return { names: given };
    const fragment = { texts: given, parts };
    return lazily(fragment, () => rowsOf(on, render(fragment)));
  }
  return Object.assign(sql, {
    run: (query: Query) => on.run(query),
    script: (text: string) => on.script(text),
    raw: (text: string) => ({ texts: [text], parts: [] }),
  });
}

async function rowsOf(on: Taking, query: Query): Promise<Rows<object>> {
  const { columns, rows, count } = await on.run(query);
  const named = rows.map((row) =>
    Object.fromEntries(columns.map((name, index) => [name, row[index]])),
  );
  // Not to be seen where rows are compared.
  return Object.defineProperty(Object.assign(named, { count }), 'count', { enumerable: false });
}

function lazily(fragment: Fragment, run: () => Promise<Rows<object>>): Statement<never> {
  let running: Promise<Rows<never>> | null = null;
  const result = () => (running ??= Promise.try(run) as Promise<Rows<never>>);
  return {
    ...fragment,
    then: (done, failed) => result().then(done, failed),
    catch: (failed) => result().catch(failed),
    finally: (after) => result().finally(after),
    [Symbol.toStringTag]: 'Statement',
  };
}

type Scalar = string | number | bigint | boolean | Date | Uint8Array | null;

type Given = Scalar | readonly Scalar[];

/** A piece of SQL with its values, to be put into another one or to be run. */
interface Fragment {
  readonly texts: readonly string[];
  readonly parts: readonly Part[];
}

/** Names of columns or tables, quoted. */
interface Identifiers {
  readonly names: readonly string[];
}

type Part = Given | Fragment | Identifiers;

/** The text with `$1`, `$2`, … where the values belong. */
function render(fragment: Fragment): Query {
  const values: Value[] = [];
  const textOf = ({ texts, parts }: Fragment): string => {
    let text = texts[0] ?? '';
    for (const [index, part] of parts.entries()) {
      if (isFragment(part)) text += textOf(part);
      else if (isIdentifiers(part)) text += part.names.map(quoted).join(', ');
      else text += `$${values.push(asSent(part))}${castOf(part)}`;
      text += texts[index + 1] ?? '';
    }
    return text;
  };
  return { text: textOf(fragment), values };
}

function isFragment(part: Part): part is Fragment {
  return typeof part === 'object' && part !== null && 'texts' in part;
}

function isIdentifiers(part: Part): part is Identifiers {
  return typeof part === 'object' && part !== null && 'names' in part;
}

/** `a.b` is column b of a. */
function quoted(name: string): string {
  return name.split('.').map(escapeIdentifier).join('.');
}

/**
 * Postgres finds out what a parameter is by what it stands beside. For these it could be wrong:
 * `$1 + interval '1 day'` takes $1 for an interval.
 */
function castOf(value: Given): string {
  if (value instanceof Date) return '::timestamptz';
  if (value instanceof Uint8Array) return '::bytea';
  if (typeof value === 'boolean') return '::boolean';
  return typeof value === 'bigint' ? '::bigint' : '';
}

function asSent(value: Given): Value {
  return isList(value) ? value.map(scalarOf) : scalarOf(value);
}

function scalarOf(value: Scalar): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return typeof value === 'bigint' ? String(value) : value;
}

function isList(value: Given): value is readonly Scalar[] {
  return Array.isArray(value);
}
