import { describe, expect, it } from 'vitest';
import { replyBody } from '../../../../src/bots/slack/rendering/reply-view.ts';
import { cardBody } from '../../../../src/bots/slack/rendering/card-view.ts';
import type { CardPlace } from '../../../../src/bots/slack/rendering/card-view.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import type { Reply } from '../../../../src/core/messages/domain/reply.ts';
import type { RichText } from '../../../../src/core/messages/domain/rich-text.ts';
import type { ShownCard } from '../../../../src/core/chat/ports/chat-platform.ts';
import { blockErrors } from '../../../../sandbox/slack/rules/rules-blocks.ts';
import type { JsonObject } from '../../../../sandbox/shared/json.ts';
import { aShownCard } from '../../../contracts/chat-platform.ts';
import { done, rendering, startChat } from '../chat.ts';

const here: CardPlace = { delivery: { how: 'none' }, media: 'none', moved: null };
const player = {
  page: 'https://videos.example.com/player/abc',
  poster: 'https://videos.example.com/poster.jpg',
};
const link = { how: 'link', url: 'https://videos.example.com/v', bytes: 9e8 } as const;

const json = (card: ShownCard, place = here) => JSON.stringify(cardBody(card, place).blocks);
const typesOf = (card: ShownCard, place: CardPlace) =>
  cardBody(card, place).blocks.map(({ type }) => type);

describe('a card', () => {
  it('says what it is, what was asked for, how it stands, and what it costs', () => {
    const { blocks, text } = cardBody(aShownCard(), here);
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'rich_text',
      'context',
      'rich_text',
      'context',
      'actions',
    ]);
    expect(text).toBe('Queued: a lighthouse at dusk');
  });

  it('shows how far it is', () => {
    expect(json(rendering(0.4))).toContain('▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱ 40%');
    expect(json(rendering(7))).toContain('▰ 100%');
    expect(json(aShownCard())).not.toContain('%');
  });

  it('has buttons that say what they are for', () => {
    expect(json(aShownCard({ actions: ['cancel', 'give-back'] }))).toContain(
      `"action_id":"give-back:${aShownCard().jobId}"`,
    );
    expect(json(aShownCard({ actions: [] }))).not.toContain('button');
  });

  it('is named by what it shows, and by nothing else', () => {
    const name = (card: ShownCard) => cardBody(card, here).blocks[0]?.block_id;
    expect(name(aShownCard())).toBe(name(aShownCard()));
    expect(name(aShownCard())).not.toBe(name(rendering()));
    expect(name(rendering(0.4))).not.toBe(name(rendering(0.45)));
  });

  it('escapes what notifications show', () => {
    const { text } = cardBody(aShownCard({ prompt: '<!channel> & co' }), here);
    expect(text).toBe('Queued: &lt;!channel&gt; &amp; co');
  });

  it('does without a prompt, lines and a receipt', () => {
    const empty = aShownCard({ prompt: '', lines: [], receipt: [], settings: [], actions: [] });
    expect(typesOf(empty, here)).toEqual(['header']);
  });
});

describe('the video of a card', () => {
  const card = done(link, player);

  it('plays in it, or is a still, or neither', () => {
    expect(typesOf(card, { ...here, media: 'player' })).toContain('video');
    expect(typesOf(card, { ...here, media: 'poster' })).toContain('image');
    expect(typesOf(card, here)).not.toContain('image');
    expect(typesOf(done(link), { ...here, media: 'player' })).not.toContain('video');
  });

  it('plays only by https, and with a still', () => {
    const open = { ...player, page: player.page.replace('https', 'http') };
    expect(typesOf(done(link, open), { ...here, media: 'player' })).toContain('image');
    const blind = { ...player, poster: null };
    expect(typesOf(done(link, blind), { ...here, media: 'player' })).not.toContain('video');
    const strange = { ...player, poster: 'file:///etc/passwd' };
    expect(json(done(link, strange), { ...here, media: 'poster' })).not.toContain('passwd');
  });

  it('that can neither be shown nor linked says whom to ask', () => {
    const delivery = { how: 'link', url: null, refusal: null } as const;
    const said = json(card, { ...here, delivery });
    expect(said).toContain('At 900 MB, the video is too large to upload here.');
    expect(said).toContain('Ask the operator for the file.');
  });

  it('is not called too large where it plays', () => {
    const delivery = { how: 'link', url: link.url, refusal: null } as const;
    const playing = json(card, { ...here, delivery, media: 'player' });
    expect(playing).not.toContain('too large');
    expect(playing).toContain('Open video');
    expect(json(card, { ...here, delivery, media: 'poster' })).toContain('too large');
    const refusal = msg('chat.storage-full');
    const refused = { ...here, delivery: { ...delivery, refusal } };
    expect(json(card, { ...refused, media: 'player' })).toContain('file storage is full');
  });
});

