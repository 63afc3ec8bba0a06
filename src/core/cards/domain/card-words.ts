import { assertNever } from '../../shared/domain/assert-never.ts';
import { isPersonal } from '../../shared/domain/ids.ts';
import { leftWords } from '../../credits/domain/balance-words.ts';
import type { Balance } from '../../credits/domain/balance-words.ts';
import type { CardContext, CardWords, Estimate } from './card-context.ts';
import { collectingWords, notFoundWords } from './delay-words.ts';
import { isRendering } from '../../jobs/domain/job.ts';
import type { FailureReason, Job, JobState } from '../../jobs/domain/job.ts';
import { chargedOf, costWords, statusWords } from '../../jobs/domain/job-words.ts';
import { giveUpAt, WAITING_GIVE_UP_MS } from '../../jobs/domain/steps.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { facts, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import { roughMs } from '../../messages/domain/rough-ms.ts';
import { demandWords } from '../../video/domain/plan-gates.ts';
import type { PlanGate } from '../../video/domain/plan-gates.ts';
import { queueWords } from './wait.ts';

/** The words of a card in each state. Nothing a stranger wrote is in them but as a quote. */
export function cardWords(job: Job, context: CardContext, estimate: Estimate | null): CardWords {
  const { state } = job;
  const { providerTitle: provider, unread, now } = context;
  if (job.request.forgotten !== undefined) {
    const made = state.status === 'succeeded';
    return {
      headline: msg('cards.deleted'),
      lines: [msg(made ? 'cards.deleted-with-video' : 'cards.deleted-prompt')],
    };
  }
  if (unread !== null && isRendering(state)) {
    return {
      headline: msg('jobs.status-unknown'),
      lines: [msg(`cards.unread-${unread}`, { provider })],
    };
  }
  const headline = statusWords(state.status);
  switch (state.status) {
    case 'waiting':
      return { headline, lines: waitingWords(job, state, context) };
    case 'submitting':
    case 'cancelled':
      return { headline, lines: [] };
    case 'rendering':
      return (
        notFoundWords(state.notFound, provider, now) ?? {
          headline,
          lines: readyWords(now, estimate),
        }
      );
    case 'overdue':
      return (
        notFoundWords(state.notFound, provider, now) ?? {
          headline,
          lines: [msg('cards.can-leave')],
        }
      );
    case 'collecting':
      return collectingWords(state.setback, provider);
    case 'unconfirmed':
      return {
        headline: msg('cards.unconfirmed', { provider }),
        lines: [
          isPersonal(job.teamId)
            ? msg('cards.unconfirmed-personal')
            : msg('cards.unconfirmed-ask-admin', { provider }),
        ],
      };
    case 'succeeded':
      return {
        headline: msg('cards.ready'),
        lines: state.lost === undefined ? [] : [msg('cards.came-late', { provider })],
      };
    case 'failed':
      return failedWords(state, provider);
    case 'expired':
      return { headline: msg('cards.timed-out', { provider }), lines: [msg('cards.try-again')] };
    default:
      return assertNever(state);
  }
}

/** What it costs, and what is left where that tells whether there can be another one. */
export function receiptWords(job: Job, left: Balance): RichText {
  const { request, state } = job;
  const tellsLeft = state.status === 'waiting' || chargedOf(state) > 0;
  const more = tellsLeft && request.forgotten === undefined ? leftWords(left) : null;
  return facts(costWords(job), more);
}

function waitingWords(
  job: Job,
  { since, setback, notBefore }: Extract<JobState, { status: 'waiting' }>,
  { now, ahead, mine, waitMs, circuitOpen, providerTitle: provider }: CardContext,
): Message[] {
  // Neither a position nor a time can be told then.
  if (circuitOpen !== null) {
    return [
      outageWords(job, now, circuitOpen.until, provider),
      giveBackWords(now, giveUpAt(since, circuitOpen)),
    ];
  }
  // Once it may be tried again, it is queued like any other.
  if (setback !== null && now < notBefore) return [msg(SETBACKS[setback.reason], { provider })];
  return ahead === null || waitMs === null ? [] : [queueWords({ ahead, mine, waitMs })];
}

function outageWords({ request }: Job, now: Date, until: Date | null, provider: string): Message {
  // Asked for by name, it is made by that one.
  const named = request.asked === undefined ? '' : '-named';
  if (until === null) return msg(`cards.provider-silent${named}`, { provider });
  return now >= until
    ? msg('cards.provider-probing', { provider })
    : msg(`cards.provider-down${named}`, { provider });
}

function giveBackWords(now: Date, at: Date): Message {
  return now < at
    ? msg('cards.gives-up-at', { at: { time: at.getTime(), as: 'relative' } })
    : msg('cards.gives-up-soon');
}

