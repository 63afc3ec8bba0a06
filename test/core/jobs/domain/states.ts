import type { JobState, JobStatus } from '../../../../src/core/jobs/domain/job.ts';
import type { JobEvent } from '../../../../src/core/jobs/domain/job-event.ts';
import { after, aVideo, START } from '../../../support/builders.ts';

const operation = { task: 'n1' };
const since = START;

/** One of every state. */
export const STATES = {
  waiting: { status: 'waiting', since, notBefore: since, setback: null },
  submitting: { status: 'submitting', since, attempt: 'first', waitingSince: since, setback: null },
  unconfirmed: { status: 'unconfirmed', since, attempt: 'first' },
  rendering: { status: 'rendering', operation, since, progress: null },
  overdue: { status: 'overdue', operation, since },
  collecting: {
    status: 'collecting',
    operation,
    since,
    renderedAt: after(60_000),
    videoUrls: ['https://provider.test/v.mp4'],
    consumed: null,
  },
  succeeded: {
    status: 'succeeded',
    operation,
    since,
    renderedAt: after(60_000),
    at: after(61_000),
    video: aVideo,
    consumed: 280,
    charged: 280,
  },
  failed: {
    status: 'failed',
    at: after(60_000),
    reason: 'moderated',
    message: null,
    operation,
    lost: 0,
  },
  cancelled: { status: 'cancelled', at: after(5_000) },
  expired: { status: 'expired', at: after(86_400_000), operation },
} as const satisfies { readonly [status in JobStatus]: JobState & { readonly status: status } };

export const STATUSES = Object.keys(STATES) as JobStatus[];

const at = after(90_000);

/** One of every event. */
export const EVENTS = {
  unstartable: { type: 'unstartable', at, reason: 'provider-not-set-up' },
  'create-begun': { type: 'create-begun', at, attempt: 'second' },
  created: { type: 'created', at, operation: { task: 'n2' } },
  reported: { type: 'reported', at, operation: { task: 'n3' } },
  disowned: { type: 'disowned', at, operation: { task: 'n3' } },
  moved: { type: 'moved', at, attempt: 'first' },
  'held-back': { type: 'held-back', at },
  postponed: {
    type: 'postponed',
    at,
    attempt: 'first',
    reason: 'maintenance',
    until: after(95_000),
  },
  'create-refused': {
    type: 'create-refused',
    at,
    attempt: 'first',
    reason: 'bad-prompt',
    message: 'no',
  },
  'create-unanswered': { type: 'create-unanswered', at, attempt: 'first' },
  progressed: { type: 'progressed', at, progress: 0.4 },
  rendered: { type: 'rendered', at, videoUrls: ['https://provider.test/w.mp4'], consumed: 250 },
  'render-failed': {
    type: 'render-failed',
    at,
    reason: 'provider-fault',
    message: null,
    consumed: null,
  },
  'not-found': { type: 'not-found', at, asked: 'alone', everyMs: 15_000 },
  found: { type: 'found', at },
  'patience-ended': { type: 'patience-ended', at },
  'given-up': { type: 'given-up', at },
  'collect-failed': {
    type: 'collect-failed',
    at,
    reason: 'not-saved',
    until: after(95_000),
    unread: false,
  },
  collected: { type: 'collected', at, video: aVideo },
  cancelled: { type: 'cancelled', at },
  'tried-again': { type: 'tried-again', at, asked: at },
  'credits-given-back': { type: 'credits-given-back', at, asked: at },
} as const satisfies { readonly [type in JobEvent['type']]: JobEvent & { readonly type: type } };

export const EVENT_TYPES = Object.keys(EVENTS) as JobEvent['type'][];

export const PAIRS = STATUSES.flatMap((status) =>
  EVENT_TYPES.map((type) => [status, type] as const),
);
