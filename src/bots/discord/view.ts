import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import type { APIComponentInContainer, APIContainerComponent } from 'discord.js';
import type { APIButtonComponent, APITextDisplayComponent } from 'discord.js';
import type { CardAction, CardView } from '../../core/domain/card.ts';
import type { Note } from '../../core/domain/conversation.ts';
import type { JobId } from '../../core/domain/ids.ts';
import { megabytes } from '../../core/domain/text.ts';
import type { Text } from '../../core/domain/text.ts';
import type { CardVideo, ShownCard } from '../../core/ports/chat-platform.ts';
import { customIdOf } from './custom-id.ts';
import type { ButtonAction } from './custom-id.ts';
import { cutPlain, cutWords, httpAddress, timestamp, written } from './markup.ts';

/**
 * Lengths in UTF-16 units of what is sent, escapes included. Discord takes 4000 in all texts of a
 * message together, and 40 components; the most a card can have stays below both.
 */
const LIMITS = {
  headline: 200,
  prompt: 700,
  promptCharacters: 300,
  settings: 400,
  line: 500,
  lines: 3,
  receipt: 300,
  receipts: 2,
  noteLine: 700,
  note: 3_500,
  alternative: 300,
  fileName: 60,
  linkUrl: 512,
  bar: 15,
} as const;

const COLOURS = {
  waiting: 0x8d99ae,
  working: 0x5b8def,
  done: 0x3fa796,
  stopped: 0xb56576,
  attention: 0xe0a458,
} as const satisfies Record<CardView['tone'], number>;

/** Letters rather than emoji: they take the colour of the text and stay calm. */
const MARKS = {
  waiting: '○',
  working: '◐',
  done: '✓',
  stopped: '✕',
  attention: '△',
} as const satisfies Record<CardView['tone'], string>;

const NOTE_COLOURS = {
  plain: COLOURS.waiting,
  refused: COLOURS.attention,
  trouble: COLOURS.stopped,
} as const satisfies Record<Note['tone'], number>;

const ACTION_WORDS = {
  cancel: 'Cancel',
  'check-now': 'Check now',
  'give-back': 'Give the credits back',
} as const satisfies Record<CardAction, string>;

const WITHHELD = 'The prompt is not shown: the AutoMod of this server stops it here.';

export interface CardPlace {
  /** Until when this message can be changed without a press on it; null: for good. */
  readonly until: number | null;
  /** A direct message that took the place of a card which could not be changed any more. */
  readonly moved: boolean;
  /** AutoMod stopped what somebody wrote, so it is left out. */
  readonly withheld: boolean;
}

export interface MessageBody {
  readonly flags: number;
  readonly components: readonly APIContainerComponent[];
  /** Nothing in a message of ours ever pings anybody. */
  readonly allowed_mentions: { readonly parse: readonly never[] };
}

/** The message that shows a card. */
export function cardBody(card: ShownCard, place: CardPlace): MessageBody {
  const { view, video } = card;
  const small = [
    ...view.receipt.slice(0, LIMITS.receipts).map((line) => subtext(line, LIMITS.receipt)),
    ...placeWords(view, place),
  ];
  const buttons = buttonsOf(card, place);
  return containing(COLOURS[view.tone], [
    ...texts(topOf(view, place)),
    ...texts([...progressOf(view), ...linesOf(view, place), ...sizeWords(video)]),
    ...galleryOf(card, place),
    ...(small.length === 0 ? [] : [{ type: ComponentType.Separator } as const]),
    ...texts(small),
    ...(buttons.length === 0
      ? []
      : [{ type: ComponentType.ActionRow, components: buttons } as const]),
  ]);
}

/** The message of an answer that is not a card. */
export function noteBody(note: Note, withheld = false): MessageBody {
  const lines: string[] = [];
  let room: number = LIMITS.note;
  for (const line of note.lines) {
    const text = written(line, { most: Math.min(LIMITS.noteLine, room), withheld });
    room -= text.length + 1;
    if (room < 0) break;
    lines.push(text);
  }
  return containing(NOTE_COLOURS[note.tone], [
    ...texts([noteHeadline(note, withheld)]),
    ...texts(lines),
  ]);
}

/** A headline in bold is a heading; one that is a whole sentence stays a sentence. */
function noteHeadline({ headline }: Note, withheld: boolean): string {
  const bold = headline.some((span) => typeof span === 'object' && 'bold' in span);
  return bold
    ? `### ${headlineOf(headline, withheld)}`
    : written(headline, { most: LIMITS.noteLine, withheld });
}

/** The video's name as a file: ASCII, because Discord drops everything else from it. */
export function fileNameOf(card: ShownCard, withheld: boolean): string {
  const end = `${shortId(card.jobId)}.mp4`;
  const words = card.view.prompt
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const most = LIMITS.fileName - end.length - 1;
  const slug = words.length <= most ? words : words.slice(0, most + 1).replace(/-[^-]*$/, '');
  return `${withheld || slug === '' ? 'video' : slug.slice(0, most)}-${end}`;
}

