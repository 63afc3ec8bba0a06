import { assertNever } from '../../shared/domain/assert-never.ts';
import { balanceWords } from '../../credits/domain/balance-words.ts';
import type { Balance } from '../../credits/domain/balance-words.ts';
import type { CardContext, Estimate } from './card-context.ts';
import { collectingWords, notFoundWords } from './delay-words.ts';
import { isRendering } from '../../jobs/domain/job.ts';
import type { FailureReason, Job, JobState, Setback } from '../../jobs/domain/job.ts';
import { giveUpAt } from '../../jobs/domain/steps.ts';
import { credits, grouped, roughly, shorten } from '../../messages/domain/rich-text.ts';
import type { Words } from '../../messages/domain/rich-text.ts';
import { unreadWords } from './unread-words.ts';
import { waitWords } from './wait.ts';

export interface CardWords {
  readonly headline: string;
  readonly lines: readonly Words[];
  readonly receipt: readonly string[];
}

/** The words of a card in each state. Nothing a stranger wrote is in them but as a quote. */
export function cardWords(job: Job, context: CardContext, estimate: Estimate | null): CardWords {
  const { state } = job;
  const { providerTitle, unread } = context;
  if (unread !== null && isRendering(state)) {
    return { ...unreadWords(unread, providerTitle), receipt: [held(job)] };
  }
  switch (state.status) {
    case 'waiting':
      return {
        headline: 'In line',
        lines: [...waitingWords(job, state, context), ...atOnceWords(context.atOnce)],
        receipt: [`${credits(job.quote)} held. ${balanceWords(context.left)}`],
      };
    case 'submitting':
      return { headline: `Handing over to ${providerTitle}`, lines: [], receipt: [held(job)] };
    case 'rendering':
      return {
        headline: 'Rendering',
        lines: [readyWords(context.now, state.since, estimate)],
        ...notFoundWords(state.notFound, providerTitle),
        receipt: [held(job)],
      };
    case 'overdue':
      return {
        headline: 'Taking much longer than usual',
        lines: [
          [
            `${providerTitle} has been rendering since `,
            { time: state.since.getTime(), as: 'clock' },
            '. It is still watched and will appear here when it comes, up to a day after the start.',
          ],
        ],
        ...notFoundWords(state.notFound, providerTitle),
        receipt: [held(job)],
      };
    case 'collecting':
      return {
        ...collectingWords(state.setback, providerTitle),
        receipt: [state.lost === undefined ? held(job) : LATE_RECEIPT],
      };
    case 'unconfirmed':
      return {
        headline: `No clear answer from ${providerTitle}`,
        lines: [
          'The order was sent once and the answer was lost, so the video may or may not be in the making. It is not sent again by itself, because that could be paid for twice.',
          'An admin of this place can look it up and give the credits back.',
        ],
        receipt: [`${credits(job.quote)} stay held until then. Nothing is charged.`],
      };
    case 'succeeded':
      return {
        headline: 'Your video is ready',
        lines: state.lost === undefined ? [] : [`${providerTitle} delivered it late.`],
        receipt: [
          `Held ${grouped(job.quote)}, charged ${grouped(state.charged)}, returned ${grouped(job.quote - state.charged)} credits. ${balanceWords(context.left)}`,
          `It was quoted at ${credits(job.quote)}${costWords(job.quote, state.charged)}`,
        ],
      };
    case 'failed':
      return {
        headline: FAILURE_HEADLINES[state.reason],
        lines: [
          FAILURE_WORDS[state.reason](providerTitle),
          ...(state.message !== null && state.message.trim() !== ''
            ? [[`${providerTitle} says: `, { quote: shorten(state.message, 300) }]]
            : []),
        ],
        receipt: returned(job, context.left, WHY_NOTHING[state.reason](providerTitle)),
      };
    case 'cancelled':
      return {
        headline: 'Cancelled',
        lines: [],
        receipt: returned(job, context.left, 'it was cancelled before it was ordered'),
      };
    case 'expired':
      return {
        headline: 'Given up',
        lines: [`${providerTitle} didn't deliver this video in time.`],
        receipt: returned(job, context.left, 'no video arrived'),
      };
    default:
      return assertNever(state);
  }
}

