import { Column, is, Param, PgDialect, Placeholder, sql } from '../drizzle.cjs';
import type { QueryPromise, SQL } from '../drizzle.cjs';
import type { Statements, Value } from '../connection/statements.ts';
import { built } from './builder.ts';
import { ofColumn, sent, typeOf } from './kinds.ts';
import type { AnyKind, Kind, Kinds, RowsKind, ValuesOf } from './kinds.ts';

/** A parameter, in a statement of the builder's or in SQL. */
export type Params<given> = { readonly [name in keyof given]: SQL };

/** A value that a statement gives back, in the order of its text. */
export interface Output {
  readonly name: string;
  readonly kind: AnyKind;
  /** False: the text need not call it so, it is known by its place. */
  readonly named: boolean;
}

/** What a statement gives back: its rows, and how many it read or changed. */
export type Rows<row> = readonly row[] & { readonly count: number };

/** Made once and run whenever it is called, with its parameters, by the pool or in a transaction. */
export interface Statement<values, row> {
  (on: Statements, values: values): Promise<Rows<row>>;
  readonly text: string;
  readonly outputs: readonly Output[];
}

/** Every statement of the modules that were loaded, so that all can be held against the tables. */
export const statements: Pick<Statement<never, unknown>, 'text' | 'outputs'>[] = [];

const dialect = new PgDialect();

/** One of the query builder's; what it gives back is typed by its columns. */
export function statement<given extends Kinds, rows>(
  given: given,
  build: (params: Params<given>) => QueryPromise<rows>,
): Statement<ValuesOf<given>, rows extends readonly (infer row)[] ? row : never> {
  const { text, params, fields } = built(build(paramsOf(given)));
  const outputs = fields.map(({ name, field }) => {
    const named = is(field, Column);
    const kind = named ? field : computedKinds.get(field);
    if (kind === undefined) throw new TypeError(`What is ${name}? ${text}`);
    return { name, kind, named };
  });
  return runnable(given, text, params, outputs);
}

/** One in SQL. It gives back what `rows` names, in the order of the text. */
export function sqlStatement<given extends Kinds, rows extends Kinds>(
  given: given,
  rows: rows,
  write: (params: Params<given>) => SQL,
): Statement<ValuesOf<given>, ValuesOf<rows>> {
  const query = dialect.sqlToQuery(write(paramsOf(given)));
  const outputs = Object.entries(rows).map(([name, of]) => ({ name, kind: of, named: true }));
  return runnable(given, query.sql, query.params, outputs);
}

/** Columns by their names, to be selected in the order of the rows that they are. */
export function selection(columns: Readonly<Record<string, Column>>, of?: string): SQL {
  const from = of === undefined ? sql`` : sql`${sql.raw(of)}.`;
  const names = Object.values(columns).map((it) => sql`${from}${sql.identifier(it.name)}`);
  return sql.join(names, sql`, `);
}

/** The rows of a parameter as a table of this name. */
export function recordset({ columns }: RowsKind<Kinds>, param: SQL, name: string): SQL {
  const declared = Object.entries(columns).map(
    ([column, of]) => sql`${sql.identifier(column)} ${sql.raw(typeOf(of))}`,
  );
  return sql`jsonb_to_recordset(${param}) as ${sql.raw(name)}(${sql.join(declared, sql`, `)})`;
}

const computedKinds = new WeakMap<object, AnyKind>();

/** What is no column, in a selection of the builder's. */
export function computed<value>(of: Kind<value>, expression: SQL): SQL<value> {
  const value = sql<value>`(${expression})::${sql.raw(of.type)}`;
  computedKinds.set(value, of);
  return value;
}

function paramsOf<given extends Kinds>(given: given): Params<given>;
function paramsOf(given: Kinds): object {
  return Object.fromEntries(
    Object.entries(given).map(([name, of]) => {
      const type = typeOf(of);
      // By way of a text, as the driver sends it.
      const cast = type === 'jsonb' ? 'text::jsonb' : type;
      return [name, sql`${sql.placeholder(name)}::${sql.raw(cast)}`];
    }),
  );
}

function runnable<values, row>(
  given: Kinds,
  text: string,
  params: readonly unknown[],
  outputs: readonly Output[],
): Statement<values, row>;
function runnable(
  given: Kinds,
  text: string,
  params: readonly unknown[],
  outputs: readonly Output[],
): Statement<Readonly<Record<string, unknown>>, object> {
  const decoders = outputs.map(({ name, kind: of }) => [name, decoderOf(of)] as const);
  const encoders = params.map((param) => encoderOf(given, param));
  async function run(on: Statements, values: Readonly<Record<string, unknown>>) {
    const { rows, count } = await on.run({ text, values: encoders.map((it) => it(values)) });
    const read = rows.map((row) => {
      const object: Record<string, unknown> = {};
      for (const [index, [name, decode]] of decoders.entries()) object[name] = decode(row[index]);
      return object;
    });
    // Not to be seen where rows are compared or written as JSON.
    return Object.defineProperty(Object.assign(read, { count }), 'count', { enumerable: false });
  }
  const made = Object.assign(run, { text, outputs });
  statements.push(made);
  return made;
}

function decoderOf(of: AnyKind): (raw: unknown) => unknown {
  return is(of, Column) ? ofColumn(of).decode : of.decode;
}

type Encode = (values: Readonly<Record<string, unknown>>) => Value;

function encoderOf(given: Kinds, param: unknown): Encode {
  const placeholder = is(param, Param) ? param.value : param;
  if (!is(placeholder, Placeholder)) {
    const constant = sent(is(param, Param) ? param.value : param);
    return () => constant;
  }
  const of = given[placeholder.name];
  if (of === undefined) throw new TypeError(`No parameter is called ${placeholder.name}`);
  const { encode } = is(of, Column) ? ofColumn(of) : of;
  return (values) => encode(values[placeholder.name]);
}
