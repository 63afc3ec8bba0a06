import type {
  Field,
  Fields,
  FieldValue,
  GivenValues,
  Problem,
} from '../../../core/commands/domain/catalogue/field.ts';
import { OFF, readOr, Unclear } from '../../../core/commands/domain/catalogue/field.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Options } from '../interactions/options.ts';
import { INSTEAD, LIMIT_OPTIONS, OFF_OPTION, PERIODS } from './field-options.ts';

export type FieldsRead =
  | { readonly status: 'read'; readonly values: GivenValues }
  | { readonly status: 'wrong'; readonly problem: Problem };

/** What stands in the options of a command. `everyone`: the role that all have. */
export function readFields(fields: Fields, options: Options, everyone: string | null): FieldsRead {
  const given = { options, everyone };
  return readOr(
    () => {
      const read = Object.entries(fields).map(
        ([it, field]) => [it, valueOf(it, field, given)] as const,
      );
      return { status: 'read', values: Object.fromEntries(read) } as const;
    },
    (problem) => ({ status: 'wrong', problem }) as const,
  );
}

interface Given {
  readonly options: Options;
  readonly everyone: string | null;
}

/** Null where it is left out. */
function valueOf(name: string, field: Field, { options, everyone }: Given): FieldValue {
  switch (field.kind) {
    case 'whole': {
      const number = wholeOf(options, name);
      return number === 0 && field.orDefault === true ? 'inherit' : number;
    }
    case 'limit':
      return limitOf(options);
    case 'text':
    case 'id':
    case 'model':
    case 'language':
    case 'zone':
      return textOf(options, name);
    case 'person': {
      const who = mentionedAs(name, options);
      if (who?.kind === 'role') throw new Unclear(name, msg('admin.one-person'));
      return who?.id ?? null;
    }
    case 'subject': {
      const who = mentionedAs(name, options);
      if (who === null || who.id === everyone) return null;
      if (who.kind === 'role' && !field.roles) throw new Unclear(name, msg('admin.grant-not-role'));
      return who;
    }
    case 'channel': {
      const channel = options.channel(name);
      if (channel === 'unknown')
        throw new Unclear(name, msg('admin.pick-suggestion', { field: name }));
      if (channel !== null) return channel.id;
      return field.off === true && options.flag(OFF_OPTION) === true ? OFF : null;
    }
    case 'verb':
      return null;
  }
}

function mentionedAs(name: string, options: Options) {
  const who = options.mentioned(name);
  if (who === 'unknown') throw new Unclear(name, msg('admin.pick-suggestion', { field: name }));
  return who;
}

function limitOf(options: Options): FieldValue {
  const credits = wholeOf(options, LIMIT_OPTIONS.credits);
  const per = choiceOf(options, LIMIT_OPTIONS.per, isPeriod);
  const instead = choiceOf(options, LIMIT_OPTIONS.instead, isInstead);
  if (instead !== null && (credits !== null || per !== null)) {
    const choice = INSTEAD[instead];
    throw new Unclear(
      LIMIT_OPTIONS.credits,
      msg('admin.credits-or-choice', { credits: LIMIT_OPTIONS.credits, choice }),
    );
  }
  if (instead === 'inherit') return instead;
  if (instead !== null) return { kind: instead };
  if (credits === null && per === null) return null;
  if (per === null) throw new Unclear(LIMIT_OPTIONS.credits, msg('admin.period-missing'));
  if (credits === null)
    throw new Unclear(
      LIMIT_OPTIONS.credits,
      msg('commands.missing', { field: LIMIT_OPTIONS.credits }),
    );
  return { kind: 'credits', credits, per };
}

function isPeriod(value: string): value is keyof typeof PERIODS {
  return Object.hasOwn(PERIODS, value);
}

function isInstead(value: string): value is keyof typeof INSTEAD {
  return Object.hasOwn(INSTEAD, value);
}

/** A client can be made to send what is not offered, and old ones still have what was. */
function choiceOf<Choice extends string>(
  options: Options,
  name: string,
  isOffered: (value: string) => value is Choice,
): Choice | null {
  const value = options.text(name);
  if (value === null) return null;
  if (!isOffered(value)) throw new Unclear(name, msg('chat.choice-gone'));
  return value;
}

/** Null where it is left out or blank. */
function textOf(options: Options, name: string): string | null {
  const text = options.text(name)?.trim() ?? '';
  return text === '' ? null : text;
}

/** A client can be made to send any number. */
function wholeOf(options: Options, name: string): number | null {
  const number = options.number(name);
  if (number !== null && (!Number.isSafeInteger(number) || number < 0)) {
    throw new Unclear(name, msg('commands.whole-number', { field: name, example: '20' }));
  }
  return number;
}
