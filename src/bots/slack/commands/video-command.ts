import type { Command } from '../../../core/chat/domain/command.ts';
import type { Problem } from '../../../core/commands/domain/catalogue/field.ts';
import {
  makingCommand,
  SETTINGS_COMMAND,
  VIDEO_COMMANDS,
} from '../../../core/commands/domain/catalogue/video-commands.ts';
import type {
  Making,
  VideoCommand,
} from '../../../core/commands/domain/catalogue/video-commands.ts';
import type { VideoValues } from '../../../core/commands/domain/catalogue/video-field.ts';
import { problemsIn } from '../../../core/commands/domain/catalogue/video-values.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { shorten } from '../../../core/messages/domain/rich-text.ts';
import { distanceOf, slipsIn } from '../../../core/shared/domain/edit-distance.ts';
import { flagOf, readFlags, SETTINGS_FLAGS, VIDEO_FLAGS } from './flags.ts';
import { plainWords } from './plain-words.ts';
import { joinTokens, tokenize } from './tokenize.ts';
import type { TypedToken } from './tokenize.ts';

/** Forms that make a video, and one of settings. */
export type FormKind = Making | 'settings';

/** What the text after `/video` asks for. */
export type Typed =
  | { readonly status: 'asked'; readonly command: Command; readonly private: boolean }
  | { readonly status: 'form'; readonly form: FormKind }
  /** `video`: one would have come of it. */
  | { readonly status: 'wrong'; readonly words: Message; readonly of: Of };

type Of = 'video' | 'other';

const CREATE = makingCommand('create');

/** Reads what was typed after `/video`. Strict: what is not understood is never paid for. */
export function readVideoText(text: string): Typed {
  const tokens = tokenize(plainWords(text).trim());
  const [first, ...rest] = tokens;
  if (first === undefined) return { status: 'form', form: 'create' };
  if (first.quoted) return readPrompt(tokens, 'prompt');
  const command = VIDEO_COMMANDS.find((it) => wordOf(it) === first.text.toLowerCase());
  const typed = command === undefined ? null : readCommand(command, rest);
  return typed ?? readPrompt(tokens, 'perhaps');
}

/** What a command begins with. */
function wordOf({ name }: VideoCommand): string {
  return name.split(' ')[0] ?? name;
}

/** Null where what follows makes it a prompt, though perhaps one that was meant as a command. */
function readCommand(command: VideoCommand, rest: readonly TypedToken[]): Typed | null {
  if (command.form !== undefined) {
    const form = FORMS.find((it) => it === command.name);
    if (rest.length === 0 && form !== undefined) return { status: 'form', form };
    if (command === CREATE) return readPrompt(rest, 'prompt');
    return command === SETTINGS_COMMAND ? readSettings(rest) : null;
  }
  const [word, more] = rest;
  if (more !== undefined) return null;
  const [, second] = command.name.split(' ');
  if (second !== undefined) {
    return word?.text.toLowerCase() === second
      ? done(command, {})
      : wrong(msg('commands.forget-which', { command: `video ${command.name}` }));
  }
  if (word === undefined) return done(command, {});
  const [named] = Object.keys(command.fields);
  return named === undefined ? null : done(command, { [named]: word.text });
}

const FORMS = ['create', 'storyboard', 'elements', 'edit', 'replace', 'settings'] as const;

function done(
  { fields, act }: Pick<VideoCommand, 'fields' | 'act'>,
  values: VideoValues,
  of: Of = 'other',
): Exclude<Typed, { status: 'form' }> {
  const [problem]: readonly (Problem | undefined)[] = problemsIn(fields, values, (it) => it);
  const command = problem ?? act(values);
  if ('words' in command) return wrong(command.words, of);
  return { status: 'asked', command, private: values['private'] === true };
}

function wrong(words: Message, of: Of = 'other') {
  return { status: 'wrong', words, of } as const;
}

/** A longer prompt may begin with any word that is only like a command. */
const MOST_SLIPPED = 2;

/** The command that these words may have been meant as; null where they are a prompt. */
function perhapsMeant([first, ...more]: readonly TypedToken[]): string | null {
  if (first === undefined || first.quoted) return null;
  const word = first.text.toLowerCase();
  const near = VIDEO_COMMANDS.map(wordOf).filter((it) => distanceOf(word, it) <= slipsIn(it));
  const meant = near.find((it) => it === word) ?? (more.length < MOST_SLIPPED ? near[0] : null);
  return meant == null ? null : `video ${meant}`;
}

/** Null for a prompt that begins like this: settings are flags and nothing else. */
function readSettings(rest: readonly TypedToken[]): Typed | null {
  const [first] = rest;
  if (first === undefined || flagOf(first) === null) return null;
  const read = readFlags(rest, SETTINGS_FLAGS);
  if (read.status === 'wrong') return wrong(read.words);
  if (read.words.length === 0) return done(SETTINGS_COMMAND, read.values);
  const text = shorten(read.words.map((it) => it.written).join(' '), 60);
  return wrong(msg('commands.too-much', { command: 'video settings', text }));
}

/** @param meant whether it is certain that a video is meant */
function readPrompt(tokens: readonly TypedToken[], meant: 'prompt' | 'perhaps'): Typed {
  const read = readFlags(tokens, VIDEO_FLAGS);
  if (read.status === 'wrong') return wrong(read.words, 'video');
  const { words, values } = read;
  const [only] = words;
  // Quotes around all of it only keep it together; others are the writer's own.
  const whole = words.length === 1 && only?.quoted === true;
  const prompt = whole ? only.text : joinTokens(words);
  const typed = done(CREATE, { ...values, prompt }, 'video');
  const doubt = meant === 'prompt' ? null : perhapsMeant(words);
  if (typed.status === 'wrong' || typed.command.type !== 'create' || doubt === null) return typed;
  return { ...typed, command: { ...typed.command, perhapsMeant: doubt } };
}
