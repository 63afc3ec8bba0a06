import type { QuotaSubject } from '../../../chat/domain/admin-command.ts';
import type { Allowance } from '../../../credits/domain/allowance.ts';
import type { MessageKey } from '../../../messages/domain/catalogue.ts';
import type { Message } from '../../../messages/domain/message.ts';

/** Among what one may do with a list: to look at it, for which nothing else has to be filled in. */
export const LIST = 'list';

/** What can be filled in, apart from how a chat asks for it. */
export type Kind =
  /** A whole number. `orDefault`: or none of its own, so that what is less specific decides. */
  | {
      readonly kind: 'whole';
      readonly min: number;
      readonly max: number;
      readonly orDefault?: true;
      /** What it counts, as people write it after the number. */
      readonly unit?: 'credits' | 'days';
      /** What it is where it is left out. */
      readonly usual?: number;
    }
  /** Credits for a period, unlimited, none, or the default. */
  | { readonly kind: 'limit' }
  | { readonly kind: 'text'; readonly most: number }
  /** The name that this service gave something: one word. */
  | { readonly kind: 'id' }
  | { readonly kind: 'person' }
  /** A person or, with `roles`, a role or group; the whole team where it is left out. */
  | { readonly kind: 'subject'; readonly roles: boolean }
  /** `off`: or none, said so. */
  | { readonly kind: 'channel'; readonly for: 'videos' | 'posts'; readonly off?: true }
  | { readonly kind: 'model' }
  /** Of the IANA database. */
  | { readonly kind: 'zone' }
  /** One that messages are said in, by its tag or a name. */
  | { readonly kind: 'language' }
  /**
   * What one may do with a list, the first where it is left out. Each chat offers them in its way:
   * as a command that is this verb, or as a choice in a form.
   */
  | {
      readonly kind: 'verb';
      readonly verbs: Readonly<Record<string, MessageKey>>;
      /** Those beside `LIST` that need nothing else to be filled in. */
      readonly alone?: readonly string[];
    };

export type Field = Kind & {
  readonly label: MessageKey;
  readonly hint?: Message;
  readonly required?: true;
};

/** In the place of a channel: none. No chat has a channel by this name. */
export const OFF = 'off';

/** By their names: of a Discord option, of a block in Slack, and with `--` as it is typed there. */
export type Fields = Readonly<Record<string, Field>>;

/** What stands in a field; null: nothing. */
export type FieldValue = string | number | Allowance | QuotaSubject | null;

export type GivenValues = Readonly<Record<string, FieldValue>>;

/** What is wrong with what was filled in, for whoever did; in forms it stands below the field. */
export interface Problem {
  readonly field: string | null;
  readonly words: Message;
}

/** What cannot be meant, in words for whoever filled it in: thrown and caught by one reader. */
export class Unclear extends Error {
  readonly problem: Problem;
  constructor(field: string | null, words: Message) {
    super(words.message);
    this.problem = { field, words };
  }
}

/** What was read; or what of it cannot be meant. */
export function readOr<Read, Else>(
  read: () => Read,
  unclear: (problem: Problem) => Else,
): Read | Else {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unclear)) throw error;
    return unclear(error.problem);
  }
}

type Present<F extends Field> = F extends { readonly kind: 'whole'; readonly orDefault: true }
  ? number | 'inherit'
  : F extends { readonly kind: 'whole' }
    ? number
    : F extends { readonly kind: 'limit' }
      ? Allowance | 'inherit'
      : F extends { readonly kind: 'subject'; readonly roles: true }
        ? QuotaSubject
        : F extends { readonly kind: 'subject' }
          ? Exclude<QuotaSubject, { readonly kind: 'role' }>
          : F extends { readonly kind: 'verb'; readonly verbs: infer Verbs }
            ? keyof Verbs
            : string;

type Always =
  { readonly required: true } | { readonly kind: 'subject' | 'verb' } | { readonly usual: number };

/** What `act` of a command is given, when all of it was read and checked. */
export type ValuesOf<Of extends Fields> = {
  readonly [Name in keyof Of]: Of[Name] extends Always
    ? Present<Of[Name]>
    : Present<Of[Name]> | null;
};
