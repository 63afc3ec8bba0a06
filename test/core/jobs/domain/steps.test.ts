import { describe, expect, it } from 'vitest';
import { GIVE_UP_MS } from '../../../../src/core/providers/domain/check-advice.ts';
import { later } from '../../../../src/core/shared/domain/later.ts';
import {
  nextStep,
  outOfTime,
  START_DEADLINE_MS,
  START_HELD_MS,
  START_LEASE_MS,
} from '../../../../src/core/jobs/domain/steps.ts';
import { after, START } from '../../../support/builders.ts';
import { STATES } from './states.ts';

const now = after(500_000);

describe('the next step', () => {
  it.each([
    ['waiting', { lane: 'line', dueAt: START }],
    // Two minutes: well beyond the deadline of the call that is being made.
    ['submitting', { lane: 'start', dueAt: after(620_000) }],
    ['rendering', { lane: 'check', dueAt: after(9_000) }],
    ['overdue', { lane: 'watch', dueAt: after(680_000) }],
    ['collecting', { lane: 'collect', dueAt: now }],
    ['unconfirmed', null],
    ['succeeded', null],
    ['failed', null],
    ['cancelled', null],
    ['expired', null],
  ] as const)('of %s', (status, step) => {
    expect(nextStep(STATES[status], now, 9_000)).toEqual(step);
  });

  it('of an order without an answer is a look at the render that is said to be its own', () => {
    const told = { ...STATES.unconfirmed, reported: { task: 'n3' } };
    expect(nextStep(told, now, 0)).toEqual({ lane: 'confirm', dueAt: now });
  });

  it('of a job that was turned away comes when it may be tried again', () => {
    const away = { ...STATES.waiting, notBefore: after(700_000) };
    expect(nextStep(away, now, 0)).toEqual({ lane: 'line', dueAt: after(700_000) });
  });
});

it.each(['rendering', 'overdue'] as const)('asks alone for a render not found: %s', (status) => {
  const notFound = { since: START, times: 2, until: after(530_000) };
  const next = nextStep({ ...STATES[status], notFound }, now, 9_000);
  expect(next).toEqual({ lane: 'find', dueAt: after(530_000) });
});

it('brings in a result again when that is due after it failed', () => {
  const until = after(510_000);
  const setback = { reason: 'not-saved', times: 2, since: now, firstAt: now, until } as const;
  const next = nextStep({ ...STATES.collecting, setback }, now, 0);
  expect(next).toEqual({ lane: 'collect', dueAt: after(510_000) });
});

describe('the time of a render', () => {
  const patienceMs = 15 * 60_000;
  const elapsed = (ms: number) => outOfTime(START, after(ms), patienceMs);

  it('is not over a moment before the patience ends', () => {
    expect(elapsed(patienceMs - 1)).toBeNull();
    expect(elapsed(0)).toBeNull();
  });

  it('is over for watching closely when the patience ends', () => {
    expect(elapsed(patienceMs)).toBe('patience-ended');
  });

  it('is not given up a moment before the day is over', () => {
    expect(elapsed(GIVE_UP_MS - 1)).toBe('patience-ended');
  });

  it('is given up when the day is over', () => {
    expect(GIVE_UP_MS).toBe(86_400_000);
    expect(elapsed(GIVE_UP_MS)).toBe('given-up');
  });

  it('has not begun on a clock that runs behind', () => {
    expect(elapsed(-60_000)).toBeNull();
  });
});

it('later is so many milliseconds later', () => {
  expect(later(START, 1_500)).toEqual(after(1_500));
});

describe('the time of a create call', () => {
  it('is over a minute before another worker may take the job for abandoned', () => {
    expect(START_LEASE_MS - START_DEADLINE_MS).toBe(60_000);
  });

  it('leaves ten minutes in which an answer still counts', () => {
    expect(START_HELD_MS).toBe(10 * 60_000);
  });
});
