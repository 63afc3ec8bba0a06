import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE } from '../core/messages/domain/catalogue.ts';
import type { MessageKey } from '../core/messages/domain/catalogue.ts';
import { ENGLISH } from '../core/messages/domain/language.ts';
import type { Language } from '../core/messages/domain/language.ts';
import type { Languages } from '../core/messages/ports/languages.ts';
import english from './languages/en.json' with { type: 'json' };

/** The ICU text of each message. */
export type Texts = Readonly<Record<MessageKey, string>>;

/** What English lacks does not compile; what another language lacks is said in English. */
const ENGLISH_TEXTS: Texts = english;

const FOLDER = path.join(import.meta.dirname, 'languages');

/** Each file of the folder is a language, by its BCP 47 tag. */
const files = new Map(
  readdirSync(FOLDER)
    .filter((it) => it.endsWith('.json'))
    .map((it) => [path.basename(it, '.json'), path.join(FOLDER, it)]),
);

/** Tags of the languages there are, English first. */
export const LANGUAGES: readonly string[] = [...files.keys()].toSorted(
  (one, other) => Number(other === ENGLISH) - Number(one === ENGLISH) || (one < other ? -1 : 1),
);

const read = new Map<string, Texts>();

/** Texts of a language of `LANGUAGES`, read when they are first needed. */
export function textsOf(language: string): Texts {
  const known = read.get(language);
  if (known !== undefined) return known;
  const file = files.get(language);
  const texts = file === undefined ? ENGLISH_TEXTS : { ...ENGLISH_TEXTS, ...textsIn(file) };
  read.set(language, texts);
  return texts;
}

function textsIn(file: string): Partial<Texts> {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const entries = Object.entries(parsed ?? {}).filter(
    ([key, text]) => Object.hasOwn(CATALOGUE, key) && typeof text === 'string',
  );
  return Object.fromEntries(entries);
}

/**
 * The language of ours that serves who reads `tag` (BCP 47, as a chat tells it): the very one, else
 * one of the same language and script. Null where none does, or where it is no tag at all.
 */
export function matchingLanguage(tag: string | null | undefined): string | null {
  if (tag !== null && tag !== undefined && files.has(tag)) return tag;
  const wanted = scriptOf(tag);
  if (wanted === null) return null;
  return LANGUAGES.find((it) => scriptOf(it) === wanted) ?? null;
}

function scriptOf(tag: string | null | undefined): string | null {
  if (tag === null || tag === undefined) return null;
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script ?? ''}`;
  } catch {
    return null;
  }
}

/** A language of `LANGUAGES`, with the name that its speakers have for it. */
export function languageCalled(tag: string): Language {
  return { tag, name: textsOf(tag)['chat.language'] };
}

/** For the core, which reads no files. */
export const languages: Languages = {
  get all() {
    return LANGUAGES.map(languageCalled);
  },
  matching: matchingLanguage,
};
