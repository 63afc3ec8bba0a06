import { leftWords } from '../../credits/domain/balance-words.ts';
import type { Balance } from '../../credits/domain/balance-words.ts';
import { msg } from '../../messages/domain/message.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Choice, Reply } from '../../messages/domain/reply.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import { facts } from '../../messages/domain/rich-text.ts';
import type { RichText, Words } from '../../messages/domain/rich-text.ts';
import { queueWords } from '../../cards/domain/wait.ts';

/** What is known of a video before anything is held for it. */
export interface Outlook {
  readonly price: number;
  /** The price that its person agreed to; null: none yet. */
  readonly agreed: number | null;
  /** It is asked because nothing of its person's was made in the team yet. */
  readonly first: boolean;
  readonly settings: RichText;
  readonly left: Balance;
  readonly ahead: number;
  readonly mine: number;
  readonly waitMs: number;
  readonly cheaper: { readonly price: number; readonly settings: RichText } | null;
}

/** A video that its person is to be asked about: for its price, or since it is their first. */
export function priceReply(
  { price, agreed, first, settings, left, ahead, mine, waitMs, cheaper: draft }: Outlook,
  pendingActions: {
    readonly start: string;
    readonly cheaper: string | null;
    readonly cancel: string;
  },
): Reply {
  const button = (label: Words, pendingAction: string, style: Choice['style'] = 'plain') => ({
    label,
    style,
    pendingAction,
  });
  return {
    ...plainReply(
      agreed === null
        ? msg('requests.costs', { price })
        : msg('requests.costs-changed', { price, agreed }),
      settings,
      ahead === 0 ? msg('cards.ready-in', { wait: waitMs }) : queueWords({ ahead, mine, waitMs }),
      facts(leftWords(left), msg('requests.not-charged-yet')),
      ...(draft === null
        ? []
        : [facts(msg('requests.cheaper', { price: draft.price }), draft.settings)]),
      ...(first ? [msg('requests.asks-first-video')] : []),
    ),
    choices: [
      button(
        agreed === null ? msg('requests.start') : msg('requests.start-for', { price }),
        pendingActions.start,
        'main',
      ),
      ...(draft === null || pendingActions.cheaper === null
        ? []
        : [button(msg('requests.start-cheaper', { price: draft.price }), pendingActions.cheaper)]),
      button(msg('chat.cancel'), pendingActions.cancel),
    ],
  };
}

export function dismissedReply(): Reply {
  return plainReply(msg('requests.not-started'));
}

/** A refusal for want of a provider that will be back. */
export function withStartWhenBackButton(reply: Reply, pendingAction: string): Reply {
  const label = msg('requests.start-when-back');
  return { ...reply, choices: [{ label, style: 'main', pendingAction }] };
}

/** A refusal for want of credits, with the way to more of them. */
export function withCreditRequestButton(
  reply: Reply,
  short: Shortage,
  { pendingAction, showsPrompt }: { readonly pendingAction: string; readonly showsPrompt: boolean },
): Reply {
  const amount = short.credits;
  return {
    ...reply,
    lines: [
      ...reply.lines,
      [msg(showsPrompt ? 'requests.ask-admin-prompt' : 'requests.ask-admin')],
    ],
    choices: [{ label: msg('requests.ask-for-credits', { amount }), style: 'main', pendingAction }],
  };
}
