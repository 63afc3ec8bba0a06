/**
 * What a message can be given. Numbers are told in the reader's way, by the kind: `seconds` and
 * `duration` (milliseconds) with their unit, `bytes` as megabytes, `percent` a share of 1.
 */
export type NumberKind = 'number' | 'credits' | 'seconds' | 'duration' | 'bytes' | 'percent';

/** Words that are shown as they are: a stranger's (`text`, in quotation marks as `quote`) or a name. */
export type TextKind = 'text' | 'quote' | 'code' | 'provider' | 'model';

export type ParameterKind =
  | NumberKind
  | TextKind
  /** A command by its name, as the reader's chat has it. */
  | 'command'
  /** Something to fill in, by its name; each chat has its own for it. */
  | 'field'
  /** A chat by its name, to be told apart in a text by `select`. */
  | 'platform'
  | 'url'
  | 'person'
  | 'role'
  | 'channel'
  | 'moment'
  /** A day, `2026-11-30`; and the first and last of several. */
  | 'date'
  | 'date-range'
  | 'message'
  /** Joined with "and", and with "or". */
  | 'list'
  | 'or-list'
  | 'any'
  | `select(${string})`;

/** Messages by their keys, each with its parameters and their kinds. */
export type Declarations = Readonly<Record<string, Readonly<Record<string, ParameterKind>>>>;
