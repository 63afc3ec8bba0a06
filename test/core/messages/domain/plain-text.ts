import type { Choice, Reply } from '../../../../src/core/messages/domain/reply.ts';
import { marksOf } from '../../../../src/core/messages/domain/inline.ts';
import type { Words } from '../../../../src/core/messages/domain/rich-text.ts';
import { createWordings } from '../../../../src/messages/wordings.ts';

const ENGLISH = createWordings()(null);

const SIGNS = { person: '@', role: '&', channel: '#' } as const;

/** What a reader sees of a text, with moments, mentions and links told apart. */
export function plain(text: Words): string {
  return ENGLISH.line(text)
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if ('bold' in inline) return inline.bold;
      if ('code' in inline) return inline.code;
      if ('quote' in inline) return marksOf(inline).join(inline.quote);
      if ('time' in inline) return `<${inline.as}>`;
      if ('mention' in inline) return `${SIGNS[inline.as]}${inline.label}`;
      return `[${inline.label}](${inline.link})`;
    })
    .join('');
}

/** A note from top to bottom, how it is meant in front, and its buttons at the end. */
export function replyLines({ tone, headline, lines, choices = [] }: Reply): readonly string[] {
  const meant = tone === 'plain' ? '' : `(${tone}) `;
  return [`${meant}${plain(headline)}`, ...lines.map(plain), ...choices.map(button)];
}

/** A main button in bold, as it stands out in chats, and what a press of it takes up. */
function button({ label, style, pendingAction, asksCredits }: Choice): string {
  const form = asksCredits === undefined ? '' : `, asks for credits: ${asksCredits}`;
  return `${style === 'main' ? `**[${plain(label)}]**` : `[${plain(label)}]`} ${pendingAction}${form}`;
}

/** Words that are as long as may be, and the same one longer, as they are shown. */
export function atMost(most: number): { readonly whole: string; readonly cut: string } {
  return { whole: 'x'.repeat(most), cut: `${'x'.repeat(most - 1)}…` };
}
