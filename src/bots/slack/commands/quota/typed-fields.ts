import { standsAlone, verbIn } from '../../../../core/commands/domain/catalogue/check-values.ts';
import { OFF, readOr, Unclear } from '../../../../core/commands/domain/catalogue/field.ts';
import type {
  Field,
  Fields,
  FieldValue,
  GivenValues,
  Problem,
} from '../../../../core/commands/domain/catalogue/field.ts';
import { msg, msgOf } from '../../../../core/messages/domain/message.ts';
import type { Message } from '../../../../core/messages/domain/message.ts';
import { wholeNumber } from '../../../../core/shared/domain/whole-number.ts';
import { allowanceOf, isInherit, phraseOf, subjectOf, tokensOf } from './quota-tokens.ts';
import type { Token } from './quota-tokens.ts';

export interface TypedText {
  readonly text: string;
  /** The channel it was typed in; null where that is a direct message. */
  readonly here: string | null;
}

export type TypedRead =
  | { readonly status: 'read'; readonly values: GivenValues }
  | { readonly status: 'wrong'; readonly problem: Problem };

type Named<kind extends Field['kind']> = readonly [
  name: string,
  field: Extract<Field, { readonly kind: kind }>,
];

/**
 * What was typed for the fields of a command, in whatever order it comes naturally. Strict: what
 * is left over is wrong.
 * @param typedAs the command, as it is shown to people
 */
export function readTyped(fields: Fields, { text, here }: TypedText, typedAs: string): TypedRead {
  return readOr(
    () => ({ status: 'read', values: new TypedValues(fields, here, typedAs).read(text) }) as const,
    (problem) => ({ status: 'wrong', problem }) as const,
  );
}

/** The reason stands behind "because", and a phrase takes all that is there. */
const REASON = 'reason';
const PHRASES: readonly Field['kind'][] = ['text', 'model', 'zone', 'language'];

class TypedValues {
  readonly #fields: Fields;
  readonly #here: string | null;
  readonly #typedAs: string;
  readonly #values: Record<string, FieldValue> = {};

  constructor(fields: Fields, here: string | null, typedAs: string) {
    this.#fields = fields;
    this.#here = here;
    this.#typedAs = typedAs;
  }

