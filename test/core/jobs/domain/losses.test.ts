import { describe, expect, it } from 'vitest';
import type { JobState } from '../../../../src/core/jobs/domain/job.ts';
import type { JobEvent } from '../../../../src/core/jobs/domain/job-event.ts';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import { aJob, after, START } from '../../../support/builders.ts';
import { EVENTS, STATES } from './states.ts';

describe('a loss', () => {
  const losses = (state: JobState, event: JobEvent) => {
    const { next, ledger } = transition(aJob(state, { quote: 300, price: 280 }), event);
    const booked = ledger.filter((it) => it.kind === 'loss').map((it) => it.credits);
    expect(ledger.filter((it) => it.kind === 'release')).toEqual([
      { kind: 'release', credits: 300 },
    ]);
    return { lost: next.status === 'failed' ? next.lost : null, booked };
  };

  it.each([
    ['nothing', 0, 0],
    ['an unknown number', null, 0],
    ['what was quoted', 300, 300],
    ['more than was quoted', 400, 400],
    ['a part of a credit', 0.5, 1],
    ['less than nothing', -20, 0],
    ['no number at all', Number.NaN, 0],
    ['without end', Number.POSITIVE_INFINITY, 0],
  ])('is what a provider took for a render that failed: %s', (_, consumed, lost) => {
    for (const state of [STATES.rendering, STATES.overdue]) {
      expect(losses(state, { ...EVENTS['render-failed'], consumed })).toEqual({
        lost,
        booked: lost === 0 ? [] : [lost],
      });
    }
  });

  it('is what a render cost whose video could not be fetched, or its price', () => {
    const setback = { reason: 'no-video', times: 7, since: START, firstAt: START } as const;
    const state = { ...STATES.collecting, setback: { ...setback, until: START } };
    const event = {
      ...EVENTS['collect-failed'],
      reason: 'no-video',
      at: after(3_600_000),
    } as const;
    const lost = (consumed: number | null) => losses({ ...state, consumed }, event);
    expect(lost(250)).toEqual({ lost: 250, booked: [250] });
    expect(lost(0)).toEqual({ lost: 0, booked: [] });
    expect(lost(null)).toEqual({ lost: 280, booked: [280] });
  });

  it('is none where nothing was made', () => {
    expect(losses(STATES.submitting, EVENTS['create-refused'])).toEqual({ lost: 0, booked: [] });
    expect(losses(STATES.unconfirmed, EVENTS['credits-given-back'])).toEqual({
      lost: 0,
      booked: [],
    });
  });
});
