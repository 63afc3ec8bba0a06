import {
  MAKING,
  SETTINGS_COMMAND,
} from '../../../core/commands/domain/catalogue/video-commands.ts';
import { AUTOMATIC } from '../../../core/commands/domain/catalogue/video-field.ts';
import type {
  VideoField,
  VideoFields,
  VideoValue,
  VideoValues,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { shorten } from '../../../core/messages/domain/rich-text.ts';
import { wholeNumber } from '../../../core/shared/domain/whole-number.ts';
import { LANGUAGE_CHOICES, readConfirmOver } from '../../shared/choice-words.ts';
import type { TypedToken } from './tokenize.ts';

/** What a flag fills in: with its value, or with this one. */
interface Flag {
  readonly name: string;
  readonly field: VideoField;
  readonly value?: VideoValue;
}

type Flags = ReadonlyMap<string, Flag>;

/** What of the fields of a command can be typed. Files are for forms. */
export function flagsFor(fields: VideoFields): Flags {
  return new Map(
    Object.entries(fields).flatMap(([name, field]): readonly (readonly [string, Flag])[] => {
      const typed = name.replaceAll('_', '-');
      switch (field.kind) {
        case 'number':
        case 'text':
        case 'model':
        case 'confirm-over':
        case 'language':
          return [[typed, { name, field }]];
        case 'choice': {
          const alone = field.typedAlone === true ? Object.keys(field.choices) : [];
          return [
            [typed, { name, field }],
            ...alone.map((value) => [value, { name, field, value }] as const),
          ];
        }
        case 'flag': {
          const yes = [typed, { name, field, value: true }] as const;
          return field.no === undefined
            ? [yes]
            : [yes, [field.no.name, { name, field, value: false }]];
        }
        case 'visibility':
          return [[typed, { name, field, value: true }]];
        case 'prompt':
        case 'file':
        case 'shot':
        case 'element':
        case 'id':
          return [];
      }
    }),
  );
}

const [NEW_VIDEO] = MAKING;
export const VIDEO_FLAGS = flagsFor(NEW_VIDEO?.fields ?? {});
export const SETTINGS_FLAGS = flagsFor(SETTINGS_COMMAND.fields);

/** Null for what it may not be. */
function valueOf(field: VideoField, text: string): VideoValue {
  switch (field.kind) {
    case 'number': {
      const isDecimal = field.decimal === true && /^(?:\d|\d?\.\d{1,6})$/.test(text);
      const number = isDecimal ? Number(text) : wholeNumber(text);
      const { min = 0, max = Infinity } = field.range ?? {};
      return number !== null && number >= min && number <= max ? number : null;
    }
    case 'choice': {
      const choice = text.toLowerCase();
      return Object.hasOwn(field.choices, choice) ? choice : null;
    }
    case 'confirm-over':
      return readConfirmOver(text);
    case 'language':
      return /^(?:automatic|auto|default)$/i.test(text) ? AUTOMATIC : text;
    default:
      return text.trim() === '' || text.length > MOST_NAME ? null : text.trim();
  }
}

const MOST_NAME = 150;

function allowedFor(field: VideoField): Message {
  switch (field.kind) {
    case 'number': {
      const { range, decimal, example } = field;
      if (range === undefined) return msg('commands.allowed-whole-number', { example });
      if (decimal === true) return msg('commands.allowed-range', range);
      const length = range.max - range.min + 1;
      return oneOf(Array.from({ length }, (_, index) => String(range.min + index)));
    }
    case 'choice':
      return oneOf(Object.keys(field.choices));
    case 'text':
      return msg('commands.allowed-text', { example: field.example });
    case 'confirm-over':
      return msg('commands.allowed-confirm-over');
    case 'language':
      return oneOf([AUTOMATIC, ...LANGUAGE_CHOICES.map(({ name }) => name)]);
    default:
      return msg('commands.allowed-model');
  }
}

function oneOf(choices: readonly string[]): Message {
  return msg('chat.one-of', { choices });
}

const KNOWN: Flags = new Map([...SETTINGS_FLAGS, ...VIDEO_FLAGS]);

/**
 * Null for a word. Phones and Macs make one long dash of two short ones, and some people type one;
 * but `-sound` may be what somebody does not want to hear.
 */
export function flagOf(
  token: TypedToken,
): { readonly name: string; readonly value: string | null } | null {
  if (token.quoted) return null;
  const match = /^(--|[-—–])(\p{L}[\p{L}\p{N}_-]*)(?:=(.*))?$/su.exec(token.text);
  if (match === null) return null;
  const name = (match[2] ?? '').toLowerCase();
  const known = KNOWN.get(name);
  // A dash before a word is punctuation, unless the word is a flag.
  if (match[1] !== '--' && known === undefined) return null;
  if (match[1] === '-' && known?.value !== undefined) return null;
  return { name, value: match[3] ?? null };
}

export type FlagsRead =
  | { readonly status: 'read'; readonly values: VideoValues; readonly words: readonly TypedToken[] }
  | { readonly status: 'wrong'; readonly words: Message };

const FILES = /^(?:image|first|first_frame|last|last_frame|file|video|reference|references)$/;

/** Takes the flags out of what was typed. */
export function readFlags(tokens: readonly TypedToken[], flags: Flags): FlagsRead {
  const values: Record<string, VideoValue> = {};
  const words: TypedToken[] = [];
  const wrong = (message: Message): FlagsRead => ({ status: 'wrong', words: message });
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const typed = flagOf(token);
    if (typed === null) {
      words.push(token);
      continue;
    }
    const flag = `--${shorten(typed.name, 40)}`;
    const known = flags.get(typed.name);
    if (known === undefined) return wrong(unknown(typed.name, flag, flags));
    const { name, field } = known;
    let value = known.value ?? null;
    if (value !== null) {
      if (typed.value !== null) return wrong(msg('commands.flag-no-value', { flag }));
    } else {
      const next = tokens[index + 1];
      const follows = typed.value === null && next !== undefined && flagOf(next) === null;
      const text = typed.value ?? (follows ? next.text : '');
      if (follows) index += 1;
      const allowed = allowedFor(field);
      if (text === '') return wrong(msg('commands.flag-needs-value', { flag, allowed }));
      // Half of a value would else be paid for as a part of the prompt.
      const isWords = field.kind === 'text' || field.kind === 'model';
      const half = halfValue(tokens.slice(index), words.length > 0 && isWords);
      value = half === null ? valueOf(field, text) : null;
      const told = { flag, value: shorten(half ?? text, 60), allowed };
      if (value === null) return wrong(msg('commands.flag-wrong-value', told));
    }
    if (name in values) return wrong(msg('commands.flag-twice', { flag }));
    values[name] = value;
  }
  return { status: 'read', values, words };
}

/**
 * What a value may have been meant to be, where nobody can tell: its quote ends nowhere, or it may go
 * on in the words behind it, and the prompt stands before it. Null where it is certain.
 */
function halfValue([given, ...more]: readonly TypedToken[], mayGoOn: boolean): string | null {
  const end = more.findIndex((it) => flagOf(it) !== null);
  const behind = end === -1 ? more : more.slice(0, end);
  if (given === undefined || given.quote === 'closed') return null;
  if (given.quote === 'none' && !(mayGoOn && behind.length > 0)) return null;
  const value = flagOf(given)?.value ?? given.text;
  return [value, ...behind.map((it) => it.written)].join(' ');
}

function unknown(name: string, flag: string, flags: Flags): Message {
  return FILES.test(name)
    ? msg('commands.no-files', {
        command: 'video create',
        animate: msg('commands.animate-this'),
        edit: msg('commands.edit-this'),
      })
    : msg('commands.unknown-flag', { flag, flags: [...flags.keys()].map((it) => `--${it}`) });
}
