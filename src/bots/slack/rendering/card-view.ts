import { createHash } from 'node:crypto';
import type { ActionsBlock, ImageBlock, KnownBlock, VideoBlock } from '@slack/types';
import type { JobId } from '../../../core/shared/domain/ids.ts';
import type { Line } from '../../../core/messages/domain/inline.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import { facts } from '../../../core/messages/domain/rich-text.ts';
import type { RichText, Words } from '../../../core/messages/domain/rich-text.ts';
import type { ShownCard } from '../../../core/chat/ports/chat-platform.ts';
import { spokenCard } from '../../../messages/spoken.ts';
import type { SpokenCard } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { buttonIdOf } from '../../shared/button-ids.ts';
import { ACTION_WORDS, MARKS, progressBar } from '../../shared/card-words.ts';
import { cutLine, httpAddress } from '../../shared/plain-line.ts';
import { escaped, plainText, quoted, richText, smallPrint } from './markup.ts';

/**
 * Lengths in UTF-16 units. Slack takes 50 blocks in a message, 150 in a heading, 2000 in small print
 * and alternatives, 200 in a video's title, and 4000 in the text of an edit; the most a card can
 * have stays below all of them.
 */
const LIMITS = {
  headline: 140,
  prompt: 300,
  settings: 300,
  line: 600,
  lines: 3,
  receipt: 400,
  receipts: 2,
  alternative: 300,
  title: 150,
  text: 600,
  address: 3_000,
} as const;

/** Where the video of a card is to be had. */
export type Delivery =
  | { readonly how: 'none' }
  | { readonly how: 'uploading' }
  /** In Slack itself, but not where it was asked for if there is a refusal. */
  | {
      readonly how: 'shared';
      readonly where: Message;
      readonly permalink: string | null;
      readonly refusal?: Message | null;
    }
  /** No refusal: it is larger than Slack takes. */
  | { readonly how: 'link'; readonly url: string | null; readonly refusal: Message | null };

/** How much of the video can be seen in the card itself. */
export type Media = 'player' | 'poster' | 'none';

export type Moved = 'closed' | 'lost';

export interface CardPlace {
  readonly delivery: Delivery;
  readonly media: Media;
  /** A direct message that took the place of a card: it could never stand in its channel, or not any more. */
  readonly moved: Moved | null;
}

export interface MessageBody {
  /** What notifications and screen readers say. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The message that shows a card. */
export function cardBody(card: ShownCard, place: CardPlace): MessageBody {
  const { jobId } = card;
  const view = spokenCard(card.view, wordingOf(card.view.language));
  const headline = cutLine(
    `${MARKS[view.tone]} ${plainText(view.headline, LIMITS.headline)}`,
    LIMITS.headline,
  );
  const media = mediaBlock(card, view, place.media);
  const delivered = deliveryLines(card, view, { ...place, plays: media?.type === 'video' });
  const blocks = [
    quoted(view.prompt, LIMITS.prompt),
    smallPrint([view.settings], LIMITS.settings),
    richText(
      [...progressOf(view), ...view.lines.slice(0, LIMITS.lines), ...delivered],
      LIMITS.line,
    ),
    media,
    smallPrint(
      [
        ...view.receipt.slice(0, LIMITS.receipts),
        ...(place.moved === null ? [] : [view.wording.line(msg(`cards.moved-${place.moved}`))]),
      ],
      LIMITS.receipt,
    ),
    buttonsOf(view, jobId),
  ].filter((block) => block !== null);
  // Named by all that stands below: whoever finds the message knows whether it shows this.
  const name = createHash('sha256').update(JSON.stringify(blocks)).digest('base64url').slice(0, 20);
  return {
    text: escaped(textOf(view)),
    blocks: [
      {
        type: 'header',
        block_id: `card-${name}`,
        text: { type: 'plain_text', text: headline, emoji: false },
      },
      ...blocks,
    ],
  };
}

export function buttonsOf({ actions, wording }: SpokenCard, jobId: JobId): ActionsBlock | null {
  if (actions.length === 0) return null;
  return {
    type: 'actions',
    elements: actions.map((action) => ({
      type: 'button',
      text: { type: 'plain_text', text: wording.text(ACTION_WORDS[action]), emoji: false },
      action_id: buttonIdOf(action, jobId),
      value: jobId,
    })),
  };
}

function textOf(view: SpokenCard): string {
  const label = plainText(view.headline, LIMITS.headline);
  const value = cutLine(view.prompt, LIMITS.prompt);
  if (value === '') return label;
  return cutLine(view.wording.text(msg('chat.label-value', { label, value })), LIMITS.text);
}

function progressOf({ progress, wording }: SpokenCard): Line[] {
  return progress === null ? [] : [[progressBar(progress, wording)]];
}

function deliveryLines(
  { video }: ShownCard,
  { wording }: SpokenCard,
  { delivery, plays }: CardPlace & { readonly plays: boolean },
): Line[] {
  const link = (url: string | null, label: Message): RichText | null =>
    url === null ? null : [{ link: url, label: wording.text(label) }];
  return said()
    .filter((words) => words !== null)
    .map((words) => wording.line(words));

  function said(): readonly (Words | null)[] {
    switch (delivery.how) {
      case 'none':
        return [];
      case 'uploading':
        return [msg('cards.uploading')];
      case 'shared': {
        const { where, permalink, refusal = null } = delivery;
        const fullSize = video?.how === 'file' ? video.fullSize : null;
        return [
          refusal,
          facts(where, link(permalink, msg('chat.watch'))),
          link(fullSize, msg('cards.full-size')),
        ];
      }
      case 'link': {
        const { url, refusal } = delivery;
        const bytes = (video?.how === 'file' ? video.file.bytes : video?.bytes) ?? 0;
        return [
          refusal ?? (plays ? null : msg('cards.too-big', { bytes })),
          link(url, msg('cards.open-video')) ?? msg('cards.ask-operator'),
        ];
      }
    }
  }
}

function mediaBlock(
  card: ShownCard,
  { wording }: SpokenCard,
  media: Media,
): ImageBlock | VideoBlock | null {
  const sources = mediaOf(card);
  const { poster } = sources;
  if (media === 'none' || poster === null) return null;
  const words = cutLine(card.view.prompt, LIMITS.alternative);
  const alternative = words === '' ? wording.text(msg('video.title')) : words;
  if (media === 'poster' || sources.player === null) {
    return { type: 'image', image_url: poster, alt_text: alternative };
  }
  return {
    type: 'video',
    video_url: sources.player,
    thumbnail_url: poster,
    alt_text: alternative,
    title: { type: 'plain_text', text: cutLine(alternative, LIMITS.title), emoji: false },
    title_url: sources.player,
  };
}

/** What Slack may show of the video by an address: it fetches both from outside. */
export function mediaOf({ player }: ShownCard): {
  readonly player: string | null;
  readonly poster: string | null;
} {
  const page = player === null ? null : fitting(player.page);
  const poster = player?.poster == null ? null : fitting(player.poster);
  return { player: page?.startsWith('https://') === true ? page : null, poster };
}

function fitting(link: string): string | null {
  const address = httpAddress(link);
  return address === null || address.length > LIMITS.address ? null : address;
}
