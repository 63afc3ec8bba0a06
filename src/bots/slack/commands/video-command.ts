import { distanceOf, slipsIn } from '../../../core/shared/domain/edit-distance.ts';
import { jobId } from '../../../core/shared/domain/ids.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { shorten } from '../../../core/messages/domain/rich-text.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import { advancedOf } from '../../shared/scene-from-fields.ts';
import type { FormKind } from '../forms/video/form-values.ts';
import { joinTokens, tokenize } from './tokenize.ts';
import type { TypedToken } from './tokenize.ts';
import { plainWords } from './plain-words.ts';
import { flagOf, readFlags, SETTINGS_FLAGS, VIDEO_FLAGS } from './flags.ts';
import type { Chosen } from './flags.ts';

/** What the text after `/video` asks for. */
export type Typed =
  | { readonly status: 'asked'; readonly command: Command; readonly private: boolean }
  | { readonly status: 'form'; readonly form: FormKind }
  | { readonly status: 'wrong'; readonly words: Message };

/** Reads what was typed after `/video`. Strict: what is not understood is never paid for. */
export function readVideoText(text: string): Typed {
  const tokens = tokenize(plainWords(text).trim());
  const [first, ...rest] = tokens;
  if (first === undefined) return { status: 'form', form: 'create' };
  if (first.quoted) return readPrompt(tokens, 'prompt');
  return readWord(first, rest) ?? readPrompt(tokens, 'perhaps');
}

/** Null where it is no command: a prompt, though perhaps one that was meant as a command. */
function readWord(first: TypedToken, rest: readonly TypedToken[]): Typed | null {
  switch (first.text.toLowerCase()) {
    case 'create':
      return rest.length === 0 ? { status: 'form', form: 'create' } : readPrompt(rest, 'prompt');
    case 'settings':
      return readSettings(rest);
    case 'storyboard':
    case 'elements':
    case 'edit':
    case 'replace': {
      const form = FORMS_BY_WORD.find((it) => it === first.text.toLowerCase());
      return rest.length === 0 && form !== undefined ? { status: 'form', form } : null;
    }
    case 'status':
    case 'history':
    case 'help':
    case 'credits': {
      const type = wordOf(first.text);
      return rest.length === 0 && type !== null ? asked({ type }) : null;
    }
    case 'cancel':
      return readCancel(rest);
    case 'link':
      return readLink(rest);
    case 'unlink':
      return rest.length === 0 ? asked({ type: 'unlink' }) : null;
    case 'forget':
      return readForget(rest);
    default:
      return null;
  }
}

const COMMANDS = [
  ...['create', 'storyboard', 'elements', 'edit', 'replace', 'settings', 'status', 'history'],
  ...['help', 'credits', 'cancel', 'link', 'unlink', 'forget'],
] as const;

/** A longer prompt may begin with any word that is only like a command. */
const MOST_SLIPPED = 2;

/** The command that these words may have been meant as; null where they are a prompt. */
function perhapsMeant([first, ...more]: readonly TypedToken[]): string | null {
  if (first === undefined || first.quoted) return null;
  const word = first.text.toLowerCase();
  const near = COMMANDS.filter((it) => distanceOf(word, it) <= slipsIn(it));
  const meant = near.find((it) => it === word) ?? (more.length < MOST_SLIPPED ? near[0] : null);
  return meant == null ? null : `video ${meant}`;
}

const FORMS_BY_WORD = ['storyboard', 'elements', 'edit', 'replace'] as const;
const WORDS = ['status', 'history', 'help', 'credits'] as const;

function wordOf(text: string): (typeof WORDS)[number] | null {
  return WORDS.find((it) => it === text.toLowerCase()) ?? null;
}

/** One word after it names a video; more of them are a prompt that begins like this. */
function readCancel([named, more]: readonly TypedToken[]): Typed | null {
  if (named === undefined) return asked({ type: 'cancel', job: null });
  if (more !== undefined) return null;
  return /^[\w-]{1,64}$/.test(named.text)
    ? asked({ type: 'cancel', job: jobId(named.text) })
    : wrong(msg('commands.cancel-one', { command: 'video cancel', status: 'video status' }));
}

/** Null for a prompt that begins like this: settings are flags and nothing else. */
function readSettings(rest: readonly TypedToken[]): Typed | null {
  const [first] = rest;
  if (first === undefined) return { status: 'form', form: 'settings' };
  if (flagOf(first) === null) return null;
  const read = readFlags(rest, SETTINGS_FLAGS);
  if (read.status === 'wrong') return read;
  if (read.words.length > 0) {
    const text = shorten(read.words.map((it) => it.written).join(' '), 60);
    return wrong(msg('commands.too-much', { command: 'video settings', text }));
  }
  const { seconds, quality, aspect, sound, guidance, confirmOver, language } = read.chosen;
  const settings = { seconds, quality, aspect, sound, guidance };
  const resets = read.chosen.reset === true;
  const isSet = Object.values(settings).some((it) => it !== null);
  return asked({
    type: 'prefer',
    ...(isSet || resets ? { settings } : {}),
    ...(isSet && !resets ? { keep: true } : {}),
    ...(confirmOver === null ? {} : { confirmOver: confirmOver.credits }),
    ...(language === null ? {} : { language: language.name }),
  });
}

/** A code is one word; more of them are a prompt. */
function readLink([code, more]: readonly TypedToken[]): Typed | null {
  if (code === undefined) return asked({ type: 'link', code: null });
  if (more !== undefined) return null;
  return /^[\w-]{1,64}$/.test(code.text)
    ? asked({ type: 'link', code: code.text })
    : wrong(msg('commands.one-code'));
}

function readForget([first, more]: readonly TypedToken[]): Typed | null {
  if (more !== undefined) return null;
  return first?.text.toLowerCase() === 'me'
    ? asked({ type: 'forget', sure: false })
    : wrong(msg('commands.forget-which', { command: 'video forget me' }));
}

/** @param meant whether it is certain that a video is meant */
function readPrompt(tokens: readonly TypedToken[], meant: 'prompt' | 'perhaps'): Typed {
  const read = readFlags(tokens, VIDEO_FLAGS);
  if (read.status === 'wrong') return read;
  const { words, chosen } = read;
  return asPrompt(words, chosen, meant === 'prompt' ? null : perhapsMeant(words));
}

function asPrompt(words: readonly TypedToken[], chosen: Chosen, command: string | null): Typed {
  const [only] = words;
  // Quotes around all of it only keep it together; others are the writer's own.
  const whole = words.length === 1 && only?.quoted === true;
  const prompt = whole ? only.text : joinTokens(words);
  if (prompt.trim() === '') return wrong(msg('video.prompt-empty'));
  const scene = { kind: 'text', prompt } as const;
  const { seconds, quality, aspect, sound, guidance, model } = chosen;
  const settings = { seconds, quality, aspect, sound, guidance, ...advancedOf(chosen) };
  const draft = { scene, settings, ...(model === null ? {} : { model }) };
  const doubt = command === null ? {} : { perhapsMeant: command };
  return asked({ type: 'create', draft, ...doubt }, chosen.private === true);
}

function asked(command: Command, hidden = false): Typed {
  return { status: 'asked', command, private: hidden };
}

function wrong(words: Message): Typed {
  return { status: 'wrong', words };
}