describe('whatever a core can say', () => {
  const long = 'w'.repeat(40_000);
  const emoji = '👨‍👩‍👧'.repeat(9_000);
  const hostile = '<!channel>&|"\u202e'.repeat(4_000);

  it.each([long, emoji, hostile])('stays within what Slack takes (%#)', async (words) => {
    await using chat = await startChat();
    const url = `https://example.com/${'u'.repeat(9_000)}`;
    const card: ShownCard = {
      ...aShownCard({
        headline: [{ bold: words }],
        prompt: words,
        settings: [words],
        progress: 0.5,
        lines: Array.from({ length: 50 }, () => [words, { quote: words }]),
        receipt: Array.from({ length: 50 }, () => [words, { time: 0, as: 'day' }]),
        actions: ['cancel', 'check-now', 'give-back'],
      }),
      video: { how: 'link', url, bytes: 9e8 },
      player: { page: url, poster: url },
    };
    const line: RichText = [words, { link: url, label: words }];
    const reply: Reply = {
      tone: 'plain',
      headline: [words],
      lines: Array.from({ length: 80 }, () => line),
    };
    const delivery = { how: 'link', url, refusal: null } as const;
    const bodies = [
      cardBody(card, { delivery, media: 'player', moved: 'closed' }),
      cardBody(card, { delivery, media: 'poster', moved: 'closed' }),
      replyBody(reply),
    ];
    const workspace = chat.emulator.world.workspaces.get(chat.workspace.id)!;
    for (const { text, blocks } of bodies) {
      const surface = { world: chat.emulator.world, workspace, kind: 'message' } as const;
      expect(blockErrors(blocks as unknown as JsonObject[], surface)).toEqual([]);
      expect(text.length).toBeLessThanOrEqual(4_000);
    }
  });
});

describe('a note', () => {
  it('has a headline and its lines', () => {
    const reply: Reply = {
      tone: 'plain',
      headline: [{ bold: 'Your videos' }],
      lines: [['one'], ['two']],
    };
    expect(replyBody(reply).text).toBe('Your videos\none\ntwo');
    expect(replyBody(reply).blocks).toHaveLength(2);
  });

  it('has a headline that stands out, unless that is a sentence', () => {
    const first = (headline: string) =>
      JSON.stringify(replyBody({ tone: 'plain', headline: [headline], lines: [] }).blocks[0]);
    expect(first('Your videos')).toContain('"bold":true');
    expect(first('Too late to cancel.')).not.toContain('bold');
  });

  it('keeps what is quoted in a headline apart from the words before it', () => {
    const headline = ['Cancelled ', { quote: 'a fox' }];
    const [block] = replyBody({ tone: 'plain', headline, lines: [] }).blocks;
    expect(JSON.stringify(block)).toContain('"Cancelled "');
  });

  it('of many lines says how many are missing', () => {
    const lines = Array.from({ length: 40 }, (_, index) => [`line ${index}`]);
    const body = replyBody({ tone: 'plain', headline: ['All'], lines });
    expect(JSON.stringify(body.blocks)).toContain('"10 more"');
    expect(JSON.stringify(body.blocks)).not.toContain('line 30');
    const german = replyBody({ tone: 'plain', headline: ['All'], lines, language: 'de' });
    expect(JSON.stringify(german.blocks)).toContain('"10 weitere"');
  });
});