const SETBACKS = {
  'rate-limited': 'cards.busy',
  maintenance: 'cards.maintenance',
  unreachable: 'cards.unreachable',
  unsent: 'cards.sending-files',
} as const;

function readyWords(now: Date, estimate: Estimate | null): Message[] {
  if (estimate === null) return [];
  const { halfAt, mostAt } = estimate;
  const until = (at: Date) => ({ wait: roughMs(at.getTime() - now.getTime()) });
  if (now < halfAt) return [msg('cards.ready-in', until(halfAt))];
  return [now < mostAt ? msg('cards.ready-in-slower', until(mostAt)) : msg('cards.slower-line')];
}

function failedWords(
  { reason, message, gate }: Extract<JobState, { status: 'failed' }>,
  provider: string,
): CardWords {
  const [headline, line] = gatedWords(gate, provider) ?? FAILURES[reason](provider);
  const said = shorten(message ?? '', 300);
  return {
    headline,
    lines: [
      line,
      ...(said === ''
        ? []
        : [msg('chat.label-value', { label: provider, value: { quote: said } })]),
    ],
  };
}

const MOST_PLAN = 40;

/** Null where nothing is known of what the plan does not allow. */
function gatedWords(
  gate: PlanGate | undefined,
  provider: string,
): readonly [headline: Message, line: Message] | null {
  const demands = gate === undefined ? [] : demandWords(gate.demands);
  if (gate === undefined || demands.length === 0) return null;
  const { plan } = gate;
  return [
    msg('providers.plan-gate', { provider, demands }),
    plan === null
      ? msg('cards.failed-plan-gate-line')
      : msg('cards.failed-plan-gate-needs', { plan: shorten(plan, MOST_PLAN) }),
  ];
}

/** What happened, and what to do. */
const FAILURES = {
  moderated: (provider) => [
    msg('cards.failed-moderated', { provider }),
    msg('cards.failed-moderated-line', { provider }),
  ],
  'bad-prompt': (provider) => [
    msg('cards.failed-bad-prompt', { provider }),
    msg('cards.failed-bad-prompt-line'),
  ],
  'bad-settings': (provider) => [
    msg('cards.failed-bad-settings', { provider }),
    msg('cards.failed-bad-settings-line'),
  ],
  'file-too-large': (provider) => [
    msg('cards.failed-file-too-large', { provider }),
    msg('cards.failed-file-too-large-line'),
  ],
  'provider-fault': (provider) => [
    msg('cards.failed-provider-fault', { provider }),
    msg('cards.try-again'),
  ],
  'key-refused': (provider) => [
    msg('providers.key-refused', { provider }),
    msg('cards.failed-operator-line'),
  ],
  'out-of-credit': (provider) => [
    msg('providers.out-of-credit', { provider }),
    msg('cards.failed-operator-line'),
  ],
  redirected: (provider) => [
    msg('providers.redirected', { provider }),
    msg('cards.failed-operator-line'),
  ],
  'not-found': (provider) => [
    msg('cards.failed-not-found', { provider }),
    msg('cards.failed-operator-line'),
  ],
  disabled: (provider) => [
    msg('cards.failed-disabled', { provider }),
    msg('cards.choose-another-model'),
  ],
  'not-understood': (provider) => [
    msg('cards.failed-not-understood', { provider }),
    msg('cards.failed-operator-line'),
  ],
  'plan-gate': (provider) => [
    msg('cards.failed-plan-gate', { provider }),
    msg('cards.failed-plan-gate-line'),
  ],
  'no-uploads': (provider) => [
    msg('cards.failed-no-uploads', { provider }),
    msg('cards.failed-operator-line'),
  ],
  'provider-unavailable': (provider) => [
    msg('cards.failed-provider-unavailable', { provider }),
    msg('cards.failed-provider-unavailable-line', { time: WAITING_GIVE_UP_MS }),
  ],
  'provider-not-set-up': (provider) => [
    msg('cards.failed-provider-not-set-up', { provider }),
    msg('cards.choose-another-model'),
  ],
  'render-lost': (provider) => [
    msg('cards.failed-render-lost', { provider }),
    msg('cards.failed-render-lost-line'),
  ],
  'result-lost': (provider) => [
    msg('cards.failed-result-lost'),
    msg('cards.failed-result-lost-line', { provider }),
  ],
  'never-confirmed': (provider) => [
    msg('cards.failed-never-confirmed'),
    msg('cards.failed-never-confirmed-line', { provider }),
  ],
} as const satisfies Record<
  FailureReason,
  (provider: string) => readonly [headline: Message, line: Message]
>;
