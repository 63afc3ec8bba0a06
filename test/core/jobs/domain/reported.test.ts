import { describe, expect, it } from 'vitest';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import { aJob, after } from '../../../support/builders.ts';
import { EVENTS, STATES } from './states.ts';

describe('a render that is told of from outside', () => {
  it('is remembered, whether the call is still under way or not', () => {
    const told = { reported: { task: 'n3' } };
    for (const state of [STATES.submitting, STATES.unconfirmed]) {
      expect(transition(aJob(state), EVENTS.reported).next).toEqual({ ...state, ...told });
    }
    const submitting = transition(aJob(STATES.submitting), EVENTS.reported).next;
    expect(transition(aJob(submitting), EVENTS['create-unanswered']).next).toEqual({
      status: 'unconfirmed',
      since: after(90_000),
      attempt: 'first',
      ...told,
    });
  });

  it('is no news when it is told again, and outlives a call that made nothing', () => {
    const reported = { long: 1, a: [{ b: null, c: 'x' }] };
    const again = {
      type: 'reported',
      at: after(1),
      operation: { a: [{ c: 'x', b: null }], long: 1 },
    } as const;
    const job = aJob({ ...STATES.unconfirmed, reported });
    expect(transition(job, again).next).toBe(job.state);
    const other = { ...again, operation: { a: [{ c: 'y', b: null }], long: 1 } };
    expect(transition(job, other).next).toMatchObject({ reported: other.operation });
    expect(transition(job, EVENTS['tried-again']).next).not.toHaveProperty('reported');
    // A call that made nothing: what is said of one before it is asked about first.
    const tried = aJob({ ...STATES.submitting, reported });
    for (const type of ['moved', 'postponed', 'create-refused'] as const) {
      expect(transition(tried, EVENTS[type])).toMatchObject({
        next: { status: 'unconfirmed', reported },
        ledger: [],
      });
    }
  });

  it('is forgotten when it turns out to be of another job, and only that one', () => {
    const reported = EVENTS.disowned.operation;
    for (const state of [STATES.submitting, STATES.unconfirmed]) {
      expect(transition(aJob({ ...state, reported }), EVENTS.disowned).next).toEqual(state);
      const another = { ...state, reported: { task: 'n9' } };
      expect(transition(aJob(another), EVENTS.disowned).next).toBe(another);
      expect(transition(aJob(state), EVENTS.disowned).next).toBe(state);
    }
  });
});
