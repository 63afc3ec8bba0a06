import { TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/core/messages/domain/catalogue.ts';
import type { MessageKey } from '../../src/core/messages/domain/catalogue.ts';
import type { ParameterKind } from '../../src/core/messages/domain/parameter-kinds.ts';
import { LANGUAGES, textsOf } from '../../src/messages/languages.ts';
import { parseText } from '../../src/messages/parse-text.ts';
import { createWording } from '../../src/messages/wording.ts';
import limits from './limits.json' with { type: 'json' };
import { filled, isNumber, longest, optionsOf } from './samples.ts';

const KEYS = Object.keys(CATALOGUE) as MessageKey[];
const OTHERS = LANGUAGES.filter((it) => it !== 'en');

/**
 * How many characters a message may have where a chat shows it, its longest values included: 24 in a
 * modal's title, 45 in a field's label, 75 on a button, 100 in a description, and so on. What has no
 * limit stands in a text that is cut where it is too long.
 */
const LIMITS: Readonly<Partial<Record<MessageKey, number>>> = limits;

interface Used {
  readonly parameters: Set<string>;
  readonly tags: Set<string>;
  readonly wrong: string[];
}

/** What stands in a text, and what no renderer could make anything of. */
function usedIn(key: MessageKey, text: string): Used {
  const kinds: Readonly<Record<string, ParameterKind>> = CATALOGUE[key];
  const used: Used = { parameters: new Set(), tags: new Set(), wrong: [] };
  const walk = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.tag) {
        used.tags.add(element.value);
        walk(element.children);
      }
      if (element.type === TYPE.argument || element.type === TYPE.number) {
        used.parameters.add(element.value);
      }
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        used.parameters.add(element.value);
        const kind = kinds[element.value];
        const options = Object.keys(element.options);
        if (!options.includes('other')) used.wrong.push(`${element.value} has no other`);
        if (element.type === TYPE.plural && !isNumber(kind)) used.wrong.push(element.value);
        const known = kind === undefined ? [] : ['other', ...optionsOf(kind)];
        if (element.type === TYPE.select) {
          used.wrong.push(...options.filter((it) => !known.includes(it)));
        }
        for (const { value } of Object.values(element.options)) walk(value);
      }
      if (element.type === TYPE.date || element.type === TYPE.time) used.wrong.push(element.value);
    }
  };
  walk(parseText(text, kinds));
  return used;
}

it('A message that nobody says is in no language', async () => {
  const root = path.join(import.meta.dirname, '../../src');
  const files = (await readdir(root, { recursive: true })).filter(
    (it) => it.endsWith('.ts') && !it.includes(path.join('messages', 'domain', 'catalogue')),
  );
  const code = (await Promise.all(files.map((it) => readFile(path.join(root, it), 'utf8')))).join();
  // What a key is put together of: `jobs.status-${status}`, `${of}-unlimited`.
  const made = [...code.matchAll(/msg\(\s*`([^`]+)`/g)].map(([, template = '']) => {
    const parts = template.split(/\$\{[^}]*\}/).map((it) => RegExp.escape(it));
    return new RegExp(`^${parts.join('(.*)')}$`);
  });
  const isWritten = (text: string) => text === '' || code.includes(`'${text}'`);
  const isSaid = (key: string) =>
    isWritten(key) || made.some((it) => it.exec(key)?.slice(1).every(isWritten) === true);
  expect(KEYS.filter((key) => !isSaid(key))).toEqual([]);
});

it('A limit is of a message that there is', () => {
  expect(Object.keys(LIMITS).filter((it) => !Object.hasOwn(CATALOGUE, it))).toEqual([]);
});

describe.each(LANGUAGES)('The language %s', (language) => {
  const texts = textsOf(language);

  it('has each message once, in the order of the English', async () => {
    const folder = path.join(import.meta.dirname, '../../src/messages/languages');
    const keysOf = async (name: string) =>
      [
        ...(await readFile(path.join(folder, `${name}.json`), 'utf8')).matchAll(
          /^ {2}"([^"]+)":/gm,
        ),
      ].map((it) => it[1]);
    const keys = await keysOf(language);
    expect(keys).toEqual(await keysOf('en'));
    expect(keys.toSorted()).toEqual(KEYS.toSorted());
  });

  it('takes the same parameters and marks as the English, and no others', () => {
    for (const key of KEYS) {
      const used = usedIn(key, texts[key]);
      expect([...used.parameters].toSorted(), key).toEqual(Object.keys(CATALOGUE[key]).toSorted());
      expect([...used.tags], key).toEqual([...usedIn(key, textsOf('en')[key]).tags]);
      expect(used.wrong, key).toEqual([]);
    }
  });

  it('fits where it stands, with the longest values', () => {
    const wording = createWording(language);
    const tooLong = Object.entries(LIMITS).flatMap(([key, most]) =>
      filled(key as MessageKey, longest)
        .map((it) => wording.text(it))
        .filter((it) => it.length > most)
        .map((it) => `${key} ${most}: ${it}`),
    );
    expect(tooLong).toEqual([]);
  });

  it('has no blanks at its ends, none doubled, and no exclamation marks or emoji', () => {
    const odd = KEYS.filter((key) =>
      /^\s|\s$| {2}|!|！|\p{Extended_Pictographic}/u.test(texts[key].replace(/\{\w+, /g, '{')),
    );
    expect(odd).toEqual([]);
  });
});

/** Names, and what is typed as it stands. */
const NAMES =
  /\{[^{}]*\}|<\/?\w+>|\/[a-z]+( [a-z-]+)*|--?[\w-]+|https?:\S+|\b[\w.]+\.(ai|app|md|png)\b/g;
const ENGLISH_ONLY = /\b(the|your|you|with|are|this|that|from|have|isn|aren|than|each)\b/i;

describe.each(OTHERS)('The language %s', (language) => {
  it('has no English words left', () => {
    const texts = textsOf(language);
    const words = (key: MessageKey) => texts[key].replace(NAMES, ' ').replace(NAMES, ' ');
    expect(KEYS.filter((key) => ENGLISH_ONLY.test(words(key)))).toEqual([]);
  });
});
