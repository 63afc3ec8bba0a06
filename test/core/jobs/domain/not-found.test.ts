import { describe, expect, it } from 'vitest';
import type { NotFound } from '../../../../src/core/jobs/domain/job.ts';
import { isGone, stillNotFound } from '../../../../src/core/jobs/domain/not-found.ts';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import { aJob, after } from '../../../support/builders.ts';
import { EVENTS, STATES } from './states.ts';

const MINUTE = 60_000;

const ask = (before: NotFound | undefined, ms: number, asked: 'alone' | 'among-others' = 'alone') =>
  stillNotFound(before, { type: 'not-found', at: after(ms), asked, everyMs: 15_000 });

/** So many questions about it alone, the first and the last so far apart. */
function gone(count: number, ms: number): boolean[] {
  let notFound: NotFound | undefined;
  return Array.from({ length: count }, (_, n) => {
    const at = (n * ms) / (count - 1);
    notFound = ask(notFound, at);
    return isGone(notFound, after(at));
  });
}

describe('a render that is not found', () => {
  it('among others is asked about alone at once, and that says nothing yet', () => {
    const first = ask(undefined, 0, 'among-others');
    expect(first).toEqual({ since: after(0), times: 0, until: after(0) });
    expect(ask(first, 90_000, 'among-others')).toBe(first);
    expect(ask(first, 1_000)).toEqual({ since: after(0), times: 1, until: after(16_000) });
  });

  it('is asked about after growing pauses, never shorter than its provider wants them', () => {
    let notFound: NotFound | undefined;
    const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(() => {
      const at = notFound?.until.getTime() ?? after(0).getTime();
      notFound = ask(notFound, at - after(0).getTime());
      return (notFound.until.getTime() - at) / 1_000;
    });
    expect(pauses).toEqual([15, 15, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('is gone after twenty minutes, and not a moment before', () => {
    expect(gone(9, 20 * MINUTE).indexOf(true)).toBe(8);
    expect(gone(9, 20 * MINUTE - 1)).not.toContain(true);
  });

  it('is not gone after a few questions, however far apart they are', () => {
    expect(gone(5, 20 * 60 * MINUTE)).not.toContain(true);
    expect(gone(6, 20 * 60 * MINUTE).at(-1)).toBe(true);
  });

  it.each(['rendering', 'overdue'] as const)(
    'goes on, is found again, or is lost: %s',
    (status) => {
      const notFound = { since: after(90_000), times: 1, until: after(105_000) };
      const sought = transition(aJob(STATES[status]), EVENTS['not-found']).next;
      expect(sought).toEqual({ ...STATES[status], notFound });
      expect(transition(aJob(sought), EVENTS.found).next).toEqual(STATES[status]);
      expect(transition(aJob(sought), EVENTS.rendered).next).not.toHaveProperty('notFound');
      const long = { ...notFound, since: after(90_000 - 20 * 60_000), times: 8 };
      const told = (over: object) =>
        transition(
          aJob({ ...STATES[status], notFound: { ...long, ...over } }),
          EVENTS['not-found'],
        );
      expect(told({})).toMatchObject({
        next: { status: 'failed', reason: 'render-lost', operation: { task: 'n1' } },
        ledger: [{ kind: 'release', credits: 300 }],
      });
      expect(told({ times: 3 }).next).toMatchObject({ status });
      expect(told({ since: after(90_000 - 20 * 60_000 + 1) }).next).toMatchObject({ status });
    },
  );
});
