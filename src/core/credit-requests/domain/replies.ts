import type { Allowance } from '../../credits/domain/allowance.ts';
import type { Requester } from '../../teams/domain/requester.ts';
import { plainReply, troubleReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import { credits, grouped, shorten } from '../../messages/domain/rich-text.ts';
import type { Inline } from '../../messages/domain/inline.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

/** What both sides are told of a request for credits. */
export interface AskedFor {
  readonly requester: Requester;
  readonly of: Shortage['of'];
  readonly credits: number;
  readonly price: number;
  /** Null where more people read than those who decide. */
  readonly prompt: string | null;
  readonly expiresAt: Date;
}

export function requestedReply({ credits: amount, price, expiresAt }: AskedFor): Reply {
  return plainReply(
    [{ bold: `You asked for ${credits(amount)}` }],
    'The admins were told. If one of them says yes, your video starts here by itself.',
    `It will not cost more than ${credits(price)}. Nothing is held or charged until it starts.`,
    ['Without an answer this ends ', { time: expiresAt.getTime(), as: 'relative' }, '.'],
  );
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
  const { requester, of, credits: amount, price, prompt, expiresAt } = asked;
  const teamCounts = of !== 'person' || use.team.allowance.kind !== 'unlimited';
  return {
    ...plainReply(
      [{ bold: `A request for ${credits(amount)}${FOR_WHOM[of]}` }],
      prompt === null
        ? [mentionOf(requester), ' would like to make a video.']
        : [mentionOf(requester), ' would like to make: ', { quote: shorten(prompt, 300) }],
      `It costs ${credits(price)}.`,
      usedWords(use.own, 'They'),
      ...(teamCounts ? [usedWords(use.team, 'The whole team')] : []),
      [
        `If you approve, the credits are good for ${GOOD_FOR_DAYS} days and the video starts by itself. Without an answer this ends `,
        { time: expiresAt.getTime(), as: 'relative' },
        '.',
      ],
    ),
    choices: [
      { label: `Approve ${grouped(amount)}`, style: 'main', pendingAction: pendingActions.approve },
      {
        label: 'Approve other amount',
        style: 'plain',
        pendingAction: pendingActions.other,
        asksCredits: amount,
      },
      { label: 'Deny', style: 'plain', pendingAction: pendingActions.deny },
    ],
  };
}

export const GOOD_FOR_DAYS = 7;

const FOR_WHOM = {
  person: '',
  pool: ' for the team',
  both: ', for the person and the team',
} as const satisfies Record<Shortage['of'], string>;

function usedWords({ allowance, used, left }: UseSoFar, who: 'They' | 'The whole team'): string {
  const has = who === 'They' ? 'have' : 'has';
  const rest = left === null ? '' : ` and ${has} ${grouped(left)} left`;
  switch (allowance.kind) {
    case 'unlimited':
      return `${who} used ${credits(used)} this month and ${has} no limit.`;
    case 'none':
      return `${who} ${has} no allowance${left === null || left === 0 ? '' : rest}.`;
    case 'credits':
      return `${who} used ${grouped(used)} of ${credits(allowance.credits)} this ${allowance.per}${rest}.`;
  }
}

function mentionOf({ platform, person }: Requester): Inline {
  const label = shorten(person.name ?? 'Somebody', 60);
  return { mention: { platform, id: person.id }, as: 'person', label };
}

/** What the admins' message says once one of them decided. */
export function answeredReply(
  { requester }: Pick<AskedFor, 'requester'>,
  by: Requester,
  verdict:
    | { readonly credits: null }
    | { readonly credits: number; readonly started: boolean; readonly why: RichText },
): Reply {
  const [admin, person] = [mentionOf(by), mentionOf(requester)];
  if (verdict.credits === null) {
    return plainReply(
      [{ bold: 'Denied' }],
      [admin, ' said no to ', person, '. Nothing was granted or charged.'],
    );
  }
  return plainReply(
    [{ bold: `Approved: ${credits(verdict.credits)}` }],
    [admin, ` gave ${credits(verdict.credits)} to `, person, `, good for ${GOOD_FOR_DAYS} days.`],
    verdict.started ? 'The video is on its way.' : ['The video did not start. ', ...verdict.why],
  );
}

/** In the place of the admins' message, so that nobody presses its buttons any more. */
export function overReply(): Reply {
  return plainReply(
    [{ bold: 'This request is over' }],
    'Nobody answered it in time. Nothing was granted or charged.',
  );
}

export function deniedReply(amount: number): Reply {
  return plainReply(
    [{ bold: 'An admin said no' }],
    `Your request for ${credits(amount)} was denied.`,
    'Nothing was started and nothing was charged.',
  );
}

export function unansweredReply(amount: number): Reply {
  return plainReply(
    [{ bold: 'No admin answered' }],
    `Your request for ${credits(amount)} ended after a day.`,
    'Nothing was started and nothing was charged. You can ask again.',
  );
}

/** The credits are there, but the video did not start. */
export function stillInsufficientReply(granted: number, reply: Reply): Reply {
  return { ...reply, lines: [[`An admin gave you ${credits(granted)}.`], ...reply.lines] };
}

export function notStartedReply(granted: number): Reply {
  return troubleReply(
    [{ bold: 'Your credits are here, your video is not' }],
    `An admin gave you ${credits(granted)}, but something went wrong on our side when your video was to start. Ask for it again; nothing was charged.`,
  );
}
