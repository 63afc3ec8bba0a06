import createBidi from 'bidi-js/dist/bidi.mjs';
import { describe, expect, it } from 'vitest';
import type { KnownBlock } from '@slack/types';
import { cardBody as discordCard } from '../../../src/bots/discord/messages/card-view.ts';
import { replyBody as discordReply } from '../../../src/bots/discord/messages/reply-view.ts';
import { cardBody as slackCard } from '../../../src/bots/slack/rendering/card-view.ts';
import { replyBody as slackReply } from '../../../src/bots/slack/rendering/reply-view.ts';
import { CATALOGUE } from '../../../src/core/messages/domain/catalogue.ts';
import type { MessageKey } from '../../../src/core/messages/domain/catalogue.ts';
import type { Message } from '../../../src/core/messages/domain/message.ts';
import { plainReply } from '../../../src/core/messages/domain/reply.ts';
import type { ShownCard } from '../../../src/core/chat/ports/chat-platform.ts';
import { LANGUAGES } from '../../../src/messages/languages.ts';
import { aShownCard } from '../../contracts/chat-platform.ts';
import { filled, usual } from '../../messages/samples.ts';
import { STRANGE_WORDS } from '../../messages/strange-words.ts';
import { allComponents } from '../discord/cards.ts';

const bidi = createBidi();
const STRANGE = Object.entries(STRANGE_WORDS);

/** Kinds of parameters that can be a stranger's words. */
const HOLDS: readonly string[] = ['text', 'quote', 'list', 'or-list', 'any'];

const KEYS = (Object.keys(CATALOGUE) as MessageKey[]).filter((key) =>
  Object.values<string>(CATALOGUE[key]).some((kind) => HOLDS.includes(kind)),
);

function saidWith(words: string): readonly Message[] {
  const lists = ['list', 'or-list'];
  return KEYS.flatMap((key) =>
    filled(key, (kind) => {
      if (!HOLDS.includes(kind)) return usual(kind);
      return [lists.includes(kind) ? [words, words] : words];
    }),
  );
}

function inDiscord(card: ShownCard, messages: readonly Message[], language: string) {
  const place = { until: null, moved: false, withheld: false };
  const bodies = [
    discordCard(card, place),
    ...messages.map((it) => discordReply({ ...plainReply(it, it), language })),
  ];
  return bodies.map((body) => allComponents(body.components).flatMap((it) => it.content ?? []));
}

function inSlack(card: ShownCard, messages: readonly Message[], language: string) {
  const place = { delivery: { how: 'none' }, media: 'none', moved: null } as const;
  const bodies = [
    slackCard(card, place),
    ...messages.map((it) => slackReply({ ...plainReply(it, it), language })),
  ];
  return bodies.map(({ blocks }) => blocks.flatMap(textsOf));
}

/** What stands in a block, but for a quotation on a line of its own. */
function textsOf(block: KnownBlock): readonly string[] {
  if (block.type === 'header') return [block.text.text];
  if (block.type === 'context') return block.elements.map((it) => ('text' in it ? it.text : ''));
  if (block.type !== 'rich_text') return [];
  const sections = block.elements.filter((it) => it.type === 'rich_text_section');
  return sections
    .map((it) => it.elements)
    .map((elements) => elements.map((it) => ('text' in it ? it.text : '@')).join(''));
}

/** Characters of ours, and not on a line that is only a prompt, that run from right to left because of a stranger's. */
function turned(text: string): string {
  const lines = text.split('\n').filter((line) => !line.startsWith('> '));
  return lines.map((line) => turnedIn(line)).join('');
}

function turnedIn(line: string): string {
  const { levels } = bidi.getEmbeddingLevels(line, 'ltr');
  let inside = 0;
  return Array.from(line, (_, n) => n)
    .filter((n) => {
      if (line[n] === '\u2068') inside += 1;
      if (line[n] === '\u2069') inside -= 1;
      return inside === 0 && (levels[n] ?? 0) > 0;
    })
    .map((n) => line[n] ?? '')
    .join('');
}

const aCard = (prompt: string, messages: readonly Message[], language: string) =>
  aShownCard({
    language,
    prompt,
    headline: messages.slice(0, 1),
    lines: messages.slice(1, 4).map((it) => [it]),
    receipt: messages.slice(4, 6).map((it) => [it]),
  });

describe.each([
  ['Discord', inDiscord, 4_000],
  ['Slack', inSlack, 3_000],
] as const)('In %s', (_, shown, most) => {
  it.each(STRANGE)('words that are %s turn none of ours around', (_name, words) => {
    const messages = saidWith(words);
    expect(messages.length).toBeGreaterThan(100);
    const texts = shown(aCard(words, messages, 'en'), messages, 'en');
    expect(texts.flat().filter((it) => turned(it) !== '')).toEqual([]);
    for (const text of texts) expect(text.join('').length).toBeLessThanOrEqual(most);
  });

  it.each(LANGUAGES)('words from right to left turn none around in %s', (language) => {
    const words = STRANGE_WORDS['arabic'] ?? '';
    const messages = saidWith(words);
    const texts = shown(aCard(words, messages, language), messages, language).flat();
    expect(texts.filter((it) => turned(it) !== '')).toEqual([]);
    expect(texts.filter((it) => it.includes('\u2068محمد')).length).toBeGreaterThan(100);
  });

  it('words from left to right are copied as they were typed', () => {
    const texts = shown(aCard('a fox', saidWith('Zoë'), 'en'), saidWith('Zoë'), 'en').flat();
    expect(texts.filter((it) => /[\u2066-\u2069\u202a-\u202e]/u.test(it))).toEqual([]);
  });
});

it('sees what would be turned around', () => {
  expect(turned('“שלום” · 180 credits')).toContain('180');
  expect(turned('“\u2068שלום\u2069” · 180 credits')).toBe('');
});
