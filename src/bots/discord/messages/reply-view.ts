import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIComponentInContainer } from 'discord.js';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Message } from '../../../core/messages/domain/message.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { Inline } from '../../../core/messages/domain/inline.ts';
import { shorten } from '../../../core/messages/domain/rich-text.ts';
import { spokenReply } from '../../../messages/spoken.ts';
import type { SpokenChoice, SpokenReply } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { COLOURS, containing, headlineOf, texts } from './body.ts';
import type { MessageBody } from './body.ts';
import { confirmIdOf } from '../../shared/button-ids.ts';
import { cutLine, isHeading } from '../../shared/plain-line.ts';
import { AMOUNT_IDS } from '../forms/amount-form.ts';
import { written } from './markup.ts';
import { altOf, NO_FILES } from './reply-files.ts';
import type { PlacedFiles } from './reply-files.ts';

/**
 * In UTF-16 units of what is sent; Discord takes 4000 in all texts of a message together, which is
 * more than a headline, the lines and what is said of files can have.
 */
const LIMITS = {
  headline: 300,
  line: 1_200,
  lines: 3_000,
  choices: 5,
  label: 80,
  fileName: 40,
  files: 3,
} as const;

const REPLY_COLOURS = {
  plain: COLOURS.waiting,
  refused: COLOURS.attention,
  trouble: COLOURS.stopped,
} as const satisfies Record<Reply['tone'], number>;

export interface ReplyPlace {
  /** AutoMod stopped what somebody wrote, so it is left out. */
  readonly withheld?: boolean;
  /** A direct message in place of the answer, which cannot be changed any more. */
  readonly moved?: boolean;
  readonly files?: PlacedFiles;
}

/** The message of an answer that is not a card. */
export function replyBody(
  said: Reply,
  { withheld = false, moved = false, files = NO_FILES }: ReplyPlace = {},
): MessageBody {
  const reply = spokenReply(said, wordingOf(said.language));
  const { wording } = reply;
  const small = (message: Message) => `-# ${written(wording.line(message), { most: LIMITS.line })}`;
  const lines: string[] = [];
  let room: number = LIMITS.lines;
  for (const [index, line] of reply.lines.entries()) {
    const text = written(line, { most: LIMITS.line, withheld });
    room -= text.length + 1;
    if (room < 0) {
      lines.push(small(msg('chat.more', { count: reply.lines.length - index })));
      break;
    }
    lines.push(text);
  }
  return containing(REPLY_COLOURS[reply.tone], [
    ...texts([replyHeadline(reply, withheld)]),
    ...texts(lines),
    ...picturesOf(files, withheld),
    ...tablesOf(files),
    ...texts([...leftOutWords(files), ...(moved ? [msg('cards.moved-lost')] : [])].map(small)),
    // In a direct message a press comes from outside the team whose request it is.
    ...(moved ? [] : choicesOf(reply, withheld)),
  ]);
}

function choicesOf(
  { choices, wording }: SpokenReply,
  withheld: boolean,
): APIComponentInContainer[] {
  if (choices.length === 0) return [];
  const components = choices.slice(0, LIMITS.choices).map(
    (it) =>
      ({
        type: ComponentType.Button,
        style: it.style === 'main' ? ButtonStyle.Primary : ButtonStyle.Secondary,
        label: cutLine(wording.text(withheld ? it.label.filter(isOurs) : it.label), LIMITS.label),
        custom_id: idOf(it),
      }) as const,
  );
  return [{ type: ComponentType.ActionRow, components }];
}

function isOurs(inline: Inline): boolean {
  return typeof inline === 'string' || !('quote' in inline);
}

function idOf({ pendingAction, asksCredits }: SpokenChoice): string {
  return asksCredits === undefined
    ? confirmIdOf(pendingAction)
    : AMOUNT_IDS.of(pendingAction, asksCredits);
}

function picturesOf({ shown }: PlacedFiles, withheld: boolean): APIComponentInContainer[] {
  const items = shown
    .filter(({ file }) => file.type === 'image/png')
    .map(({ name, alt }) => ({
      media: { url: `attachment://${name}` },
      ...(withheld ? {} : altOf(alt)),
    }));
  return items.length === 0 ? [] : [{ type: ComponentType.MediaGallery, items }];
}

function tablesOf({ shown }: PlacedFiles): APIComponentInContainer[] {
  return shown
    .filter(({ file }) => file.type === 'text/csv')
    .map(({ name }) => ({ type: ComponentType.File, file: { url: `attachment://${name}` } }));
}

function leftOutWords({ leftOut }: PlacedFiles): Message[] {
  return leftOut.slice(0, LIMITS.files).map(({ name, content }) =>
    msg('chat.file-left-out', {
      name: shorten(name, LIMITS.fileName),
      bytes: content.length,
    }),
  );
}

function replyHeadline({ headline }: SpokenReply, withheld: boolean): string {
  return isHeading(headline)
    ? `### ${headlineOf(headline, withheld)}`
    : written(headline, { most: LIMITS.headline, withheld });
}
