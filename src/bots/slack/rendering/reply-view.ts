import type { ActionsBlock, Button, ImageBlock } from '@slack/types';
import type { Note } from '../../../core/messages/domain/reply.ts';
import type { Text } from '../../../core/messages/domain/rich-text.ts';
import { cutPlain } from '../../shared/plain-line.ts';
import { acceptIdOf, amountIdOf } from '../shared/pending-action-id.ts';
import { escaped, plainText, richText } from './markup.ts';
import type { MessageBody } from './card-view.ts';

/** In UTF-16 units; a text has 4000 at most, and some characters are five when escaped. */
const LIMITS = { headline: 300, line: 700, lines: 30, text: 750, choices: 5, label: 70 } as const;

/** The message of an answer that is not a card, with pictures that Slack has already. */
export function noteBody(note: Note, pictures: readonly ImageBlock[] = []): MessageBody {
  const shown = note.lines.slice(0, LIMITS.lines);
  const missing = note.lines.length - shown.length;
  const more: Text[] = missing === 0 ? [] : [[`and ${missing} more`]];
  const blocks = [
    richText([note.headline], LIMITS.headline),
    richText([...shown, ...more], LIMITS.line),
    ...pictures,
    choicesOf(note),
  ].filter((block) => block !== null);
  const words = [note.headline, ...shown].map((line) => plainText(line, LIMITS.line));
  const text = words.filter((line) => line !== '').join('\n');
  return { text: escaped(text.slice(0, LIMITS.text)), blocks };
}

/**
 * For what is posted where others read: people and groups are named and not called, who would hear
 * of it by a notification. Edits call nobody.
 */
export function callingNobody(note: Note): Note {
  const named = (text: Text): Text =>
    text.map((span) =>
      typeof span === 'object' && 'mention' in span && span.as !== 'channel' ? span.label : span,
    );
  return { ...note, headline: named(note.headline), lines: note.lines.map(named) };
}

function choicesOf({ choices = [] }: Note): ActionsBlock | null {
  if (choices.length === 0) return null;
  const elements = choices.slice(0, LIMITS.choices).map((it): Button => ({
    type: 'button',
    text: { type: 'plain_text', text: cutPlain(it.label, LIMITS.label), emoji: false },
    action_id:
      it.asksCredits === undefined
        ? acceptIdOf(it.proposal)
        : amountIdOf(it.proposal, it.asksCredits),
    value: it.proposal,
    ...(it.style === 'main' ? { style: 'primary' } : {}),
  }));
  return { type: 'actions', elements };
}
