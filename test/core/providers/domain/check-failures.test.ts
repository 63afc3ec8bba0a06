import { describe, expect, it } from 'vitest';
import {
  afterCheckFailure,
  isLongGone,
  isUnreadable,
  isWaitedFor,
  PROBE_MS,
} from '../../../../src/core/providers/domain/check-failures.ts';
import type {
  CheckFailures,
  CheckFailure,
} from '../../../../src/core/providers/domain/check-failures.ts';
import { after, START } from '../../../support/builders.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Status calls that failed, each so long after the start. */
function failures(...given: readonly (readonly [CheckFailure, number])[]): CheckFailures {
  let known: CheckFailures | null = null;
  for (const [trouble, ms] of given) known = afterCheckFailure(known, trouble, after(ms));
  return known!;
}

const REFUSALS = ['key-refused', 'out-of-credit', 'redirected'] as const;

describe('status calls that fail', () => {
  it.each(REFUSALS)('are steady from the second on, a while after the first: %s', (trouble) => {
    expect(failures([trouble, 0]).circuitOpenUntil).toBeNull();
    expect(failures([trouble, 0], [trouble, 3_999]).circuitOpenUntil).toBeNull();
    expect(failures([trouble, 0], [trouble, 4_000])).toEqual({
      trouble,
      consecutiveFailures: 2,
      since: START,
      at: after(4_000),
      circuitOpenUntil: after(4_000 + MINUTE),
    });
  });

  it('are steady at once where the provider says that it is under maintenance', () => {
    expect(failures(['maintenance', 0]).circuitOpenUntil).toEqual(after(MINUTE));
  });

  it.each(['failing', 'renders-unknown'] as const)(
    'are steady after three of them in three minutes: %s',
    (it) => {
      expect(failures([it, 0], [it, 5 * MINUTE]).circuitOpenUntil).toBeNull();
      expect(failures([it, 0], [it, 1_000], [it, 3 * MINUTE - 1]).circuitOpenUntil).toBeNull();
      expect(failures([it, 0], [it, 1_000], [it, 3 * MINUTE]).circuitOpenUntil).not.toBeNull();
    },
  );

  it('are counted anew after ten minutes without one, unless they were steady', () => {
    const apart = failures(['failing', 0], ['failing', MINUTE], ['failing', 11 * MINUTE]);
    expect(apart).toMatchObject({ consecutiveFailures: 1, since: after(11 * MINUTE) });
    const close = failures(['failing', 0], ['failing', MINUTE], ['failing', 11 * MINUTE - 1]);
    expect(close).toMatchObject({ consecutiveFailures: 3, since: START });
    const steady = failures(['maintenance', 0], ['maintenance', DAY]);
    expect(steady).toMatchObject({ consecutiveFailures: 2, since: START });
    expect(steady.circuitOpenUntil).toEqual(after(DAY + MINUTE));
  });

  it('stay a refusal for five minutes when they only fail, and then do not', () => {
    const refused = [
      ['key-refused', 0],
      ['key-refused', 5_000],
    ] as const;
    const soon = failures(...refused, ['failing', 5 * MINUTE]);
    expect(soon).toMatchObject({ trouble: 'key-refused', at: after(5_000) });
    expect(soon.circuitOpenUntil).toEqual(after(6 * MINUTE));
    const later = failures(...refused, ['failing', 5 * MINUTE + 5_000]);
    expect(later).toMatchObject({ trouble: 'failing', since: START });
    const other = failures(...refused, ['out-of-credit', 6_000]);
    expect(other).toMatchObject({ trouble: 'out-of-credit', since: START });
  });

  it('become a refusal as soon as it is one', () => {
    expect(failures(['failing', 0], ['key-refused', 5_000])).toMatchObject({
      trouble: 'key-refused',
      circuitOpenUntil: after(5_000 + MINUTE),
    });
  });

  it('are counted to an end', () => {
    const many = { ...failures(['failing', 0]), consecutiveFailures: 30_000 };
    expect(afterCheckFailure(many, 'failing', START).consecutiveFailures).toBe(30_000);
  });
});

describe('a render that nobody can ask about', () => {
  it.each([
    ...REFUSALS.map((it) => [it, 7] as const),
    ['maintenance', 7],
    ['failing', 1],
    ['renders-unknown', 1],
  ] as const)('is waited for while it is %s: %i days', (trouble, days) => {
    expect(isWaitedFor(trouble, START, after(days * DAY - 1))).toBe(true);
    expect(isWaitedFor(trouble, START, after(days * DAY))).toBe(false);
  });

  it('is given up eight days after its start, whatever was the trouble', () => {
    expect(isLongGone(START, after(8 * DAY - 1))).toBe(false);
    expect(isLongGone(START, after(8 * DAY))).toBe(true);
  });
});

describe('a provider that tells nothing of any render', () => {
  it.each([...REFUSALS, 'maintenance', 'failing'] as const)('is one that is %s', (trouble) => {
    expect(isUnreadable(trouble)).toBe(true);
  });

  it('is not one that does not know its renders', () => {
    expect(isUnreadable('renders-unknown')).toBe(false);
  });

  it('is asked every 15 seconds, as operators are told', () => {
    expect(PROBE_MS).toBe(15_000);
  });
});
