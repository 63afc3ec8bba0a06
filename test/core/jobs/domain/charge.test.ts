import { describe, expect, it } from 'vitest';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import { aJob, after, aVideo } from '../../../support/builders.ts';
import { EVENTS, PAIRS, STATES } from './states.ts';

describe('the charge', () => {
  function settle(consumed: number | null) {
    const job = aJob({ ...STATES.collecting, consumed }, { quote: 300 });
    const { next, ledger } = transition(job, { type: 'collected', at: after(1), video: aVideo });
    return { charged: next.status === 'succeeded' ? next.charged : null, ledger };
  }

  it.each([
    ['less than held', 250, 250, { charge: 250, release: 50 }],
    ['all that was held', 300, 300, { charge: 300 }],
    ['one more than held', 301, 300, { charge: 300, overrun: 1 }],
    ['nothing', 0, 0, { charge: 0, release: 300 }],
    ['an unknown number', null, 300, { charge: 300 }],
    ['a part of a credit', 249.2, 250, { charge: 250, release: 50 }],
    ['a part of a credit too much', 300.5, 300, { charge: 300, overrun: 1 }],
    ['less than nothing', -20, 0, { charge: 0, release: 300 }],
    ['no number at all', Number.NaN, 300, { charge: 300 }],
    ['without end', Number.POSITIVE_INFINITY, 300, { charge: 300 }],
  ])('when the provider took %s', (_, consumed, charged, entries) => {
    const outcome = settle(consumed);
    expect(outcome.charged).toBe(charged);
    expect(Object.fromEntries(outcome.ledger.map((it) => [it.kind, it.credits]))).toEqual(entries);
  });

  it('is never made for an ending without a video', () => {
    const entries = PAIRS.filter(([status, type]) => `${status} ${type}` !== 'collecting collected')
      .flatMap(([status, type]) => transition(aJob(STATES[status]), EVENTS[type]).ledger)
      .filter((it) => it.kind !== 'release' && it.kind !== 'loss');
    expect(entries).toEqual([]);
    expect(settle(250).ledger.filter((it) => it.kind !== 'release')).toHaveLength(1);
  });
});
