import type { Allowance } from '../../credits/domain/allowance.ts';
import type { Asker } from '../../teams/domain/requester.ts';
import type { Note } from '../../messages/domain/reply.ts';
import type { Shortage } from '../../credits/domain/shortage.ts';
import { credits, grouped, shorten } from '../../messages/domain/rich-text.ts';
import type { Span, Text } from '../../messages/domain/rich-text.ts';

/** What both sides are told of a request for credits. */
export interface AskedFor {
  readonly asker: Asker;
  readonly of: Shortage['of'];
  readonly credits: number;
  readonly price: number;
  /** Null where more people read than those who decide. */
  readonly prompt: string | null;
  readonly expiresAt: Date;
}

export function askedNote({ credits: amount, price, expiresAt }: AskedFor): Note {
  return {
    tone: 'plain',
    headline: [{ bold: `You asked for ${credits(amount)}` }],
    lines: [
      ['The admins were told. If one of them says yes, your video starts here by itself.'],
      [`It will not cost more than ${credits(price)}. Nothing is held or charged until it starts.`],
      ['Without an answer this ends ', { time: expiresAt.getTime(), as: 'relative' }, '.'],
    ],
  };
}

export interface UseSoFar {
  readonly allowance: Allowance;
  readonly used: number;
  readonly left: number | null;
}

/** What admins decide by. */
export function requestNote(
  asked: AskedFor,
  use: { readonly own: UseSoFar; readonly team: UseSoFar },
  proposals: { readonly approve: string; readonly other: string; readonly deny: string },
): Note {
  const { asker, of, credits: amount, price, prompt, expiresAt } = asked;
  const teamCounts = of !== 'person' || use.team.allowance.kind !== 'unlimited';
  return {
    tone: 'plain',
    headline: [{ bold: `A request for ${credits(amount)}${FOR_WHOM[of]}` }],
    lines: [
      prompt === null
        ? [mentionOf(asker), ' would like to make a video.']
        : [mentionOf(asker), ' would like to make: ', { quote: shorten(prompt, 300) }],
      [`It costs ${credits(price)}.`],
      usedWords(use.own, 'They'),
      ...(teamCounts ? [usedWords(use.team, 'The whole team')] : []),
      [
        `If you approve, the credits are good for ${GOOD_FOR_DAYS} days and the video starts by itself. Without an answer this ends `,
        { time: expiresAt.getTime(), as: 'relative' },
        '.',
      ],
    ],
    choices: [
      { label: `Approve ${grouped(amount)}`, style: 'main', proposal: proposals.approve },
      {
        label: 'Approve other amount',
        style: 'plain',
        proposal: proposals.other,
        asksCredits: amount,
      },
      { label: 'Deny', style: 'plain', proposal: proposals.deny },
    ],
  };
}

export const GOOD_FOR_DAYS = 7;

const FOR_WHOM = {
  person: '',
  pool: ' for the team',
  both: ', for the person and the team',
} as const satisfies Record<Shortage['of'], string>;

function usedWords({ allowance, used, left }: UseSoFar, who: 'They' | 'The whole team'): Text {
  const has = who === 'They' ? 'have' : 'has';
  const rest = left === null ? '' : ` and ${has} ${grouped(left)} left`;
  switch (allowance.kind) {
    case 'unlimited':
      return [`${who} used ${credits(used)} this month and ${has} no limit.`];
    case 'none':
      return [`${who} ${has} no allowance${left === null || left === 0 ? '' : rest}.`];
    case 'credits':
      return [
        `${who} used ${grouped(used)} of ${credits(allowance.credits)} this ${allowance.per}${rest}.`,
      ];
  }
}

function mentionOf({ platform, person }: Asker): Span {
  const label = shorten(person.name ?? 'Somebody', 60);
  return { mention: { platform, id: person.id }, as: 'person', label };
}

/** What the admins' message says once one of them decided. */
export function decidedNote(
  { asker }: Pick<AskedFor, 'asker'>,
  by: Asker,
  verdict:
    | { readonly credits: null }
    | { readonly credits: number; readonly started: boolean; readonly why: Text },
): Note {
  const [admin, person] = [mentionOf(by), mentionOf(asker)];
  if (verdict.credits === null) {
    return {
      tone: 'plain',
      headline: [{ bold: 'Denied' }],
      lines: [[admin, ' said no to ', person, '. Nothing was granted or charged.']],
    };
  }
  return {
    tone: 'plain',
    headline: [{ bold: `Approved: ${credits(verdict.credits)}` }],
    lines: [
      [admin, ` gave ${credits(verdict.credits)} to `, person, `, good for ${GOOD_FOR_DAYS} days.`],
      verdict.started
        ? ['The video is on its way.']
        : ['The video did not start. ', ...verdict.why],
    ],
  };
}

/** In the place of the admins' message, so that nobody presses its buttons any more. */
export function overNote(): Note {
  return {
    tone: 'plain',
    headline: [{ bold: 'This request is over' }],
    lines: [['Nobody answered it in time. Nothing was granted or charged.']],
  };
}

export function deniedNote(amount: number): Note {
  return {
    tone: 'plain',
    headline: [{ bold: 'An admin said no' }],
    lines: [
      [`Your request for ${credits(amount)} was denied.`],
      ['Nothing was started and nothing was charged.'],
    ],
  };
}

export function unansweredNote(amount: number): Note {
  return {
    tone: 'plain',
    headline: [{ bold: 'No admin answered' }],
    lines: [
      [`Your request for ${credits(amount)} ended after a day.`],
      ['Nothing was started and nothing was charged. You can ask again.'],
    ],
  };
}

/** The credits are there, but the video did not start. */
export function stillShortNote(granted: number, note: Note): Note {
  return { ...note, lines: [[`An admin gave you ${credits(granted)}.`], ...note.lines] };
}

export function notStartedNote(granted: number): Note {
  return {
    tone: 'trouble',
    headline: [{ bold: 'Your credits are here, your video is not' }],
    lines: [
      [
        `An admin gave you ${credits(granted)}, but something went wrong on our side when your video was to start. Ask for it again; nothing was charged.`,
      ],
    ],
  };
}
