import { Locale } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../../src/bots/discord/commands/command-definitions.ts';
import { matchingLanguage } from '../../../../src/messages/languages.ts';

interface Node {
  readonly name: string;
  readonly description?: string;
  readonly name_localizations?: Readonly<Record<string, string>>;
  readonly description_localizations?: Readonly<Record<string, string>>;
  readonly value?: string | number;
  readonly options?: readonly Node[];
  readonly choices?: readonly Node[];
}

const all = commands as unknown as readonly Node[];
/** Discord's, of our languages. */
const LOCALES = Object.values(Locale).filter((it) => !['en', null].includes(matchingLanguage(it)));

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const it of [...(node.options ?? []), ...(node.choices ?? [])]) yield* nodesOf(it);
}

const textsOf = (node: Node, locale: string) => {
  const name = node.name_localizations?.[locale] ?? node.name;
  const description = node.description_localizations?.[locale] ?? node.description ?? '';
  return { name, description };
};

it('Commands are in both of Discord’s Spanish', () => {
  expect(LOCALES).toEqual(expect.arrayContaining(['de', 'es-ES', 'es-419', 'ja', 'zh-CN']));
});

describe.each(['en-US', ...LOCALES])('The commands in %s', (locale) => {
  it.each(all.map((it) => [it.name, it] as const))(
    'has no more characters than Discord takes in one command: %s',
    (_name, command) => {
      const total = [...nodesOf(command)].reduce((sum, node) => {
        const { name, description } = textsOf(node, locale);
        return sum + name.length + description.length + String(node.value ?? '').length;
      }, 0);
      expect(total).toBeLessThanOrEqual(8_000);
    },
  );

  it('are described within 100 characters, in that language', () => {
    for (const node of all.flatMap((it) => [...nodesOf(it)])) {
      const { name, description } = textsOf(node, locale);
      expect(name.length).toBeLessThanOrEqual(100);
      expect(description.length, description).toBeLessThanOrEqual(100);
      if (locale !== 'en-US' && node.description !== undefined) {
        expect(node.description_localizations, node.name).toHaveProperty([locale]);
      }
    }
  });
});
