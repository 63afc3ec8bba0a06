import { describe, expect, it } from 'vitest';
import { mayStillCome } from '../../../../src/core/jobs/domain/late-render.ts';
import { FAILURE_REASONS, isSettled } from '../../../../src/core/jobs/domain/job.ts';
import type { Job, JobState } from '../../../../src/core/jobs/domain/job.ts';
import type { JobEvent } from '../../../../src/core/jobs/domain/job-event.ts';
import { nextStep } from '../../../../src/core/jobs/domain/steps.ts';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import { aJob, after, aRequest, aVideo, START } from '../../../support/builders.ts';
import { EVENT_TYPES, EVENTS, STATES } from './states.ts';

const DAY = 24 * 60 * 60_000;
const failed = { ...STATES.failed, reason: 'render-lost' } as const;

function live(state: JobState, ...events: JobEvent[]) {
  return events.reduce(
    ({ job, ledger }, event) => {
      const outcome = transition(job, event);
      return {
        job: { ...job, state: outcome.next },
        ledger: [...ledger, ...outcome.ledger.map((it) => `${it.kind} ${it.credits}`)],
      };
    },
    { job: aJob(state, { quote: 300, price: 290 }), ledger: [] as string[] },
  );
}

const rendered = (consumed: number | null) => ({ ...EVENTS.rendered, consumed }) as const;
const giveUpCollecting = Array.from({ length: 8 }, (_, hour): JobEvent => ({
  type: 'collect-failed',
  at: after(hour * 3_600_000),
  reason: 'no-video',
  until: START,
  unread: false,
}));

describe('A job that was called lost', () => {
  it.each([
    ['it was never found', failed],
    ['its result was never had', { ...failed, reason: 'result-lost', lost: 280 }],
    ['no answer came for a day', STATES.expired],
  ] as const)('is delivered, free of charge, when its video comes after all: %s', (_, state) => {
    const found = live(state, rendered(280));
    expect(found.job.state).toMatchObject({ status: 'collecting', operation: { task: 'n1' } });
    expect(isSettled(found.job.state)).toBe(false);
    const { job, ledger } = live(state, rendered(280), EVENTS.collected);
    expect(job.state).toMatchObject({ status: 'succeeded', charged: 0, lost: 280, video: aVideo });
    // The credits went back when it was called lost; what was booked as lost then stays booked.
    expect(ledger).toEqual('lost' in state && state.lost > 0 ? [] : ['loss 280']);
  });

  it.each([
    ['as much as was booked', 280, 280, []],
    ['more than was booked', 280, 300, ['overrun 20']],
    ['less than was booked', 280, 200, []],
    ['nothing at all', 0, 0, []],
    ['what nobody says', 0, null, ['loss 290']],
  ])('costs the operator what was taken and no team pays: %s', (_, lost, consumed, entries) => {
    const state = { ...failed, reason: 'result-lost', lost } as const;
    expect(live(state, rendered(consumed), EVENTS.collected).ledger).toEqual(entries);
  });

  it('is asked about for another day when it was not found', () => {
    const lost = transition(
      aJob({ ...STATES.rendering, notFound: { since: START, times: 9, until: START } }),
      { ...EVENTS['not-found'], at: after(30 * 60_000) },
    );
    expect(lost.next).toMatchObject({ reason: 'render-lost', heard: after(30 * 60_000) });
    expect(nextStep(lost.next, START, 0)).toEqual({ lane: 'confirm', dueAt: START });
    const silent = (ms: number) =>
      live(lost.next, { type: 'given-up', at: after(30 * 60_000 + ms) }).job.state;
    expect(silent(DAY - 1)).toBe(lost.next);
    expect(silent(DAY)).not.toHaveProperty('heard');
    expect(nextStep(silent(DAY), START, 0)).toBeNull();
  });

  it('is asked about again when its provider speaks of it, once however often that is', () => {
    const received = live(STATES.expired, EVENTS.reported).job.state;
    expect(received).toEqual({ ...STATES.expired, heard: EVENTS.reported.at });
    expect(live(received, { ...EVENTS.reported, at: after(DAY) }).job.state).toBe(received);
  });

  it('has failed for good when its provider says so, or the video is lost a second time', () => {
    const refused = live(failed, { ...EVENTS['render-failed'], consumed: 30 });
    expect(refused.job.state).toMatchObject({ status: 'failed', reason: 'provider-fault' });
    expect(refused.ledger).toEqual(['loss 30']);
    const again = live(failed, rendered(280), ...giveUpCollecting);
    expect(again.job.state).toMatchObject({ status: 'failed', reason: 'result-lost', lost: 280 });
    expect(again.ledger).toEqual(['loss 280']);
    for (const { job } of [refused, again]) expectClosed(job);
  });

  it('is delivered where a try to fetch it ends after somebody else gave it up', () => {
    const state = { ...failed, reason: 'result-lost', lost: 280 } as const;
    const { job, ledger } = live(state, EVENTS.collected);
    expect(job.state).toMatchObject({ status: 'succeeded', charged: 0, video: aVideo });
    expect(ledger).toEqual([]);
  });

  it('is not looked for where it was forgotten', () => {
    const request = aRequest({ forgotten: 'text' });
    expectClosed(aJob(STATES.expired, { request }));
  });
});

describe('A job that failed for another reason', () => {
  it.each(FAILURE_REASONS.filter((it) => it !== 'render-lost' && it !== 'result-lost'))(
    'stays as it is, whatever is said later: %s',
    (reason) => {
      expectClosed(aJob({ ...STATES.failed, reason }));
    },
  );
});

function expectClosed(job: Job): void {
  expect(mayStillCome(job)).toBe(false);
  for (const type of EVENT_TYPES) {
    expect(transition(job, EVENTS[type])).toEqual({ next: job.state, ledger: [] });
  }
}
