import { LOST_AFTER_MS } from './check-advice.ts';
import type { CheckFailure } from './check-failures.ts';
import { plainReply, troubleReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { msg } from '../../messages/domain/message.ts';
import type { ListItem, Message } from '../../messages/domain/message.ts';
import { shorten } from '../../messages/domain/rich-text.ts';
import type { Words } from '../../messages/domain/rich-text.ts';
import type { ProviderFailure } from './provider-failure.ts';

type AnyFailure = ProviderFailure | CheckFailure;

const MOST_QUOTED = 300;
const MOST_PLAN = 50;
const MOST_RENDER = 200;

/** What is known of a failure beside its kind. */
export interface FailureFacts {
  /** The provider's own words. */
  readonly message?: string | null;
  /** For its support, or whoever looks for the cause. */
  readonly detail?: string | null;
  /** What its account has left, in its own credits. */
  readonly left?: number | null;
}

/** For whoever runs the service: only they can mend it. `provider` may be one of its models. */
export function providerFailureReply(
  provider: ListItem,
  failure: ProviderFailure,
  until: Date,
  facts: FailureFacts = {},
): Reply {
  return troubleReply(
    orderProblem(provider, failure),
    fixOf(failure),
    ...factLines(facts),
    msg('providers.retry', { at: { time: until.getTime(), as: 'clock' } }),
  );
}

/** The same of status calls, with what becomes of the videos it was asked to make. */
export function checkFailureReply(
  provider: string,
  failure: CheckFailure,
  facts: FailureFacts,
): Reply {
  return troubleReply(
    checkProblem(provider, failure),
    fixOf(failure),
    ...factLines(facts),
    failure === 'renders-unknown'
      ? msg('providers.unknown-go-on', { time: LOST_AFTER_MS })
      : msg('providers.checks-go-on'),
  );
}

function orderProblem(provider: ListItem, failure: AnyFailure): Message {
  return msg(`providers.${failure === 'failing' ? 'no-answer' : failure}`, { provider });
}

function checkProblem(provider: string, failure: CheckFailure): Message {
  return failure === 'failing'
    ? msg('providers.no-status', { provider })
    : orderProblem(provider, failure);
}

function fixOf(failure: AnyFailure): Message {
  return msg(`providers.${failure === 'failing' ? 'no-answer' : failure}-fix`);
}

function factLines({ message = null, detail = null, left = null }: FailureFacts): Words[] {
  return [
    ...saidLines(message),
    ...(detail === null ? [] : [[{ quote: shorten(detail, MOST_QUOTED) }]]),
    ...(left === null ? [] : [leftWords(left)]),
  ];
}

function saidLines(message: string | null): Message[] {
  if (message === null) return [];
  return [msg('providers.said', { message: shorten(message, MOST_QUOTED) })];
}

/** `demands` are what the plan rules out; `message` are the provider's words. */
export function planGateReply(
  provider: string,
  demands: readonly ListItem[],
  plan: string | null,
  message: string | null,
): Reply {
  return troubleReply(
    msg('providers.plan-gate', { provider, demands }),
    plan === null
      ? msg('providers.plan-gate-line-unnamed')
      : msg('providers.plan-gate-line', { plan: shorten(plan, MOST_PLAN) }),
    ...saidLines(message),
  );
}

/** What is left is in the provider's own credits, as is the threshold. */
export function balanceLowReply(provider: string, left: number, threshold: number): Reply {
  return troubleReply(
    msg('providers.balance-low', { provider }),
    msg('providers.balance-low-line', { left: Math.floor(left), threshold }),
  );
}

export function balanceFineReply(provider: string, left: number): Reply {
  return plainReply(msg('providers.balance-fine', { provider }), leftWords(left));
}

function leftWords(left: number): Message {
  return msg('providers.left-there', { left: Math.floor(left) });
}

/** A failure that goes on. */
export interface KnownFailure {
  readonly problem: Message;
  readonly since: Date;
}

/** What is in the way of orders and of status calls, each once. */
export function knownFailures(
  provider: string,
  {
    trouble,
    unread,
    since,
  }: {
    readonly trouble: AnyFailure;
    readonly unread: { readonly trouble: CheckFailure } | null;
    readonly since: Date;
  },
): readonly KnownFailure[] {
  return [
    ...(unread?.trouble === trouble ? [] : [orderProblem(provider, trouble)]),
    ...(unread === null ? [] : [checkProblem(provider, unread.trouble)]),
  ].map((problem) => ({ problem, since }));
}

export function providerRecoveredReply(provider: ListItem): Reply {
  return plainReply(msg('providers.back', { provider }), msg('providers.back-line'));
}

/** `trouble` is what is in the way and what to do, as far as it is known. */
export function chatUnreachableReply(chat: string, time: number, trouble: string | null): Reply {
  return troubleReply(
    msg('providers.chat-disconnected', { chat, time }),
    trouble ?? msg('providers.no-answer-fix'),
    msg('providers.chat-disconnected-line'),
  );
}

export function chatReachableReply(chat: string): Reply {
  return plainReply(
    msg('providers.chat-connected', { chat }),
    msg('providers.chat-connected-line'),
  );
}

/** Of one job, whose id is in the log; and what it cost whoever runs the service. */
interface JobFacts {
  readonly job: string;
  readonly lost: number;
}

/** What only whoever runs the service can look into. */
export function investigateReply(what: Investigated, provider: string, facts: JobFacts): Reply {
  return troubleReply(
    msg(`providers.${what}`, { provider }),
    msg(INVESTIGATED[what]),
    ...jobLines(facts),
  );
}

/** A video that they were told of as lost was delivered after all. */
export function cameLateReply(provider: string, facts: JobFacts): Reply {
  return plainReply(
    msg('providers.came-late', { provider }),
    msg('providers.came-late-line'),
    ...jobLines(facts),
  );
}

function jobLines({ job, lost }: JobFacts): Message[] {
  return [...(lost === 0 ? [] : [msg('providers.loss', { lost })]), msg('providers.job', { job })];
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
  provider: string,
  render: string,
  job: string,
): Reply {
  return troubleReply(
    msg(`providers.${reason}`, { provider }),
    msg(`providers.${reason}-fix`),
    msg('providers.job-render', { job, render: shorten(render, MOST_RENDER) }),
  );
}

/** What to do about each. */
const INVESTIGATED = {
  unconfirmed: 'providers.unconfirmed-fix',
  'not-understood': 'providers.not-understood-fix',
  'result-lost': 'providers.maybe-charged',
  expired: 'providers.maybe-charged',
  'render-lost': 'providers.render-lost-fix',
} as const;

export type Investigated = keyof typeof INVESTIGATED;

export function isInvestigated(what: string): what is Investigated {
  return Object.hasOwn(INVESTIGATED, what);
}
