import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIButtonComponent, APIComponentInContainer } from 'discord.js';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { Words } from '../../../core/messages/domain/rich-text.ts';
import type { CardVideo, ShownCard } from '../../../core/chat/ports/chat-platform.ts';
import { spokenCard } from '../../../messages/spoken.ts';
import type { SpokenCard } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { buttonIdOf } from '../../shared/button-ids.ts';
import type { ButtonAction } from '../../shared/button-ids.ts';
import { ACTION_WORDS, isSettledView, MARKS, progressBar } from '../../shared/card-words.ts';
import { cutPlain, httpAddress } from '../../shared/plain-line.ts';
import { fileNameOf } from '../../shared/video-name.ts';
import { COLOURS, containing, headlineOf, texts } from './body.ts';
import type { MessageBody } from './body.ts';
import { cutWords, written } from './markup.ts';

/**
 * Lengths in UTF-16 units of what is sent, escapes included. Discord takes 4000 in all texts of a
 * message together, and 40 components; the most a card can have stays below both.
 */
const LIMITS = {
  prompt: 700,
  promptCharacters: 300,
  settings: 300,
  line: 400,
  lines: 3,
  receipt: 300,
  receipts: 2,
  alternative: 300,
  linkButton: 512,
  linkText: 700,
} as const;

export interface CardPlace {
  /** Until when this message can be changed without a press on it; null: for good. */
  readonly until: number | null;
  /** A direct message that took the place of a card which could not be changed any more. */
  readonly moved: boolean;
  /** AutoMod stopped what somebody wrote, so it is left out. */
  readonly withheld: boolean;
}

/** The message that shows a card. */
export function cardBody(card: ShownCard, place: CardPlace): MessageBody {
  const view = spokenCard(card.view, wordingOf(card.view.language));
  const small = [...view.receipt.slice(0, LIMITS.receipts), ...placeWords(view, place)].map(
    (line) => subtext(view, line, LIMITS.receipt),
  );
  const gallery = galleryOf(card, place);
  const buttons = buttonsOf(card, view, place);
  return containing(COLOURS[view.tone], [
    ...texts(topOf(view, place)),
    ...texts([
      ...progressOf(view),
      ...linesOf(view, place),
      ...sizeLines(card.video, view, gallery.length > 0),
    ]),
    ...gallery,
    ...(small.length === 0 ? [] : [{ type: ComponentType.Separator } as const]),
    ...texts(small),
    ...(buttons.length === 0
      ? []
      : [{ type: ComponentType.ActionRow, components: buttons } as const]),
  ]);
}

function topOf(view: SpokenCard, { withheld }: CardPlace): string[] {
  const prompt = withheld
    ? subtext(view, msg('cards.prompt-withheld'), LIMITS.settings)
    : quoted(cutWords(cutPlain(view.prompt, LIMITS.promptCharacters), LIMITS.prompt));
  const settings = subtext(view, view.settings, LIMITS.settings);
  return [`### ${MARKS[view.tone]} ${headlineOf(view.headline)}`, prompt, settings].filter(
    (it) => it !== '',
  );
}

function quoted(words: string): string {
  return words === '' ? '' : `> ${words}`;
}

function subtext({ wording }: SpokenCard, text: Words, most: number): string {
  const words = written(wording.line(text), { most });
  return words === '' ? '' : `-# ${words}`;
}

function progressOf({ progress, wording }: SpokenCard): string[] {
  return progress === null ? [] : [progressBar(progress, wording, '  ')];
}

function linesOf(view: SpokenCard, { withheld }: CardPlace): string[] {
  return view.lines
    .slice(0, LIMITS.lines)
    .map((line) => written(line, { most: LIMITS.line, withheld }))
    .filter((line) => line !== '');
}

function sizeLines(video: CardVideo | null, { wording }: SpokenCard, plays: boolean): string[] {
  if (video?.how !== 'link') return [];
  const { url, bytes } = video;
  const why: Words[] = plays ? [] : [msg('cards.too-big', { bytes })];
  if (url === null) why.push(msg('cards.ask-operator'));
  // A link that is too long for a button stands in the text.
  else if (url.length > LIMITS.linkButton) {
    why.push([{ link: url, label: wording.text(msg('cards.open-video')) }]);
  }
  return why.map((line) => written(wording.line(line), { most: LIMITS.linkText }));
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

function placeWords(view: SpokenCard, place: CardPlace): Words[] {
  if (place.moved) return [msg('cards.moved-lost')];
  if (place.until === null || isSettledView(view)) return [];
  const time = { time: place.until, as: 'clock' } as const;
  return [msg('cards.updates-until', { time, button: msg('cards.button-refresh') })];
}

function buttonsOf(
  { video, jobId }: ShownCard,
  view: SpokenCard,
  place: CardPlace,
): APIButtonComponent[] {
  const { wording } = view;
  const button = (action: ButtonAction, label: Message): APIButtonComponent => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: wording.text(label),
    custom_id: buttonIdOf(action, jobId),
  });
  const refresh = place.until !== null && !isSettledView(view);
  const fullSize = video === null ? null : video.how === 'file' ? video.fullSize : video.url;
  const url = fullSize === null ? null : httpAddress(fullSize);
  const label = wording.text(msg(video?.how === 'file' ? 'cards.full-size' : 'cards.open-video'));
  // In a direct message a press comes from outside the team whose job it is.
  const actions = place.moved ? [] : view.actions;
  return [
    ...actions.map((action) => button(action, ACTION_WORDS[action])),
    ...(refresh ? [button('refresh', msg('cards.button-refresh'))] : []),
    ...(url === null || url.length > LIMITS.linkButton
      ? []
      : [{ type: ComponentType.Button, style: ButtonStyle.Link, label, url } as const]),
  ];
}
