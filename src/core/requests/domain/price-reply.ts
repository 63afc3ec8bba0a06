import { balanceWords } from '../../credits/domain/balance-words.ts';
import type { Balance } from '../../credits/domain/balance-words.ts';
import { queueWords } from '../../cards/domain/card-words.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import { credits, grouped } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import { waitWords } from '../../cards/domain/wait.ts';
import type { Wait } from '../../cards/domain/wait.ts';

/** What is known of a video before anything is held for it. */
export interface Outlook {
  readonly price: number;
  /** The price that its person agreed to; null: none yet. */
  readonly agreed: number | null;
  readonly settings: RichText;
  readonly left: Balance;
  readonly ahead: number;
  readonly mine: number;
  readonly wait: Wait;
  readonly cheaper: { readonly price: number; readonly settings: RichText } | null;
}

/** A video costs more than its person wants to spend without being asked. */
export function priceReply(
  outlook: Outlook,
  pendingActions: {
    readonly start: string;
    readonly cheaper: string | null;
    readonly cancel: string;
  },
): Reply {
  const { price, agreed, cheaper: draft } = outlook;
  const costs =
    agreed === null
      ? `This costs ${credits(price)}`
      : `It costs ${grouped(price)} now, not ${grouped(agreed)}`;
  return {
    ...plainReply(
      [{ bold: costs }],
      outlook.settings,
      balanceWords(outlook.left),
      ...(outlook.ahead === 0 ? [] : [queueWords(outlook.ahead, outlook.mine)]),
      waitWords(outlook.wait),
      ...(draft === null
        ? []
        : [[`The cheaper draft, for ${credits(draft.price)}: `, ...draft.settings]]),
      'Nothing is held or charged until you start it.',
    ),
    choices: [
      {
        label: agreed === null ? 'Start' : `Start for ${grouped(price)}`,
        style: 'main',
        pendingAction: pendingActions.start,
      },
      ...(draft === null || pendingActions.cheaper === null
        ? []
        : [
            {
              label: `Cheaper draft (${grouped(draft.price)})`,
              style: 'plain' as const,
              pendingAction: pendingActions.cheaper,
            },
          ]),
      { label: 'Cancel', style: 'plain', pendingAction: pendingActions.cancel },
    ],
  };
}

export function dismissedReply(): Reply {
  return plainReply([{ bold: 'Nothing was started' }], 'Nothing was held and nothing was charged.');
}

/** A refusal for want of credits, with the way to more of them. */
export function withCreditRequestButton(
  reply: Reply,
  short: Shortage,
  pendingAction: string,
): Reply {
  return {
    ...reply,
    lines: [
      ...reply.lines,
      [
        'An admin can give more. Where they have a channel of their own for requests, it shows them your prompt.',
      ],
    ],
    choices: [{ label: `Ask for ${credits(short.credits)}`, style: 'main', pendingAction }],
  };
}
