import type { CheckFailure } from './check-failures.ts';
import { plainReply, troubleReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { credits, grouped, shorten } from '../../messages/domain/rich-text.ts';
import type { ProviderFailure } from './provider-failure.ts';

/** For whoever runs the service: only they can mend it. */
export function providerFailureReply(
  providerTitle: string,
  failure: ProviderFailure,
  message: string | null,
  until: Date,
  detail: string | null = null,
): Reply {
  return troubleReply(
    [{ bold: `${providerTitle} ${FAILURES[failure].what}` }],
    FAILURES[failure].toDo,
    ...(message === null ? [] : [['It said: ', { quote: shorten(message, 300) }]]),
    ...(detail === null ? [] : [[{ quote: shorten(detail, 300) }]]),
    [
      'New videos go elsewhere where they can. It is tried again ',
      { time: until.getTime(), as: 'relative' },
      ', then at growing intervals. You hear of it again when it is over.',
    ],
  );
}

/** The same of status calls, with what becomes of the videos it was asked to make. */
export function checkFailureReply(
  providerTitle: string,
  trouble: CheckFailure,
  detail: string | null,
): Reply {
  const { what, toDo } = CHECK_FAILURES[trouble];
  const wait =
    trouble === 'renders-unknown'
      ? 'A video that stays unknown for 20 minutes is closed and its credits are returned.'
      : 'Its running videos stay open. We ask about one of them every 15 seconds, and about all of them as soon as it answers.';
  return troubleReply(
    [{ bold: `${providerTitle} ${what}` }],
    toDo,
    ...(detail === null ? [] : [['It said: ', { quote: shorten(detail, 300) }]]),
    `${wait} New videos go to other providers where possible.`,
    'You get a message when it is over.',
  );
}

const FAILURES = {
  'key-refused': { what: 'refuses our key', toDo: 'Check the key in the settings.' },
  'out-of-credit': { what: 'is out of credit', toDo: 'Top up the account of the key.' },
  redirected: {
    what: 'is not at the address that is set',
    toDo: 'Set its address to where it points, if that is where it should be.',
  },
  'not-found': {
    what: 'is not found',
    toDo: 'Check the address in the settings, and look for an update of this service.',
  },
  disabled: {
    what: 'is switched off',
    toDo: 'Ask the support of its provider, or wait: it is tried again.',
  },
  'no-uploads': {
    what: 'takes no files from us',
    toDo: 'Set PUBLIC_URL to where it reaches this service: then it fetches them itself.',
  },
  maintenance: { what: 'is under maintenance', toDo: 'Nothing needs to be done, only waited for.' },
  failing: { what: 'does not answer orders', toDo: 'Check its status page and our network.' },
} as const satisfies Record<ProviderFailure, { readonly what: string; readonly toDo: string }>;

/** `what` is what the plan rules out; `message` are the provider's words. */
export function planGateReply(
  providerTitle: string,
  what: string,
  plan: string | null,
  message: string | null,
): Reply {
  const needs = plan === null ? 'another plan' : `the plan "${shorten(plan, 50)}"`;
  return troubleReply(
    [{ bold: `${providerTitle}: the plan of our account does not allow ${what}` }],
    `It needs ${needs}. Such videos go elsewhere for a day where they can; then it is tried again.`,
    ...(message === null ? [] : [['It said: ', { quote: shorten(message, 300) }]]),
  );
}

/** What is left is in the provider's own credits, as is the threshold. */
export function balanceLowReply(providerTitle: string, left: number, threshold: number): Reply {
  return troubleReply(
    [{ bold: `${providerTitle} is running out of credit` }],
    `${providerCredits(left)} left there; LOW_BALANCE is ${grouped(threshold)}.`,
    'Top up the account of the key. The next message comes when there is enough again.',
  );
}

export function balanceFineReply(providerTitle: string, left: number): Reply {
  return plainReply(
    [{ bold: `${providerTitle} has enough credit again` }],
    `${providerCredits(left)} left there.`,
  );
}

/** What the account says after an order was refused for want of credit. */
export function leftWords(left: number): string {
  return `${providerCredits(left)} left there`;
}

/** Not those of teams. */
function providerCredits(left: number): string {
  return `${grouped(Math.floor(left))} of its credits ${Math.floor(left) === 1 ? 'is' : 'are'}`;
}

const CHECK_FAILURES = {
  ...FAILURES,
  failing: {
    what: 'does not answer status checks',
    toDo: 'Check its status page and our network.',
  },
  'renders-unknown': {
    what: 'does not know the videos it is making',
    toDo: 'Check that its address and key are those of the account that ordered them.',
  },
} as const satisfies Record<CheckFailure, { readonly what: string; readonly toDo: string }>;

/** The same in a few words: "happyhorse.app refuses our key, since 2026-11-30T12:00:00.000Z". */
export function failureLines(
  providerTitle: string,
  {
    trouble,
    unread,
    since,
  }: {
    readonly trouble: ProviderFailure | CheckFailure;
    readonly unread: { readonly trouble: CheckFailure } | null;
    readonly since: Date;
  },
): readonly string[] {
  const orders =
    unread?.trouble === trouble ? [] : [{ ...CHECK_FAILURES, ...FAILURES }[trouble].what];
  const checks = unread === null ? [] : [CHECK_FAILURES[unread.trouble].what];
  return [...orders, ...checks].map((it) => `${providerTitle} ${it}, since ${since.toISOString()}`);
}

export function providerRecoveredReply(providerTitle: string): Reply {
  return plainReply([{ bold: `${providerTitle} is well again` }], 'It takes orders as usual.');
}

/** `trouble` is what is in the way and what to do, as far as it is known. */
export function chatUnreachableReply(chat: string, minutes: number, trouble: string | null): Reply {
  return troubleReply(
    [{ bold: `${chat} has not been connected for ${minutes} minutes` }],
    trouble ?? 'Check its status page and our network.',
    'Nobody there is heard. Videos that were started go on. The service keeps trying.',
  );
}

export function chatReachableReply(chat: string): Reply {
  return plainReply([{ bold: `${chat} is connected again` }], 'People there are heard as usual.');
}

/** What only whoever runs the service can look into; the job's id is in the log. */
export function investigateReply(
  what: Investigated,
  providerTitle: string,
  { job, lost }: { readonly job: string; readonly lost: number },
): Reply {
  return troubleReply(
    [{ bold: `${providerTitle} ${INVESTIGATED[what].what}` }],
    INVESTIGATED[what].toDo,
    ...lossLines(lost),
    `Job ${job}; the log has the rest.`,
  );
}

/** A video that they were told of as lost was delivered after all. */
export function cameLateReply(
  providerTitle: string,
  { job, lost }: { readonly job: string; readonly lost: number },
): Reply {
  return plainReply(
    [{ bold: `${providerTitle} delivered a video that was called lost` }],
    'It is shown now. The team had its credits back and is not charged.',
    ...lossLines(lost),
    `Job ${job}; the log has the rest.`,
  );
}

function lossLines(lost: number) {
  return lost === 0 ? [] : [`${credits(lost)} ${lost === 1 ? 'is' : 'are'} booked as your loss.`];
}

/** Why a render that a provider speaks of is not shown. */
export type OrphanReason =
  /** The job needs it no more: it is made by another order, or is over. */
  | 'unneeded'
  /** Another job shows it. */
  | 'taken';

/** `render` is what the provider calls it: a stranger's words. */
export function orphanedRenderReply(
  reason: OrphanReason,
  providerTitle: string,
  render: string,
  job: string,
): Reply {
  return troubleReply(
    [{ bold: `${providerTitle} ${ORPHANED_RENDERS[reason].what}` }],
    ORPHANED_RENDERS[reason].toDo,
    [`Job ${job}; there it is called `, { quote: shorten(render, 200) }, '.'],
  );
}

const ORPHANED_RENDERS = {
  unneeded: {
    what: 'made a video that is not needed any more',
    toDo: 'The order had no answer and was placed again, or was closed. It may have been charged to the account of the key; look there. The team pays for one video at most.',
  },
  taken: {
    what: 'speaks of one video for two orders',
    toDo: 'It is shown for the first of them alone. Look at the account of the key whether the other was made and charged.',
  },
} as const satisfies Record<OrphanReason, { readonly what: string; readonly toDo: string }>;

const INVESTIGATED = {
  unconfirmed: {
    what: 'gave no clear answer to an order',
    toDo: 'It may have been charged to the account of the key. Look there; an admin of the team can then try again or give the credits back, on the card.',
  },
  'not-understood': {
    what: 'does not understand our orders',
    toDo: 'Its interface may have changed: look for an update of this service.',
  },
  'result-lost': {
    what: 'made a video that could not be fetched',
    toDo: 'It may have been charged to the account of the key; the team was not charged.',
  },
  expired: {
    what: 'did not deliver a video in time',
    toDo: 'It may have been charged to the account of the key; the team was not charged.',
  },
  'render-lost': {
    what: 'does not know a video any more that it was making',
    toDo: 'It was asked about for 20 minutes, is asked about for another day, and may have been charged to the account of the key; the team was not charged. If the key is of another account now, that account does not know it.',
  },
} as const satisfies Record<string, { readonly what: string; readonly toDo: string }>;

export type Investigated = keyof typeof INVESTIGATED;

export function isInvestigated(what: string): what is Investigated {
  return Object.hasOwn(INVESTIGATED, what);
}