/** What was settled will not change any more. */
export function isSettledView(view: CardView): boolean {
  return view.tone === 'done' || view.tone === 'stopped';
}

function topOf(view: CardView, { withheld }: CardPlace): string[] {
  const prompt = withheld
    ? `-# ${WITHHELD}`
    : quoted(cutWords(cutPlain(view.prompt, LIMITS.promptCharacters), LIMITS.prompt));
  const settings = subtext(view.settings, LIMITS.settings);
  return [`### ${MARKS[view.tone]} ${headlineOf(view.headline)}`, prompt, settings].filter(
    (it) => it !== '',
  );
}

/** Headings are bold by themselves. */
function headlineOf(headline: Text, withheld = false): string {
  const plain = headline.map((span) =>
    typeof span === 'object' && 'bold' in span ? span.bold : span,
  );
  return written(plain, { most: LIMITS.headline, withheld });
}

function quoted(words: string): string {
  return words === '' ? '' : `> ${words}`;
}

function subtext(text: Text, most: number): string {
  const words = written(text, { most });
  return words === '' ? '' : `-# ${words}`;
}

function progressOf(view: CardView): string[] {
  if (view.progress === null) return [];
  const share = Math.min(Math.max(view.progress, 0), 1);
  const full = Math.round(share * LIMITS.bar);
  return [`${'▰'.repeat(full)}${'▱'.repeat(LIMITS.bar - full)}  ${Math.round(share * 100)}%`];
}

function linesOf(view: CardView, { withheld }: CardPlace): string[] {
  return view.lines
    .slice(0, LIMITS.lines)
    .map((line) => written(line, { most: LIMITS.line, withheld }))
    .filter((line) => line !== '');
}

function sizeWords(video: CardVideo | null): string[] {
  if (video?.how !== 'link') return [];
  const size = `With ${megabytes(video.bytes)} it is too big to be shown here`;
  if (video.url === null) return [`${size}. Whoever runs this service can give it to you.`];
  const url = httpAddress(video.url);
  // A link button takes no longer ones.
  return url !== null && url.length > LIMITS.linkUrl
    ? [`${size}; ${written([{ link: url, label: 'open the video' }], { most: 2_000 })}.`]
    : [];
}

function galleryOf(card: ShownCard, place: CardPlace): APIComponentInContainer[] {
  const url = card.video === null ? null : galleryUrl(card, card.video, place);
  if (url === null) return [];
  const description = cutPlain(card.view.prompt, LIMITS.alternative);
  const named = place.withheld || description === '' ? {} : { description };
  return [{ type: ComponentType.MediaGallery, items: [{ media: { url }, ...named }] }];
}

function galleryUrl(card: ShownCard, video: CardVideo, place: CardPlace): string | null {
  if (video.how === 'file') return `attachment://${fileNameOf(card, place.withheld)}`;
  // Discord fetches it from outside, so only an address that is open to it can play in place.
  return video.url?.startsWith('https://') === true ? httpAddress(video.url) : null;
}

function placeWords(view: CardView, place: CardPlace): string[] {
  if (place.moved) {
    return [
      '-# Sent to you directly, because the message with your command cannot be changed now.',
    ];
  }
  if (place.until === null || isSettledView(view)) return [];
  return [
    `-# Updates by itself until ${timestamp(place.until, 'clock')}. After that press Refresh, or wait: the result comes as a direct message.`,
  ];
}

function buttonsOf(card: ShownCard, place: CardPlace): APIButtonComponent[] {
  const { view, video, jobId } = card;
  const button = (action: ButtonAction, label: string): APIButtonComponent => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: customIdOf(action, jobId),
  });
  const refresh = place.until !== null && !isSettledView(view);
  const fullSize = video === null ? null : video.how === 'file' ? video.fullSize : video.url;
  const url = fullSize === null ? null : httpAddress(fullSize);
  return [
    ...view.actions.map((action) => button(action, ACTION_WORDS[action])),
    ...(refresh ? [button('refresh', 'Refresh')] : []),
    ...(url === null || url.length > LIMITS.linkUrl
      ? []
      : [
          { type: ComponentType.Button, style: ButtonStyle.Link, label: 'Full size', url } as const,
        ]),
  ];
}

function shortId(jobId: JobId): string {
  return jobId
    .replace(/[^a-z0-9]/gi, '')
    .slice(-8)
    .toLowerCase();
}

function texts(lines: readonly string[]): APITextDisplayComponent[] {
  const filled = lines.filter((line) => line !== '');
  return filled.length === 0
    ? []
    : [{ type: ComponentType.TextDisplay, content: filled.join('\n') }];
}

function containing(colour: number, components: APIComponentInContainer[]): MessageBody {
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [{ type: ComponentType.Container, accent_color: colour, components }],
    allowed_mentions: { parse: [] },
  };
}
