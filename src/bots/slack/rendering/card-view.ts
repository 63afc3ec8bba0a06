import { createHash } from 'node:crypto';
import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { CardAction, CardView } from '../../../core/chat/domain/card-view.ts';
import type { JobId } from '../../../core/shared/domain/ids.ts';
import type { Line } from '../../../core/messages/domain/inline.ts';
import type { ShownCard } from '../../../core/chat/ports/chat-platform.ts';
import { spokenCard } from '../../../messages/spoken.ts';
import type { SpokenCard } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { buttonIdOf } from '../../shared/button-ids.ts';
import { ACTION_WORDS, ASK_FOR_IT, MARKS, progressBar } from '../../shared/card-words.ts';
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
  /** In Slack itself; `where` begins the sentence that says so. */
  | { readonly how: 'shared'; readonly where: string; readonly permalink: string | null }
  | { readonly how: 'link'; readonly url: string | null; readonly why: string };

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
  const blocks = [
    quoted(view.prompt, LIMITS.prompt),
    smallPrint([view.settings], LIMITS.settings),
    richText(
      [...progressOf(view), ...view.lines.slice(0, LIMITS.lines), ...deliveryLines(card, place)],
      LIMITS.line,
    ),
    mediaBlock(card, place.media),
    smallPrint(
      [
        ...view.receipt.slice(0, LIMITS.receipts),
        ...(place.moved === null ? [] : [MOVED_WORDS[place.moved]]),
      ],
      LIMITS.receipt,
    ),
    buttonsOf(view.actions, jobId),
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

export function buttonsOf(actions: readonly CardAction[], jobId: JobId): ActionsBlock | null {
  if (actions.length === 0) return null;
  return {
    type: 'actions',
    elements: actions.map((action) => ({
      type: 'button',
      text: { type: 'plain_text', text: ACTION_WORDS[action], emoji: false },
      action_id: buttonIdOf(action, jobId),
      value: jobId,
    })),
  };
}

function textOf(view: SpokenCard): string {
  const headline = plainText(view.headline, LIMITS.headline);
  const prompt = cutLine(view.prompt, LIMITS.prompt);
  return cutLine(prompt === '' ? headline : `${headline}: ${prompt}`, LIMITS.text);
}

function progressOf({ progress }: CardView): Line[] {
  return progress === null ? [] : [[progressBar(progress)]];
}

const MOVED_WORDS = {
  closed: [
    'Here, because this app cannot write where you asked. Invite it there to have the next one there.',
  ],
  lost: ['Here, because the message where you asked is gone or cannot be changed any more.'],
} as const satisfies Record<Moved, Line>;

function deliveryLines({ video }: ShownCard, { delivery }: CardPlace): Line[] {
  const fullSize = video?.how === 'file' ? video.fullSize : null;
  const full: Line[] =
    fullSize === null ? [] : [['In full size: ', { link: fullSize, label: 'Open the video' }]];
  switch (delivery.how) {
    case 'none':
      return [];
    case 'uploading':
      return [['The video is on its way here.']];
    case 'shared': {
      const { where, permalink } = delivery;
      const watch: Line = permalink === null ? [] : [': ', { link: permalink, label: 'Watch it' }];
      return [[where, ...watch, '.'], ...full];
    }
    case 'link':
      return delivery.url === null
        ? [[`${delivery.why} ${ASK_FOR_IT}`]]
        : [[`${delivery.why} `, { link: delivery.url, label: 'Open the video' }]];
  }
}

function mediaBlock(card: ShownCard, media: Media): KnownBlock | null {
  const sources = mediaOf(card);
  const { poster } = sources;
  if (media === 'none' || poster === null) return null;
  const words = cutLine(card.view.prompt, LIMITS.alternative);
  const alternative = words === '' ? 'The video' : words;
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
