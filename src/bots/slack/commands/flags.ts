import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { shorten } from '../../../core/messages/domain/rich-text.ts';
import { wholeNumber } from '../../../core/shared/domain/whole-number.ts';
import {
  ASPECTS,
  CAMERA_MOTIONS,
  UNSET_SETTINGS,
} from '../../../core/video/domain/video-request.ts';
import type { AdvancedSettings, VideoDraft } from '../../../core/video/domain/video-request.ts';
import { LANGUAGE_CHOICES, readConfirmOver } from '../../shared/choice-words.ts';
import type { TypedToken } from './tokenize.ts';

type Named = 'seconds' | 'quality' | 'aspect' | 'sound' | 'guidance';

/** What the flags of a command have set; what none has set is left open. */
export type Chosen = {
  -readonly [name in Named]: VideoDraft['settings'][name];
} & {
  -readonly [name in keyof AdvancedSettings]-?: AdvancedSettings[name] | null;
} & {
  model: string | null;
  private: true | null;
  /** Null credits: never; a null name: whatever Slack says. */
  confirmOver: { readonly credits: number | null } | null;
  language: { readonly name: string | null } | null;
  reset: true | null;
};

/** Before any flag was read. */
const NOTHING_CHOSEN: Readonly<Chosen> = {
  ...UNSET_SETTINGS,
  seed: null,
  style: null,
  cameraMotion: null,
  motionIntensity: null,
  model: null,
  private: null,
  confirmOver: null,
  language: null,
  reset: null,
};

/** Sets one thing; says what is allowed instead when the value is not. */
type Flag =
  | { readonly takes: 'nothing'; readonly set: (chosen: Chosen) => keyof Chosen }
  | {
      readonly takes: 'value';
      readonly setting: keyof Chosen;
      readonly allowed: Message;
      /** Its value may be several words, in quotes. */
      readonly words?: true;
      /** False when the value is none of the allowed ones. */
      readonly set: (chosen: Chosen, value: string) => boolean;
    };

type Flags = Readonly<Record<string, Flag>>;

const oneOf = (choices: readonly string[]) => msg('chat.one-of', { choices });

/** Of what people like from now on, and of a video. */
const SETTINGS: Flags = {
  seconds: {
    takes: 'value',
    setting: 'seconds',
    allowed: msg('commands.allowed-whole-number', { example: '8' }),
    set(chosen, value) {
      chosen.seconds = wholeNumber(value);
      return chosen.seconds !== null;
    },
  },
  aspect: {
    takes: 'value',
    setting: 'aspect',
    allowed: oneOf(ASPECTS),
    set(chosen, value) {
      const aspect = ASPECTS.find((it) => it === value);
      if (aspect === undefined) return false;
      chosen.aspect = aspect;
      return true;
    },
  },
  quality: {
    takes: 'value',
    setting: 'quality',
    allowed: oneOf(['std', 'pro']),
    set(chosen, value) {
      if (value !== 'std' && value !== 'pro') return false;
      chosen.quality = value;
      return true;
    },
  },
  guidance: {
    takes: 'value',
    setting: 'guidance',
    allowed: msg('commands.allowed-range', { min: 0, max: 1 }),
    set(chosen, value) {
      if (!/^(0|1|[01]?\.\d{1,6}|1\.0{1,6})$/.test(value) || Number(value) > 1) return false;
      chosen.guidance = Number(value);
      return true;
    },
  },
  pro: flag('quality', (chosen) => (chosen.quality = 'pro')),
  std: flag('quality', (chosen) => (chosen.quality = 'std')),
  sound: flag('sound', (chosen) => (chosen.sound = true)),
  silent: flag('sound', (chosen) => (chosen.sound = false)),
};

/** Of a video. */
export const VIDEO_FLAGS: Flags = {
  ...SETTINGS,
  model: {
    takes: 'value',
    setting: 'model',
    allowed: msg('commands.allowed-model'),
    words: true,
    set(chosen, value) {
      chosen.model = value.trim();
      return chosen.model !== '' && value.length <= 150;
    },
  },
  style: {
    takes: 'value',
    setting: 'style',
    allowed: msg('commands.allowed-text', { example: '"film noir"' }),
    words: true,
    set(chosen, value) {
      chosen.style = value.trim();
      return chosen.style !== '';
    },
  },
  camera: {
    takes: 'value',
    setting: 'cameraMotion',
    allowed: oneOf(CAMERA_MOTIONS),
    set(chosen, value) {
      const motion = CAMERA_MOTIONS.find((it) => it === value.toLowerCase());
      if (motion === undefined) return false;
      chosen.cameraMotion = motion;
      return true;
    },
  },
  motion: {
    takes: 'value',
    setting: 'motionIntensity',
    allowed: oneOf(['1', '2', '3', '4', '5']),
    set(chosen, value) {
      if (!/^[1-5]$/.test(value)) return false;
      chosen.motionIntensity = Number(value);
      return true;
    },
  },
  seed: {
    takes: 'value',
    setting: 'seed',
    allowed: msg('commands.allowed-whole-number', { example: '42' }),
    set(chosen, value) {
      chosen.seed = wholeNumber(value);
      return chosen.seed !== null;
    },
  },
  private: flag('private', (chosen) => (chosen.private = true)),
};

