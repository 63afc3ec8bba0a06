import { ButtonStyle, ComponentType } from 'discord.js';
import type { APIComponentInContainer } from 'discord.js';
import type { Note } from '../../core/domain/conversation.ts';
import { shorten } from '../../core/domain/text.ts';
import { COLOURS, containing, headlineOf, texts } from './body.ts';
import type { MessageBody } from './body.ts';
import { acceptIdOf } from './custom-id.ts';
import { written } from './markup.ts';

/** In UTF-16 units of what is sent; Discord takes 4000 in all texts of a message together. */
const LIMITS = { line: 700, lines: 3_700, choices: 5, label: 80 } as const;

const NOTE_COLOURS = {
  plain: COLOURS.waiting,
  refused: COLOURS.attention,
  trouble: COLOURS.stopped,
} as const satisfies Record<Note['tone'], number>;

/** The message of an answer that is not a card. */
export function noteBody(note: Note, withheld = false): MessageBody {
  const lines: string[] = [];
  let room: number = LIMITS.lines;
  for (const [index, line] of note.lines.entries()) {
    const text = written(line, { most: LIMITS.line, withheld });
    room -= text.length + 1;
    if (room < 0) {
      lines.push(`-# and ${note.lines.length - index} more`);
      break;
    }
    lines.push(text);
  }
  return containing(NOTE_COLOURS[note.tone], [
    ...texts([noteHeadline(note, withheld)]),
    ...texts(lines),
    ...choicesOf(note),
  ]);
}

function choicesOf({ choices = [] }: Note): APIComponentInContainer[] {
  if (choices.length === 0) return [];
  const components = choices.slice(0, LIMITS.choices).map(
    (it) =>
      ({
        type: ComponentType.Button,
        style: it.style === 'main' ? ButtonStyle.Primary : ButtonStyle.Secondary,
        label: shorten(it.label, LIMITS.label),
        custom_id: acceptIdOf(it.proposal),
      }) as const,
  );
  return [{ type: ComponentType.ActionRow, components }];
}

/** A headline in bold is a heading; one that is a whole sentence stays a sentence. */
function noteHeadline({ headline }: Note, withheld: boolean): string {
  const bold = headline.some((span) => typeof span === 'object' && 'bold' in span);
  return bold
    ? `### ${headlineOf(headline, withheld)}`
    : written(headline, { most: LIMITS.line, withheld });
}
