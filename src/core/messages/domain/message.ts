import type { ChatRef } from '../../shared/domain/chat-ref.ts';
import type { Catalogue, MessageKey } from './catalogue.ts';
import type { Link, Mention, Moment, Quote } from './inline.ts';
import type { NumberKind, ParameterKind } from './parameter-kinds.ts';

/** Something a person reads, before any language: a key of the catalogue and what goes into it. */
export interface Message {
  readonly message: MessageKey;
  readonly values: Readonly<Record<string, Value>>;
}

/** What can stand in a message. A string is somebody's words or a name, in no language of ours. */
export type Value = number | ListItem | ChatRef | DayRange | Money | readonly ListItem[];

export type ListItem = string | Message | Mention | Moment | Link | Quote;

/** Days as `2026-11-30`, the last one included. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
}

/** So much of a currency, by its three letters. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

type OneOf<Options> = Options extends `${infer First}|${infer Rest}`
  ? First | OneOf<Rest>
  : Options;

type ValueOf<Kind extends ParameterKind> = Kind extends NumberKind
  ? number
  : Kind extends 'person' | 'role' | 'channel'
    ? ChatRef | Mention
    : Kind extends 'moment'
      ? Moment
      : Kind extends 'date-range'
        ? DayRange
        : Kind extends 'message'
          ? Message
          : Kind extends 'list' | 'or-list'
            ? readonly ListItem[]
            : Kind extends 'any'
              ? ListItem | Money | readonly ListItem[]
              : Kind extends 'field'
                ? string | Message
                : Kind extends `select(${infer Options})`
                  ? OneOf<Options>
                  : string;

/** What a message has to be given: nothing, or all its parameters. */
export type Values<Key extends MessageKey> = keyof Catalogue[Key] extends never
  ? readonly []
  : readonly [
      values: {
        readonly [Name in keyof Catalogue[Key]]: Catalogue[Key][Name] extends ParameterKind
          ? ValueOf<Catalogue[Key][Name]>
          : never;
      },
    ];

export function msg<Key extends MessageKey>(message: Key, ...values: Values<Key>): Message {
  return { message, values: values[0] ?? {} };
}

/** One whose key is only known when it is said: it takes no parameters. */
export function msgOf(message: MessageKey): Message {
  return { message, values: {} };
}
