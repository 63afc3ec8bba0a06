import { distanceOf, slipsIn } from '../../../core/shared/domain/edit-distance.ts';
import { jobId } from '../../../core/shared/domain/ids.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import { advancedOf } from '../../shared/scene-from-fields.ts';
import type { FormKind } from '../forms/video/form-values.ts';
import { tokenize } from './tokenize.ts';
import type { TypedToken } from './tokenize.ts';
import { plainWords } from './plain-words.ts';
import { CONFIRM_OVER, NOTHING_CHOSEN, FLAGS, flagOf } from './flags.ts';
import type { Chosen } from './flags.ts';

/** What the text after `/video` asks for. */
export type Typed =
  | { readonly status: 'asked'; readonly command: Command; readonly private: boolean }
  | { readonly status: 'form'; readonly form: FormKind }
  /** A sentence for whoever typed it. */
  | { readonly status: 'wrong'; readonly words: string };

const LISTED =
  '--seconds 8, --pro or --std, --aspect 9:16, --sound or --silent, --guidance 0.5, --model, --style, --camera, --motion, --seed, --private';
const PICTURES =
  'A file cannot be given in a command. Type /video alone for a form that takes one, or choose "Animate this image" or "Edit this video" on a message.';

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
    : wrong('/video cancel takes one name, as /video status shows it, or nothing.');
}

const HOW_TO_CONFIRM =
  '--confirm-over takes a whole number of credits (0 to be asked always), or never: /video settings --confirm-over 200';

const LANGUAGE = 'language';
const HOW_TO_CHOOSE_A_LANGUAGE =
  '--language takes one language, or automatic: /video settings --language Deutsch';

function isAutomatic(value: string): boolean {
  return /^(?:automatic|auto|default)$/i.test(value);
}

/** Null for a prompt that begins like this. */
function readSettings(rest: readonly TypedToken[]): Typed | null {
  const [first, second, more] = rest;
  if (first === undefined) return { status: 'form', form: 'settings' };
  const named = flagOf(first);
  if (named?.name !== CONFIRM_OVER && named?.name !== LANGUAGE) return null;
  const value = named.value ?? second?.text ?? '';
  const tooMuch = more !== undefined || (named.value !== null && second !== undefined);
  if (named.name === LANGUAGE) {
    if (tooMuch || value === '') return wrong(HOW_TO_CHOOSE_A_LANGUAGE);
    return asked({ type: 'prefer', language: isAutomatic(value) ? null : value });
  }
  if (tooMuch) return wrong(HOW_TO_CONFIRM);
  if (/^(?:never|off)$/i.test(value)) return asked({ type: 'confirm-over', credits: null });
  return /^\d{1,9}$/.test(value)
    ? asked({ type: 'confirm-over', credits: Number(value) })
    : wrong(HOW_TO_CONFIRM);
}

/** A code is one word; more of them are a prompt. */
function readLink([code, more]: readonly TypedToken[]): Typed | null {
  if (code === undefined) return asked({ type: 'link', code: null });
  if (more !== undefined) return null;
  return /^[\w-]{1,64}$/.test(code.text)
    ? asked({ type: 'link', code: code.text })
    : wrong('/video link takes one code, as the other chat gave it to you, or nothing.');
}

function readForget([first, more]: readonly TypedToken[]): Typed | null {
  if (more !== undefined) return null;
  return first?.text.toLowerCase() === 'me'
    ? asked({ type: 'forget', sure: false })
    : wrong(
        'To have your prompts and videos removed, type /video forget me. For a video of forgetting, say more than that.',
      );
}

/** @param meant whether it is certain that a video is meant */
function readPrompt(tokens: readonly TypedToken[], meant: 'prompt' | 'perhaps'): Typed {
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
    const known = Object.hasOwn(FLAGS, named.name) ? FLAGS[named.name] : undefined;
    if (known === undefined) return wrong(unknown(named.name));
    let setting: keyof Chosen;
    if (known.takes === 'nothing') {
      if (named.value !== null) return wrong(`--${named.name} takes no value.`);
      setting = known.set(chosen);
    } else {
      const next = tokens[index + 1];
      const follows = named.value === null && next !== undefined && flagOf(next) === null;
      const value = named.value ?? (follows ? next.text : '');
      if (follows) index += 1;
      if (value === '') return wrong(`--${named.name} needs a value: ${known.allowed}.`);
      if (!known.set(chosen, value)) {
        return wrong(`--${named.name} cannot be “${value}”. It takes ${known.allowed}.`);
      }
      setting = known.setting;
    }
    if (set.has(setting)) return wrong(`--${named.name} decides what was decided before it.`);
    set.add(setting);
  }
  return asPrompt(words, chosen, meant === 'prompt' ? null : perhapsMeant(words));
}

function asPrompt(words: readonly TypedToken[], chosen: Chosen, command: string | null): Typed {
  const [only] = words;
  // Quotes around all of it only keep it together; others are the writer's own.
  const whole = words.length === 1 && only?.quoted === true;
  const prompt = whole ? only.text : words.map((it) => it.written).join(' ');
  if (prompt.trim() === '') {
    return wrong('There is no prompt. Say what the video should show: /video a horse on a beach');
  }
  const scene = { kind: 'text', prompt } as const;
  const { seconds, quality, aspect, sound, guidance, model } = chosen;
  const settings = { seconds, quality, aspect, sound, guidance, ...advancedOf(chosen) };
  const draft = { scene, settings, ...(model === null ? {} : { model }) };
  const doubt = command === null ? {} : { perhapsMeant: command };
  return asked({ type: 'create', draft, ...doubt }, chosen.private === true);
}

function unknown(name: string): string {
  return /^(image|first|first_frame|last|last_frame|file|video|reference|references)$/.test(name)
    ? PICTURES
    : `There is no switch --${name}. There are: ${LISTED}. Words that begin with -- belong in quotes.`;
}

function asked(command: Command, hidden = false): Typed {
  return { status: 'asked', command, private: hidden };
}

function wrong(words: string): Typed {
  return { status: 'wrong', words };
}
