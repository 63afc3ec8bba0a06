import { describe, expect, it } from 'vitest';
import { isSettled } from '../../../../src/core/jobs/domain/job.ts';
import type { JobState, JobStatus } from '../../../../src/core/jobs/domain/job.ts';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import type { JobEvent } from '../../../../src/core/jobs/domain/job-event.ts';
import type { LedgerEntry } from '../../../../src/core/jobs/domain/charge-or-release-credits.ts';
import { aJob, after, START } from '../../../support/builders.ts';
import { EVENTS, PAIRS, STATES, STATUSES } from './states.ts';

/** What each event leads to in each state; where nothing stands it leaves the state as it is. */
const LEADS_TO: Readonly<
  Record<JobStatus, { readonly [type in JobEvent['type']]?: JobStatus | 'itself' }>
> = {
  waiting: {
    reported: 'unconfirmed',
    created: 'rendering',
    'held-back': 'waiting',
    'create-begun': 'submitting',
    unstartable: 'failed',
    'given-up': 'failed',
    cancelled: 'cancelled',
  },
  submitting: {
    reported: 'submitting',
    moved: 'waiting',
    created: 'rendering',
    'create-refused': 'failed',
    postponed: 'waiting',
    'create-unanswered': 'unconfirmed',
  },
  unconfirmed: {
    reported: 'unconfirmed',
    moved: 'waiting',
    'tried-again': 'waiting',
    created: 'rendering',
    'create-refused': 'failed',
    postponed: 'waiting',
    'credits-given-back': 'failed',
  },
  rendering: {
    progressed: 'rendering',
    rendered: 'collecting',
    'render-failed': 'failed',
    'not-found': 'rendering',
    'patience-ended': 'overdue',
    'given-up': 'expired',
  },
  overdue: {
    rendered: 'collecting',
    'render-failed': 'failed',
    'not-found': 'overdue',
    'given-up': 'expired',
  },
  collecting: {
    rendered: 'collecting',
    collected: 'succeeded',
    'collect-failed': 'collecting',
  },
  succeeded: {},
  failed: {},
  cancelled: {},
  // Only called lost: what its provider says of it later counts.
  expired: {
    reported: 'expired',
    rendered: 'collecting',
    'render-failed': 'failed',
    collected: 'succeeded',
  },
};

function sum(ledger: readonly LedgerEntry[], kind: LedgerEntry['kind']): number {
  return ledger.filter((it) => it.kind === kind).reduce((total, it) => total + it.credits, 0);
}

describe('every event in every state', () => {
  it.each(PAIRS)('%s meets %s', (status, type) => {
    const state: JobState = STATES[status];
    const job = aJob(state, { quote: 300 });
    const { next, ledger } = transition(job, EVENTS[type]);
    const expected = LEADS_TO[status][type];
    if (expected === undefined) {
      expect(next).toBe(state);
      expect(ledger).toEqual([]);
      return;
    }
    expect(next).not.toBe(state);
    expect(next.status).toBe(expected);
    // Credits move when a job ends and at no other time, and then all that were held.
    const ends = !isSettled(state) && isSettled(next);
    expect(sum(ledger, 'charge') + sum(ledger, 'release')).toBe(ends ? 300 : 0);
    expect(ledger.length > 0).toBe(ends);
  });

  it('ends in every way that there is', () => {
    const ends = PAIRS.map(([status]) => LEADS_TO[status]).flatMap((it) => Object.values(it));
    expect(STATUSES.filter(isEnd).filter((it) => !ends.includes(it))).toEqual([]);
    function isEnd(status: JobStatus): boolean {
      return isSettled(STATES[status]);
    }
  });
});

