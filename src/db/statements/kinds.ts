import { Column, is } from '../drizzle.cjs';
import type { GetColumnData } from '../drizzle.cjs';
import type { Value } from '../connection/statements.ts';
import { jsonText } from '../shared/json-text.ts';

/** What a value is in Postgres and here. A column of a table is one, too. */
export interface Kind<value> {
  /** By its name in Postgres; a parameter is cast to it. */
  readonly type: string;
  readonly nullable: boolean;
  readonly encode: (value: unknown) => Value;
  readonly decode: (raw: unknown) => value;
}

export type AnyKind = Kind<unknown> | Column;

/** The value of a kind, null where it may be null. */
export type ValueOf<kind> = kind extends Column
  ? GetColumnData<kind>
  : kind extends Kind<infer value>
    ? value
    : never;

export type Kinds = Readonly<Record<string, AnyKind>>;
export type ValuesOf<kinds> = { readonly [name in keyof kinds]: ValueOf<kinds[name]> };

/** Rows that a statement is given in one parameter; `recordset` makes a table of them. */
export interface RowsKind<columns extends Kinds> extends Kind<readonly ValuesOf<columns>[]> {
  /** Each under its name in the statement's text. */
  readonly columns: columns;
}

function kind<value>(type: string, decode: (raw: unknown) => value): Kind<value> {
  return { type, nullable: false, encode: sent, decode };
}

/** As it is sent beside the text. */
export function sent(value: unknown): Value {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (value === null || isTexts(value)) return value;
  throw new TypeError(`A statement was given ${typeof value}`);
}

function expected(what: string, raw: unknown): never {
  throw new TypeError(`A statement gave ${typeof raw} where a ${what} was to be`);
}

/** Values that are no column's: parameters, and what is computed. */
export const kinds = {
  text: kind('text', (raw) => (typeof raw === 'string' ? raw : expected('text', raw))),
  int: kind('integer', (raw) => (typeof raw === 'number' ? raw : expected('number', raw))),
  float: kind('double precision', (raw) =>
    typeof raw === 'number' ? raw : expected('number', raw),
  ),
  boolean: kind('boolean', (raw) => (typeof raw === 'boolean' ? raw : expected('boolean', raw))),
  moment: kind('timestamp with time zone', (raw) =>
    raw instanceof Date ? raw : expected('moment', raw),
  ),
  /** Of a function that is called for what it does. */
  nothing: kind('void', () => null),
  texts: kind('text[]', (raw) => (isTexts(raw) ? raw : expected('list of texts', raw))),
  floats: kind('double precision[]', (raw) =>
    isFloats(raw) ? raw : expected('list of numbers', raw),
  ),
  json: {
    type: 'jsonb',
    nullable: false,
    encode: (value: unknown) => jsonText(value),
    decode: (raw: unknown) => raw,
  },
} as const;

/** Many rows with these columns, sent as JSON. */
export function rows<columns extends Kinds>(columns: columns): RowsKind<columns> {
  const unread = () => expected('value', 'rows, which are only given');
  return { type: 'jsonb', nullable: false, encode: jsonText, decode: unread, columns };
}

/** One that may be null. */
export function maybe<of extends AnyKind>(of: of): Kind<ValueOf<of> | null>;
export function maybe(of: AnyKind): Kind<unknown> {
  const { encode, decode } = is(of, Column) ? ofColumn(of) : of;
  return {
    type: typeOf(of),
    nullable: true,
    encode: (value) => (value === null ? null : encode(value)),
    decode: (raw) => (raw === null ? null : decode(raw)),
  };
}

/** How the values of a column are sent and read; null is as it is. */
export function ofColumn(column: Column): Pick<Kind<unknown>, 'encode' | 'decode'> {
  return {
    encode: (value) => (value === null ? null : sent(column.mapToDriverValue(value))),
    decode: (raw) => (raw === null ? null : column.mapFromDriverValue(raw)),
  };
}

export function typeOf(of: AnyKind): string {
  return is(of, Column) ? of.getSQLType() : of.type;
}

function isFloats(raw: unknown): raw is readonly number[] {
  return Array.isArray(raw) && raw.every((it) => typeof it === 'number');
}

function isTexts(raw: unknown): raw is readonly string[] {
  return Array.isArray(raw) && raw.every((it) => typeof it === 'string');
}