/** Of `/video settings`. */
export const SETTINGS_FLAGS: Flags = {
  ...SETTINGS,
  'confirm-over': {
    takes: 'value',
    setting: 'confirmOver',
    allowed: msg('commands.allowed-confirm-over'),
    set(chosen, value) {
      const credits = readConfirmOver(value);
      if (credits === undefined) return false;
      chosen.confirmOver = { credits };
      return true;
    },
  },
  reset: flag('reset', (chosen) => (chosen.reset = true)),
  language: {
    takes: 'value',
    setting: 'language',
    allowed: oneOf(['automatic', ...LANGUAGE_CHOICES.map(({ name }) => name)]),
    set(chosen, value) {
      const isAutomatic = /^(?:automatic|auto|default)$/i.test(value);
      chosen.language = { name: isAutomatic ? null : value };
      return true;
    },
  },
};

function flag(setting: keyof Chosen, choose: (chosen: Chosen) => void): Flag {
  return {
    takes: 'nothing',
    set(chosen) {
      choose(chosen);
      return setting;
    },
  };
}

const KNOWN = new Map([...Object.entries(SETTINGS_FLAGS), ...Object.entries(VIDEO_FLAGS)]);

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
  if (match[1] === '-' && known?.takes !== 'value') return null;
  return { name, value: match[3] ?? null };
}

export type FlagsRead =
  | { readonly status: 'read'; readonly chosen: Chosen; readonly words: readonly TypedToken[] }
  | { readonly status: 'wrong'; readonly words: Message };

const FILES = /^(?:image|first|first_frame|last|last_frame|file|video|reference|references)$/;

/** Takes the flags out of what was typed. */
export function readFlags(tokens: readonly TypedToken[], flags: Flags): FlagsRead {
  const chosen: Chosen = { ...NOTHING_CHOSEN };
  const words: TypedToken[] = [];
  const set = new Set<keyof Chosen>();
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    const named = flagOf(token);
    if (named === null) {
      words.push(token);
      continue;
    }
    const flag = `--${shorten(named.name, 40)}`;
    const known = Object.hasOwn(flags, named.name) ? flags[named.name] : undefined;
    if (known === undefined) return wrong(unknown(named.name, flag, flags));
    let setting: keyof Chosen;
    if (known.takes === 'nothing') {
      if (named.value !== null) return wrong(msg('commands.flag-no-value', { flag }));
      setting = known.set(chosen);
    } else {
      const next = tokens[index + 1];
      const follows = named.value === null && next !== undefined && flagOf(next) === null;
      const value = named.value ?? (follows ? next.text : '');
      if (follows) index += 1;
      const { allowed } = known;
      if (value === '') return wrong(msg('commands.flag-needs-value', { flag, allowed }));
      // Half of a value would else be paid for as a part of the prompt.
      const half = halfValue(tokens.slice(index), words.length > 0 && known.words === true);
      if (half !== null || !known.set(chosen, value)) {
        const told = { flag, value: shorten(half ?? value, 60), allowed };
        return wrong(msg('commands.flag-wrong-value', told));
      }
      setting = known.setting;
    }
    if (set.has(setting)) return wrong(msg('commands.flag-twice', { flag }));
    set.add(setting);
  }
  return { status: 'read', chosen, words };
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

function wrong(words: Message): FlagsRead {
  return { status: 'wrong', words };
}

function unknown(name: string, flag: string, flags: Flags): Message {
  return FILES.test(name)
    ? msg('commands.no-files', {
        command: 'video create',
        animate: msg('commands.animate-this'),
        edit: msg('commands.edit-this'),
      })
    : msg('commands.unknown-flag', { flag, flags: Object.keys(flags).map((it) => `--${it}`) });
}
