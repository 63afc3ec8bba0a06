import type { ActionsBlock, Button, ImageBlock } from '@slack/types';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { RichText } from '../../../core/messages/domain/rich-text.ts';
import type { Line } from '../../../core/messages/domain/inline.ts';
import { spokenReply } from '../../../messages/spoken.ts';
import type { SpokenReply } from '../../../messages/spoken.ts';
import { wordingOf } from '../wording.ts';
import { confirmIdOf } from '../../shared/button-ids.ts';
import { cutPlain, isHeading } from '../../shared/plain-line.ts';
import { AMOUNT_IDS } from '../forms/quota/amount-form.ts';
import { escaped, plainText, richText } from './markup.ts';
import type { MessageBody } from './card-view.ts';

/** In UTF-16 units; a text has 4000 at most, and some characters are five when escaped. */
const LIMITS = { headline: 300, line: 700, lines: 30, text: 750, choices: 5, label: 70 } as const;

/** The message of an answer that is not a card, with pictures that Slack has already. */
export function replyBody(said: Reply, pictures: readonly ImageBlock[] = []): MessageBody {
  const reply = spokenReply(said, wordingOf(said.language));
  const shown = reply.lines.slice(0, LIMITS.lines);
  const missing = reply.lines.length - shown.length;
  const more = missing === 0 ? [] : [reply.wording.line(msg('chat.more', { count: missing }))];
  const blocks = [
    richText([emphasised(reply.headline)], LIMITS.headline),
    richText([...shown, ...more], LIMITS.line),
    ...pictures,
    choicesOf(reply),
  ].filter((block) => block !== null);
  const words = [reply.headline, ...shown].map((line) => plainText(line, LIMITS.line));
  const text = words.filter((line) => line !== '').join('\n');
  return { text: escaped(text.slice(0, LIMITS.text)), blocks };
}

/** What is a heading stands out, where nothing in it does by itself. */
function emphasised(headline: Line): Line {
  const isBold = headline.some((it) => typeof it === 'object' && 'bold' in it);
  if (isBold || !isHeading(headline)) return headline;
  return headline.map((it) => (typeof it === 'string' ? { bold: it } : it));
}

/**
 * For what is posted where others read: people and groups are named and not called, who would hear
 * of it by a notification. Edits call nobody.
 */
export function callingNobody(reply: Reply): Reply {
  const wording = wordingOf(reply.language);
  const named = (text: RichText): Line =>
    wording
      .line(text)
      .map((inline) =>
        typeof inline === 'object' && 'mention' in inline && inline.as !== 'channel'
          ? inline.label
          : inline,
      );
  return { ...reply, headline: named(reply.headline), lines: reply.lines.map(named) };
}

function choicesOf({ choices, wording }: SpokenReply): ActionsBlock | null {
  if (choices.length === 0) return null;
  const elements = choices.slice(0, LIMITS.choices).map((it): Button => ({
    type: 'button',
    text: {
      type: 'plain_text',
      text: cutPlain(wording.text(it.label), LIMITS.label),
      emoji: false,
    },
    action_id:
      it.asksCredits === undefined
        ? confirmIdOf(it.pendingAction)
        : AMOUNT_IDS.of(it.pendingAction, it.asksCredits),
    value: it.pendingAction,
    ...(it.style === 'main' ? { style: 'primary' } : {}),
  }));
  return { type: 'actions', elements };
}