  read(text: string): GivenValues {
    const rest = this.#verb(text);
    if (standsAlone(this.#fields, this.#values)) {
      if (rest.trim() !== '') throw new Unclear(null, this.#tooMuch(rest));
      return this.#values;
    }
    const phrase = Object.entries(this.#fields).find(
      ([name, { kind }]) => name !== REASON && PHRASES.includes(kind),
    );
    if (phrase !== undefined) {
      this.#values[phrase[0]] = phraseOf(rest) === '' ? null : phraseOf(rest);
      return this.#values;
    }
    const named = this.#flags(this.#reason(rest));
    this.#words(this.#channel(this.#subject(named)));
    return this.#values;
  }

  #of<kind extends Field['kind']>(kind: kind): Named<kind> | null {
    for (const [name, field] of Object.entries(this.#fields)) {
      if (isOf(field, kind)) return [name, field];
    }
    return null;
  }

  #verb(text: string): string {
    const verb = verbIn(this.#fields);
    if (verb === null) return text;
    const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(text) ?? [];
    const word = first.toLowerCase();
    const verbs = Object.keys(verb.field.verbs);
    if (!verbs.includes(word)) {
      throw new Unclear(verb.name, msg('commands.unknown-verb', { command: this.#typedAs, verbs }));
    }
    this.#values[verb.name] = word;
    return rest;
  }

  /** In the writer's own words. */
  #reason(text: string): readonly Token[] {
    const found = /(?:^|\s)(?:because|(?:--|—|–)reason)(?:[\s:=]+|$)/i.exec(text);
    if (found === null || !(REASON in this.#fields)) return tokensOf(text);
    this.#values[REASON] = phraseOf(text.slice(found.index + found[0].length));
    return tokensOf(text.slice(0, found.index));
  }

  #flags(tokens: readonly Token[]): readonly Token[] {
    const others: Token[] = [];
    for (let index = 0; index < tokens.length; index += 1) {
      const token = tokens[index];
      if (token === undefined) break;
      if (token.is !== 'switch') {
        others.push(token);
        continue;
      }
      const name = token.name.replaceAll('-', '_');
      const field = this.#fields[name];
      const flag = `--${token.name}`;
      if (field?.kind !== 'whole') throw new Unclear(null, this.#unknownFlag(flag));
      const next = tokens[index + 1];
      const value = token.value ?? (next?.is === 'word' ? next.text : '');
      if (token.value === null && next?.is === 'word') index += 1;
      if (value === '') throw new Unclear(name, msg('commands.missing', { field: flag }));
      if (name in this.#values) throw new Unclear(name, msg('commands.flag-twice', { flag }));
      this.#values[name] = wholeOf(name, field, { value, shownAs: flag });
    }
    return others;
  }

  #unknownFlag(flag: string): Message {
    const flags = Object.entries(this.#fields)
      .filter(([name, { kind }]) => kind === 'whole' || name === REASON)
      .map(([name]) => `--${name.replaceAll('_', '-')}`);
    return flags.length === 0
      ? msg('commands.takes-no-options', { command: this.#typedAs, flag })
      : msg('commands.unknown-flag', { flag, flags });
  }

  #tooMuch(text: string): Message {
    return msg('commands.too-much', { command: this.#typedAs, text: text.slice(0, 60) });
  }

  #subject(tokens: readonly Token[]): readonly Token[] {
    const subject = this.#of('subject') ?? this.#of('person');
    if (subject === null) return tokens;
    const [name, field] = subject;
    const at = tokens.findIndex((it) => it.is !== 'word');
    const token = tokens[at === -1 ? 0 : at];
    const who = token === undefined ? null : subjectOf(token);
    if (who === null) throw new Unclear(name, notWho(token));
    if (field.kind === 'person') {
      if (who.kind !== 'person') throw new Unclear(name, msg('admin.one-person-typed'));
      this.#values[name] = who.id;
    } else {
      if (who.kind === 'role' && !field.roles) {
        throw new Unclear(name, msg('admin.grant-not-role'));
      }
      this.#values[name] = who;
    }
    return tokens.filter((it) => it !== token);
  }

  #channel(tokens: readonly Token[]): readonly Token[] {
    const channel = this.#of('channel');
    if (channel === null || tokens.length === 0) return tokens;
    const [name, field] = channel;
    const [token] = tokens;
    const word = token?.is === 'word' ? token.text.toLowerCase() : '';
    const isOff = field.off === true && /^(?:off|none|nowhere)$/.test(word);
    const id = token?.is === 'channel' ? token.id : word === 'here' ? this.#here : null;
    if (tokens.length > 1 || (id === null && !isOff)) {
      throw new Unclear(name, msg('admin.channel-typed', { here: 'here' }));
    }
    this.#values[name] = isOff ? OFF : id;
    return [];
  }

  /** What has neither a name nor a sign of its own: limits, numbers, and names that we gave. */
  #words(tokens: readonly Token[]): void {
    const text = textOf(tokens);
    if (text === '') return;
    const limit = this.#of('limit');
    const whole = this.#of('whole');
    const id = this.#of('id');
    if (limit !== null) {
      const value = allowanceOf(text);
      if (value === null) throw new Unclear(limit[0], notLimit(text));
      this.#values[limit[0]] = value;
    } else if (whole !== null) {
      this.#numbers(text, whole);
    } else if (id !== null) {
      this.#values[id[0]] = text.toLowerCase() === 'all' ? null : text;
    } else {
      throw new Unclear(null, this.#tooMuch(text));
    }
  }

  /** `300 credits for 7 days`, `30 days`, `#120`. */
  #numbers(text: string, [name, field]: Named<'whole'>): void {
    const days = Object.entries(this.#fields).find(
      ([other, it]) => other !== name && it.kind === 'whole' && it.unit === 'days',
    );
    const [, amount = text, until] =
      days === undefined ? [] : (/^(.*?) for (\S+) days?$/i.exec(text) ?? []);
    const value = amount.replace(field.unit === undefined ? /^#/ : UNITS[field.unit], '');
    this.#values[name] = wholeOf(name, field, {
      value,
      shownAs: msgOf(field.label),
    });
    if (days === undefined || until === undefined || days[1].kind !== 'whole') return;
    const shownAs = msgOf(days[1].label);
    this.#values[days[0]] = wholeOf(days[0], days[1], { value: until, shownAs });
  }
}

const UNITS = { credits: / ?credits?$/i, days: / ?days?$/i } as const;

function isOf<kind extends Field['kind']>(
  field: Field,
  kind: kind,
): field is Extract<Field, { readonly kind: kind }> {
  return field.kind === kind;
}

function wholeOf(
  name: string,
  field: Extract<Field, { readonly kind: 'whole' }>,
  { value, shownAs }: { readonly value: string; readonly shownAs: string | Message },
): FieldValue {
  if (field.orDefault === true && isInherit(value)) return 'inherit';
  const number = wholeNumber(value);
  if (number !== null) return number;
  throw new Unclear(
    name,
    field.orDefault === true
      ? msg('commands.whole-number-or-default', { field: shownAs })
      : msg('commands.whole-number', { field: shownAs, example: '20' }),
  );
}

function textOf(tokens: readonly Token[]): string {
  const text = tokens.map((it) => (it.is === 'word' ? it.text : '?')).join(' ');
  return text.replace(/\s+/g, ' ').trim();
}

function notLimit(value: string): Message {
  const choices = ['500/day', '500/week', '500/month', 'unlimited', 'none', 'default'];
  return msg('admin.limit-unknown', { value: value.slice(0, 60), choices });
}

function notWho(token: Token | undefined): Message {
  return token?.is === 'word'
    ? msg('admin.subject-unknown', { name: token.text.slice(0, 60) })
    : msg('admin.subject-typed', { everyone: 'team' });
}