describe('the create call', () => {
  const begun = EVENTS['create-begun'];

  it('remembers how long the job has been turned away', () => {
    const first = transition(aJob(STATES.waiting), begun).next;
    const away = { type: 'postponed', at: after(1_000), reason: 'maintenance' } as const;
    const told = { ...away, attempt: 'second', until: after(6_000) };
    const back = transition(aJob(first), told).next;
    expect(back).toEqual({
      status: 'waiting',
      since: START,
      notBefore: after(6_000),
      setback: { reason: 'maintenance', times: 1, since: after(1_000) },
    });
    const next = { type: 'create-begun', at: after(6_000), attempt: 'third' } as const;
    const second = transition(aJob(back), next).next;
    const again = transition(aJob(second), {
      type: 'postponed',
      at: after(7_000),
      attempt: 'third',
      reason: 'rate-limited',
      until: after(17_000),
    }).next;
    expect(again).toEqual({
      status: 'waiting',
      since: START,
      notBefore: after(17_000),
      setback: { reason: 'rate-limited', times: 2, since: after(1_000) },
    });
  });

  it('keeps the place in line of a job that was unconfirmed and then turned away', () => {
    const job = aJob(STATES.unconfirmed, { createdAt: after(-500) });
    expect(transition(job, EVENTS.postponed).next).toMatchObject({
      status: 'waiting',
      since: after(-500),
      setback: { times: 1 },
    });
  });

  it('is answered by a late answer after all', () => {
    const { next, ledger } = transition(aJob(STATES.unconfirmed), EVENTS.created);
    expect(next).toEqual({
      status: 'rendering',
      operation: { task: 'n2' },
      since: after(90_000),
      progress: null,
    });
    expect(ledger).toEqual([]);
  });

  it.each(['postponed', 'create-refused', 'create-unanswered', 'moved'] as const)(
    'is not touched by %s that was said of another one',
    (type) => {
      const other = { ...EVENTS[type], attempt: 'earlier' };
      for (const state of [STATES.submitting, STATES.unconfirmed, STATES.waiting]) {
        expect(transition(aJob(state), other)).toEqual({ next: state, ledger: [] });
      }
      expect(transition(aJob(STATES.submitting), EVENTS[type]).next).not.toBe(STATES.submitting);
    },
  );

  it('is answered though it was to be tried again', () => {
    const again = transition(aJob(STATES.unconfirmed), EVENTS['tried-again']).next;
    expect(transition(aJob(again), EVENTS.created).next).toMatchObject({
      status: 'rendering',
      operation: { task: 'n2' },
    });
  });

  it('keeps its place in line for another provider', () => {
    const setback = { reason: 'maintenance', times: 2, since: START } as const;
    const job = aJob({ ...STATES.submitting, waitingSince: after(-900), setback });
    expect(transition(job, EVENTS.moved).next).toEqual({
      status: 'waiting',
      since: after(-900),
      notBefore: after(90_000),
      setback: null,
    });
    const late = aJob(STATES.unconfirmed, { createdAt: after(-500) });
    expect(transition(late, EVENTS.moved).next).toMatchObject({
      status: 'waiting',
      since: after(-500),
      notBefore: after(90_000),
    });
  });

  it('keeps why it was refused', () => {
    expect(transition(aJob(STATES.submitting), EVENTS['create-refused']).next).toEqual({
      status: 'failed',
      at: after(90_000),
      reason: 'bad-prompt',
      message: 'no',
      operation: null,
      lost: 0,
    });
  });
});

