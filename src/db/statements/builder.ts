import { and, eq, PgDatabase, PgDialect, PgPreparedQuery, PgSession, sql } from '../drizzle.cjs';
import type {
  PgColumn,
  PgQueryResultHKT,
  PreparedQueryConfig,
  Query,
  QueryPromise,
  SelectedFieldsOrdered,
  SQL,
  Subquery,
} from '../drizzle.cjs';

interface Counted extends PgQueryResultHKT {
  readonly type: never[];
}

/** What the builder made: a text, and which of its columns is what. */
class Built<config extends PreparedQueryConfig> extends PgPreparedQuery<config> {
  readonly text: string;
  readonly params: readonly unknown[];
  readonly selected: SelectedFieldsOrdered<PgColumn>;
  constructor(query: Query, selected: SelectedFieldsOrdered<PgColumn>) {
    super(query, undefined, undefined);
    this.text = query.sql;
    this.params = query.params;
    this.selected = selected;
  }
  override execute(): Promise<never> {
    return Promise.reject(new Error('A statement is run by whoever has a connection'));
  }
}

/** It only makes statements; connections, deadlines and transactions are ours. */
class Workbench extends PgSession<Counted> {
  override prepareQuery<config extends PreparedQueryConfig>(
    query: Query,
    fields: SelectedFieldsOrdered<PgColumn> | undefined,
  ): Built<config> {
    return new Built(query, fields ?? []);
  }
  override transaction(): Promise<never> {
    return Promise.reject(new Error('A transaction is begun on a connection'));
  }
}

const dialect = new PgDialect();

/** The typed query builder. */
export const db = new PgDatabase<Counted>(dialect, new Workbench(dialect), undefined);

export interface SelectedField {
  readonly name: string;
  readonly field: PgColumn | SQL | SQL.Aliased | Subquery;
}

function isPrepared(query: object): query is { readonly prepare: (name: string) => unknown } {
  return 'prepare' in query && typeof query.prepare === 'function';
}

/** Takes a statement of the builder's apart. */
export function built(query: QueryPromise<unknown>): {
  readonly text: string;
  readonly params: readonly unknown[];
  readonly fields: readonly SelectedField[];
} {
  const made = isPrepared(query) ? query.prepare('') : null;
  if (!(made instanceof Built)) throw new TypeError('That is no statement');
  const fields = made.selected.map(({ path: [name, ...deeper], field }) => {
    if (name === undefined || deeper.length > 0) throw new TypeError('Select columns one by one');
    return { name, field };
  });
  return { text: made.text, params: made.params, fields };
}

/** Each of the columns is what the parameter of its name says. */
export function equal<columns extends Readonly<Record<string, PgColumn>>>(
  columns: columns,
  params: { readonly [name in keyof columns]: SQL },
): SQL | undefined {
  const names: readonly (keyof columns)[] = Object.keys(columns);
  return and(...names.map((name) => eq(columns[name], params[name])));
}

/** What an insert that met a row would have written. */
export function excluded(column: PgColumn): SQL {
  return sql`excluded.${sql.identifier(column.name)}`;
}