function waitingWords(
  job: Job,
  { since, setback, notBefore }: Extract<JobState, { status: 'waiting' }>,
  { now, ahead, mine, wait, circuitOpen, providerTitle }: CardContext,
): Words[] {
  // Neither a place nor a time can be told then.
  if (circuitOpen !== null) {
    return [
      failureWords(job, now, circuitOpen.until, providerTitle),
      giveBackWords(now, giveUpAt(since, circuitOpen)),
    ];
  }
  // Once it may be tried again, it is queued like any other.
  if (setback !== null && now < notBefore) {
    return [setbackWords(setback.reason, notBefore, providerTitle)];
  }
  return [queueWords(ahead ?? 0, mine), ...(wait === null ? [] : [waitWords(wait)])];
}

function failureWords(job: Job, now: Date, until: Date | null, providerTitle: string): Words {
  // Asked for by name, it is made by that one.
  const elsewhere =
    job.request.asked === undefined
      ? '; your video goes elsewhere sooner if it can be made there just the same.'
      : '.';
  if (until === null) {
    return `${providerTitle} isn't reporting on its videos, so it gets no new ones for now${elsewhere}`;
  }
  if (now >= until) {
    return `${providerTitle} had trouble. It is being tried again with one video first.`;
  }
  return [
    `${providerTitle} has trouble and is left alone for now. It is tried again `,
    { time: until.getTime(), as: 'relative' },
    elsewhere,
  ];
}

function giveBackWords(now: Date, at: Date): Words {
  return now < at
    ? [
        'If nothing helps, your credits come back ',
        { time: at.getTime(), as: 'relative' },
        '. Nothing is charged until it starts.',
      ]
    : 'If nothing helps soon, your credits come back. Nothing is charged until it starts.';
}

export function queueWords(ahead: number, mine: number): string {
  if (ahead === 0) return 'You are next.';
  const before =
    ahead === 1 ? 'One video starts before yours.' : `${ahead} videos start before yours.`;
  if (mine === 0) return `${before} People take turns.`;
  const others = mine === 1 ? 'another of yours is' : `${mine} others of yours are`;
  return `${before} People take turns, and ${others} on the way.`;
}

function atOnceWords({ own, team }: CardContext['atOnce']): string[] {
  const most = [
    ...(own === null ? [] : [`${own} of yours`]),
    ...(team === null ? [] : [`${team} of the team's`]),
  ];
  return most.length === 0 ? [] : [`At most ${most.join(' and ')} can be on the way at one time.`];
}

const SETBACK_WORDS = {
  'rate-limited': (title) => `${title} is busy and asked us to wait.`,
  maintenance: (title) => `${title} is down for maintenance.`,
  unreachable: (title) => `${title} cannot be reached.`,
  unsent: (title) => `What ${title} needs is still being sent to it.`,
} as const satisfies Record<Setback['reason'], (providerTitle: string) => string>;

function setbackWords(reason: Setback['reason'], notBefore: Date, providerTitle: string): Words {
  return [
    `${SETBACK_WORDS[reason](providerTitle)} Next try `,
    { time: notBefore.getTime(), as: 'relative' },
    '; nothing is charged until it starts.',
  ];
}

function readyWords(now: Date, since: Date, estimate: Estimate | null): Words {
  if (estimate === null) return [];
  if (now < estimate.halfAt) {
    const half = roughly(estimate.halfAt.getTime() - since.getTime());
    const most = roughly(estimate.mostAt.getTime() - since.getTime());
    const range = half === most ? half : `${half} to ${most}`;
    return [
      'Probably ready ',
      { time: estimate.halfAt.getTime(), as: 'relative' },
      `. Videos like this take ${range}.`,
    ];
  }
  if (now < estimate.mostAt) {
    return [
      'A little slower than usual; nearly always ready ',
      { time: estimate.mostAt.getTime(), as: 'relative' },
      '.',
    ];
  }
  return 'Slower than usual. It stays watched and will appear here.';
}

function held(job: Job): string {
  return `${credits(job.quote)} held. You pay only if the video arrives.`;
}

const LATE_RECEIPT = 'Not charged. Your credits came back before.';

function returned(job: Job, left: Balance, why: string): string[] {
  return [
    `Nothing was charged: ${credits(job.quote)} held, ${grouped(job.quote)} returned. ${balanceWords(left)}`,
    `It was quoted at ${credits(job.quote)} and costs nothing: ${why}.`,
  ];
}

