import { balanceWords } from '../../credits/domain/balance-words.ts';
import type { Balance } from '../../credits/domain/balance-words.ts';
import { placeInLine } from '../../cards/domain/card-words.ts';
import type { Note } from '../../messages/domain/reply.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import { credits, grouped } from '../../messages/domain/rich-text.ts';
import type { Text } from '../../messages/domain/rich-text.ts';
import { waitWords } from '../../cards/domain/wait.ts';
import type { Wait } from '../../cards/domain/wait.ts';

/** What is known of a video before anything is held for it. */
export interface Outlook {
  readonly price: number;
  /** The price that its person agreed to; null: none yet. */
  readonly agreed: number | null;
  readonly settings: Text;
  readonly left: Balance;
  readonly ahead: number;
  readonly mine: number;
  readonly wait: Wait;
  readonly draft: { readonly price: number; readonly settings: Text } | null;
}

/** A video costs more than its person wants to spend without being asked. */
export function priceNote(
  outlook: Outlook,
  proposals: { readonly start: string; readonly draft: string | null; readonly cancel: string },
): Note {
  const { price, agreed, draft } = outlook;
  return {
    tone: 'plain',
    headline: [
      {
        bold:
          agreed === null
            ? `This costs ${credits(price)}`
            : `It costs ${grouped(price)} now, not ${grouped(agreed)}`,
      },
    ],
    lines: [
      outlook.settings,
      [balanceWords(outlook.left)],
      ...(outlook.ahead === 0 ? [] : [placeInLine(outlook.ahead, outlook.mine)]),
      waitWords(outlook.wait),
      ...(draft === null
        ? []
        : [[`The cheaper draft, for ${credits(draft.price)}: `, ...draft.settings]]),
      ['Nothing is held or charged until you start it.'],
    ],
    choices: [
      {
        label: agreed === null ? 'Start' : `Start for ${grouped(price)}`,
        style: 'main',
        proposal: proposals.start,
      },
      ...(draft === null || proposals.draft === null
        ? []
        : [
            {
              label: `Cheaper draft (${grouped(draft.price)})`,
              style: 'plain' as const,
              proposal: proposals.draft,
            },
          ]),
      { label: 'Cancel', style: 'plain', proposal: proposals.cancel },
    ],
  };
}

export function dismissedNote(): Note {
  return {
    tone: 'plain',
    headline: [{ bold: 'Nothing was started' }],
    lines: [['Nothing was held and nothing was charged.']],
  };
}

/** A refusal for want of credits, with the way to more of them. */
export function withAsking(note: Note, short: Shortage, proposal: string): Note {
  return {
    ...note,
    lines: [
      ...note.lines,
      [
        'An admin can give more. Where they have a channel of their own for requests, it shows them your prompt.',
      ],
    ],
    choices: [{ label: `Ask for ${credits(short.credits)}`, style: 'main', proposal }],
  };
}
