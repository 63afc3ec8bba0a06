import { escapeIdentifier } from 'pg';

type Scalar = string | number | bigint | boolean | Date | Uint8Array | null;

/** What a statement can be given. It reaches Postgres beside the text and never as a part of it. */
export type Value = Scalar | readonly Scalar[];

/** A piece of SQL with its values, to be put into another one or to be run. */
export interface Fragment {
  readonly texts: readonly string[];
  readonly parts: readonly Part[];
}

/** Names of columns or tables, quoted. */
export interface Identifiers {
  readonly names: readonly string[];
}

export type Part = Value | Fragment | Identifiers;

/** As it is sent. */
export interface Rendered {
  readonly text: string;
  readonly values: readonly Value[];
  /** It may be several statements, which only a text without values can be. */
  readonly several?: boolean;
  /** Rows are lists of values rather than objects. */
  readonly byPlace?: boolean;
}

/** The text with `$1`, `$2`, … where the values belong. */
export function render(fragment: Fragment): Rendered {
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
function castOf(value: Value): string {
  if (value instanceof Date) return '::timestamptz';
  if (value instanceof Uint8Array) return '::bytea';
  if (typeof value === 'boolean') return '::boolean';
  return typeof value === 'bigint' ? '::bigint' : '';
}

/** @throws {RangeError} for a moment that is none */
function asSent(value: Value | undefined): Value {
  if (value instanceof Date) return value.toISOString();
  if (isList(value)) return value.map((it) => (it instanceof Date ? it.toISOString() : it));
  // What the types rule out and `any` lets in would be written as null.
  if (value === undefined) throw new TypeError('A statement was given undefined');
  return value;
}

function isList(value: Value | undefined): value is readonly Scalar[] {
  return Array.isArray(value);
}