function costWords(quote: number, charged: number): string {
  if (charged === quote) return ', and that is what it cost.';
  if (charged === 0) return ' and cost nothing, so all of it is yours again.';
  return ` and cost ${grouped(charged)}, so the rest is yours again.`;
}

const FAILURE_HEADLINES = {
  moderated: 'Refused by the content rules',
  'bad-prompt': 'The prompt was not accepted',
  'bad-settings': 'The settings were not accepted',
  'provider-fault': 'The render failed',
  'key-refused': 'The service has to be set up again',
  'out-of-credit': 'The service is out of credit',
  redirected: 'The address of the provider is another one',
  'not-found': 'The model was not found',
  disabled: 'The model is switched off',
  'not-understood': 'The provider did not take the order',
  'plan-gate': 'The plan does not allow this',
  'no-uploads': 'The provider takes no files',
  'provider-unavailable': 'The provider could not be reached in time',
  'provider-not-set-up': 'The provider is no longer set up',
  'render-lost': 'The video was lost at the provider',
  'result-lost': 'The finished video could not be fetched',
  'never-confirmed': 'Closed without an answer',
} as const satisfies Record<FailureReason, string>;

const FAILURE_WORDS = {
  moderated: (title) =>
    `${title} will not make this. Change the prompt or what you attached, and ask again.`,
  'bad-prompt': (title) => `${title} did not accept the prompt. Change it and ask again.`,
  'bad-settings': (title) => `${title} did not accept the settings. Change them and ask again.`,
  'provider-fault': (title) => `The fault was at ${title}, not yours. Asking again may work.`,
  'key-refused': (title) =>
    `${title} refused this service's key. Whoever runs the service has been told; it is not your fault.`,
  'out-of-credit': (title) =>
    `This service's account at ${title} is empty. Whoever runs the service has been told; it is not your fault.`,
  redirected: (title) =>
    `The address that is set for ${title} leads somewhere else. Whoever runs the service has been told; it is not your fault.`,
  'not-found': (title) =>
    `${title} does not know this model at the address that is set. Choose another model. Whoever runs the service has been told.`,
  disabled: (title) => `${title} has switched this model off for now. Choose another model.`,
  'not-understood': (title) =>
    `${title} refused the order for a reason this service does not know. Whoever runs the service has been told.`,
  'plan-gate': (title) =>
    `This service's account at ${title} has a plan that does not allow this, and no other provider here makes it for the same price. Ask for less, or choose another model.`,
  'no-uploads': (title) =>
    `${title} takes no files from this service and cannot fetch them: the service has no public address. Whoever runs it has been told.`,
  'provider-unavailable': (title) =>
    `${title} took no orders for too long, so this one was given up. Ask again later.`,
  'provider-not-set-up': (title) => `${title} was taken out of this service while you waited.`,
  'render-lost': (title) =>
    `${title} took the order and does not know it any more. Whoever runs the service has been told. Asking again may work. If this one is found within a day, it appears here for free.`,
  'result-lost': (title) =>
    `${title} finished the video, but its file could not be fetched. Whoever runs the service has been told.`,
  'never-confirmed': (title) => `An admin closed this order; ${title} never confirmed it.`,
} as const satisfies Record<FailureReason, (providerTitle: string) => string>;

const WHY_NOTHING = {
  moderated: () => 'you pay only for a video that arrives',
  'bad-prompt': () => 'you pay only for a video that arrives',
  'bad-settings': () => 'you pay only for a video that arrives',
  'provider-fault': (title) => `it failed at ${title}`,
  'key-refused': () => 'the order was not taken',
  'out-of-credit': () => 'the order was not taken',
  redirected: () => 'the order was not taken',
  'not-found': () => 'the order was not taken',
  disabled: () => 'the order was not taken',
  'not-understood': () => 'the order was not taken',
  'plan-gate': () => 'the order was not taken',
  'no-uploads': () => 'it was never ordered',
  'provider-unavailable': () => 'it was never ordered',
  'provider-not-set-up': () => 'it was never ordered',
  'render-lost': () => 'no video arrived',
  'result-lost': () => 'no video arrived',
  'never-confirmed': () => 'an admin gave the credits back',
} as const satisfies Record<FailureReason, (providerTitle: string) => string>;
