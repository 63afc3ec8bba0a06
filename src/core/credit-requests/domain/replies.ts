import type { Allowance } from '../../credits/domain/allowance.ts';
import type { Requester } from '../../teams/domain/requester.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { plainReply, troubleReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import { facts, shorten } from '../../messages/domain/rich-text.ts';
import { sceneWords } from '../../video/domain/video-request.ts';
import type { Scene } from '../../video/domain/video-request.ts';
import type { Mention } from '../../messages/domain/inline.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import type { ChatRef } from '../../shared/domain/chat-ref.ts';

/** What both sides are told of a request for credits. */
export interface AskedFor {
  readonly requester: Requester;
  readonly of: Shortage['of'];
  readonly credits: number;
  readonly price: number;
  /** Null where more people read than those who decide. */
  readonly scene: Scene<unknown> | null;
  readonly expiresAt: Date;
}

/** Where the admins' message is: in the channel they chose for it, or `here`, where it was asked. */
export type ToldIn = ChatRef | 'here';

/** @param toldIn null where that is not known any more */
export function requestedReply(asked: AskedFor, toldIn: ToldIn | null): Reply {
  const { credits: amount, price, expiresAt, requester } = asked;
  return plainReply(
    msg('credit-requests.asked', { amount }),
    ...(toldIn === null ? [] : [toldWords(toldIn, requester)]),
    facts(
      msg('credits.up-to', { amount: price }),
      msg('requests.not-charged-yet'),
      expiresWords(expiresAt),
    ),
  );
}

/** In another chat a channel has no name that says anything. */
function toldWords(toldIn: ToldIn, { platform }: Requester): Message {
  if (toldIn === 'here') return msg('credit-requests.asked-here');
  return toldIn.platform === platform
    ? msg('credit-requests.asked-in-channel', { channel: toldIn })
    : msg('credit-requests.asked-admins');
}

function expiresWords(expiresAt: Date): Message {
  return msg('credit-requests.expires', { at: { time: expiresAt.getTime(), as: 'relative' } });
}

export interface UseSoFar {
  readonly allowance: Allowance;
  readonly used: number;
  readonly left: number | null;
}

/** What admins decide by. */
export function creditRequestReply(
  asked: AskedFor,
  use: { readonly own: UseSoFar; readonly team: UseSoFar },
  pendingActions: { readonly approve: string; readonly other: string; readonly deny: string },
): Reply {
  const { requester, of, credits: amount, price, scene, expiresAt } = asked;
  const person = mentionOf(requester);
  const teamCounts = of !== 'person' || use.team.allowance.kind !== 'unlimited';
  return {
    ...plainReply(
      msg('credit-requests.request', { amount, of }),
      scene === null
        ? msg('credit-requests.for-video', { person, price })
        : msg('credit-requests.for-video-prompt', {
            person,
            price,
            prompt: sceneWords(scene, 300),
          }),
      usedWords(use.own, 'person'),
      ...(teamCounts ? [usedWords(use.team, 'team')] : []),
      msg('credit-requests.approving', { days: GOOD_FOR_DAYS }),
      expiresWords(expiresAt),
    ),
    choices: [
      {
        label: msg('credit-requests.approve', { amount }),
        style: 'main',
        pendingAction: pendingActions.approve,
      },
      {
        label: msg('credit-requests.approve-other'),
        style: 'plain',
        pendingAction: pendingActions.other,
        asksCredits: amount,
      },
      { label: msg('credit-requests.deny'), style: 'plain', pendingAction: pendingActions.deny },
    ],
  };
}

export const GOOD_FOR_DAYS = 7;

function usedWords({ allowance, used, left }: UseSoFar, whose: 'person' | 'team'): Message {
  switch (allowance.kind) {
    case 'unlimited':
      return msg(`credit-requests.use-${whose}-unlimited`, { used });
    case 'none':
      return msg(`credit-requests.use-${whose}-none`, { left: left ?? 0 });
    case 'credits': {
      const { credits: limit, per } = allowance;
      return msg(`credit-requests.use-${whose}`, { used, limit, per, left: left ?? 0 });
    }
  }
}

function mentionOf({ platform, person }: Requester): Mention {
  return {
    mention: { platform, id: person.id },
    as: 'person',
    label: shorten(person.name ?? '', 60),
  };
}

/** What the admins' message says once one of them decided. */
export function answeredReply(
  { requester, of }: Pick<AskedFor, 'requester' | 'of'>,
  by: Requester,
  verdict:
    | { readonly credits: null }
    /** Why the video did not start; null: it did. */
    | { readonly credits: number; readonly why: RichText | null },
): Reply {
  const [admin, person] = [mentionOf(by), mentionOf(requester)];
  if (verdict.credits === null) {
    return plainReply(
      msg('credit-requests.denied'),
      msg('credit-requests.denied-by', { admin, person }),
    );
  }
  return plainReply(
    msg('credit-requests.approved', { amount: verdict.credits }),
    msg('credit-requests.approved-by', { admin, person, of, days: GOOD_FOR_DAYS }),
    ...(verdict.why === null
      ? [msg('credit-requests.video-started')]
      : [msg('credit-requests.video-not-started'), verdict.why]),
  );
}

/** In the place of the admins' message, so that nobody presses its buttons any more. */
export function overReply(): Reply {
  return plainReply(msg('credit-requests.over'), msg('credit-requests.over-line'));
}

export function deniedReply(amount: number): Reply {
  return plainReply(msg('credit-requests.denied-you', { amount }), msg('credits.not-charged'));
}

export function unansweredReply(amount: number): Reply {
  return plainReply(
    msg('credit-requests.unanswered'),
    msg('credit-requests.unanswered-line', { amount }),
  );
}

/** What an admin gave, and to whom. */
type Granted = Pick<AskedFor, 'of'> & { readonly amount: number };

/** The credits are there, but the video did not start. */
export function stillInsufficientReply(granted: Granted, reply: Reply): Reply {
  return { ...reply, lines: [[msg('credit-requests.granted-you', granted)], ...reply.lines] };
}

export function notStartedReply(granted: Granted): Reply {
  return troubleReply(
    msg('credit-requests.start-failed'),
    msg('credit-requests.granted-you', granted),
    msg('credit-requests.start-failed-line'),
  );
}