describe('a render', () => {
  it('progresses and never goes back', () => {
    const half = { ...STATES.rendering, progress: 0.5 };
    const told = (progress: number) =>
      transition(aJob(half), { type: 'progressed', at: after(1), progress }).next;
    expect(told(0.55)).toEqual({ ...half, progress: 0.55 });
    expect(told(0.5)).toBe(half);
    expect(told(0.45)).toBe(half);
    expect(told(Number.NaN)).toBe(half);
  });

  it('keeps the moment it began at while it is overdue and collected', () => {
    const overdue = transition(aJob(STATES.rendering), EVENTS['patience-ended']).next;
    const collecting = transition(aJob(overdue), EVENTS.rendered).next;
    expect(collecting).toEqual({
      status: 'collecting',
      operation: { task: 'n1' },
      since: START,
      renderedAt: after(90_000),
      videoUrls: ['https://provider.test/w.mp4'],
      consumed: 250,
    });
  });

  it('counts how often its result could not be brought in, and keeps all that is known of it', () => {
    const failed = (state: JobState, reason: 'not-fetched' | 'not-saved', at: number) =>
      transition(aJob(state), {
        type: 'collect-failed',
        at: after(at),
        reason,
        until: after(at + 5_000),
        unread: false,
      }).next;
    const once = failed(STATES.collecting, 'not-fetched', 90_000);
    const since = after(90_000);
    expect(once).toEqual({
      ...STATES.collecting,
      setback: { reason: 'not-fetched', times: 1, since, firstAt: since, until: after(95_000) },
    });
    expect(failed(once, 'not-saved', 95_000)).toEqual({
      ...STATES.collecting,
      setback: {
        reason: 'not-saved',
        times: 2,
        since: after(95_000),
        firstAt: since,
        until: after(100_000),
      },
    });
    expect(transition(aJob(once), EVENTS.collected).next).toMatchObject({ status: 'succeeded' });
    expect(transition(aJob(once), EVENTS.collected).next).not.toHaveProperty('setback');
  });

  it('is lost when its result is, with all its credits back', () => {
    const since = after(-15 * 60_000);
    const setback = { reason: 'no-video', times: 7, since, firstAt: since, until: since } as const;
    const event = { ...EVENTS['collect-failed'], at: START, reason: 'no-video' } as const;
    const told = (over: object) =>
      transition(aJob({ ...STATES.collecting, setback: { ...setback, ...over } }), event);
    expect(told({})).toMatchObject({
      next: { status: 'failed', reason: 'result-lost', operation: { task: 'n1' } },
      ledger: [
        { kind: 'release', credits: 300 },
        { kind: 'loss', credits: 300 },
      ],
    });
    expect(told({ since: after(-15 * 60_000 + 1) }).next).toMatchObject({ status: 'collecting' });
  });

  it('has the links that are told of it later, too, and what it took', () => {
    const { next } = transition(aJob(STATES.collecting), EVENTS.rendered);
    const videoUrls = ['https://provider.test/w.mp4', 'https://provider.test/v.mp4'];
    expect(next).toEqual({ ...STATES.collecting, videoUrls, consumed: 250 });
    expect(transition(aJob(next), EVENTS.rendered).next).toBe(next);
    const silent = { ...EVENTS.rendered, videoUrls: [], consumed: null };
    expect(transition(aJob(next), silent).next).toBe(next);
  });

  it('is failed after all where it was called done and there never was a link', () => {
    const linkless = { ...STATES.collecting, videoUrls: [] };
    expect(transition(aJob(linkless), EVENTS['render-failed']).next).toMatchObject({
      status: 'failed',
      reason: 'provider-fault',
      operation: { task: 'n1' },
    });
    const linked = aJob(STATES.collecting);
    expect(transition(linked, EVENTS['render-failed']).next).toBe(linked.state);
  });

  it('is failed by its provider, and expired by the end of the day', () => {
    const failed = (state: JobState, event: JobEvent) => transition(aJob(state), event).next;
    expect(failed(STATES.overdue, EVENTS['render-failed'])).toMatchObject({
      reason: 'provider-fault',
      operation: { task: 'n1' },
    });
    expect(failed(STATES.rendering, EVENTS['given-up'])).toMatchObject({ status: 'expired' });
    expect(failed(STATES.waiting, EVENTS['given-up'])).toMatchObject({
      reason: 'provider-unavailable',
    });
  });
});

describe('a decision about an order without an answer', () => {
  it.each(['tried-again', 'credits-given-back'] as const)(
    'counts for no later one, however late it is carried out: %s',
    (type) => {
      const event = { ...EVENTS[type], at: after(600_000), asked: after(60_000) };
      const before = aJob({ ...STATES.unconfirmed, since: after(59_000) });
      expect(transition(before, event).next).not.toBe(before.state);
      const later = aJob({ ...STATES.unconfirmed, since: after(61_000) });
      expect(transition(later, event)).toEqual({ next: later.state, ledger: [] });
    },
  );
});
