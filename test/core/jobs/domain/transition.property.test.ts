import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSettled } from '../../../../src/core/jobs/domain/job.ts';
import type { Job, JobState } from '../../../../src/core/jobs/domain/job.ts';
import { mayStillCome } from '../../../../src/core/jobs/domain/late-render.ts';
import { nextStep } from '../../../../src/core/jobs/domain/steps.ts';
import { transition } from '../../../../src/core/jobs/domain/transition.ts';
import type { JobEvent } from '../../../../src/core/jobs/domain/job-event.ts';
import type { LedgerEntry } from '../../../../src/core/jobs/domain/charge-or-release-credits.ts';
import { aJob, after } from '../../../support/builders.ts';
import { EVENT_TYPES, EVENTS, STATES } from './states.ts';

const moment = fc.integer({ min: 0, max: 200_000_000 }).map(after);
const consumed = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 1_000 }),
  fc.double({ min: -1_000, max: 1_000_000, noNaN: false }),
);

/** What is said of a create call may be of the one before. */
const attempt = fc.constantFrom('first', 'second');

const event = (type: fc.Arbitrary<JobEvent['type']>): fc.Arbitrary<JobEvent> =>
  fc.record({ type, at: moment, consumed, attempt }).map((given) => {
    const it = EVENTS[given.type];
    const { at } = given;
    if ('attempt' in it) return { ...it, at, attempt: given.attempt };
    return 'consumed' in it ? { ...it, at, consumed: given.consumed } : { ...it, at };
  });

/** The way to a video, so far as a life goes it before anything may happen. */
const way = fc
  .tuple(
    ...(['create-begun', 'created', 'rendered', 'collected'] as const).map((type) =>
      event(fc.constant(type)),
    ),
  )
  .chain((events) => fc.nat(events.length).map((most) => events.slice(0, most)));

const anything = fc.array(event(fc.constantFrom(...EVENT_TYPES)), { maxLength: 12 });

/** The same lives in every run: one that fails can be looked at again. */
const RUNS = { seed: 20_261_118, numRuns: 800 };

interface Life {
  readonly states: readonly JobState[];
  readonly ledger: readonly LedgerEntry[];
}

function live(job: Job, events: readonly JobEvent[]): Life {
  const states = [job.state];
  const ledger: LedgerEntry[] = [];
  let current = job;
  for (const it of events) {
    const outcome = transition(current, it);
    ledger.push(...outcome.ledger);
    current = { ...current, state: outcome.next };
    states.push(outcome.next);
  }
  return { states, ledger };
}

const of = (ledger: readonly LedgerEntry[], kind: LedgerEntry['kind']) =>
  ledger.filter((it) => it.kind === kind);

const total = (entries: readonly LedgerEntry[]) => entries.reduce((sum, it) => sum + it.credits, 0);

describe('whatever happens to a job, in whatever order', () => {
  const lives = fc.record({
    quote: fc.integer({ min: 0, max: 5_000 }),
    events: fc.tuple(way, anything).map((parts) => parts.flat()),
  });

  it('what was held is charged or returned, once, at its end and not before', () => {
    fc.assert(
      fc.property(lives, ({ quote, events }) => {
        const { states, ledger } = live(aJob(STATES.waiting, { quote }), events);
        const ended = states.some(isSettled);
        expect(total(of(ledger, 'charge')) + total(of(ledger, 'release'))).toBe(ended ? quote : 0);
        for (const kind of ['charge', 'release', 'overrun', 'loss'] as const) {
          expect(of(ledger, kind).length).toBeLessThanOrEqual(1);
        }
        expect(total(of(ledger, 'charge'))).toBeLessThanOrEqual(quote);
        expect(ledger.every((it) => Number.isSafeInteger(it.credits) && it.credits >= 0)).toBe(
          true,
        );
      }),
      RUNS,
    );
  });

  it('only a job with a video is charged, and not for one that came when its credits were back', () => {
    fc.assert(
      fc.property(lives, ({ quote, events }) => {
        const { states, ledger } = live(aJob(STATES.waiting, { quote }), events);
        const end = states.at(-1)!;
        const charged = end.status === 'succeeded' && end.lost === undefined;
        expect(of(ledger, 'charge').length).toBe(charged ? 1 : 0);
        expect(end.status === 'succeeded' ? end.charged : 0).toBe(total(of(ledger, 'charge')));
      }),
      RUNS,
    );
  });

  it('only a job that nobody is charged for is a loss, of what its state says', () => {
    fc.assert(
      fc.property(lives, ({ quote, events }) => {
        const { states, ledger } = live(aJob(STATES.waiting, { quote }), events);
        const end = states.at(-1)!;
        expect(total(of(ledger, 'loss'))).toBe('lost' in end ? (end.lost ?? 0) : 0);
      }),
      RUNS,
    );
  });

  it('a settled job stays as it is, unless it was only called lost', () => {
    fc.assert(
      fc.property(lives, ({ quote, events }) => {
        const job = aJob(STATES.waiting, { quote });
        const { states } = live(job, events);
        const end = states.findIndex((it) => isSettled(it) && !mayStillCome({ ...job, state: it }));
        if (end >= 0) expect(states.slice(end).every((it) => it === states[end])).toBe(true);
      }),
      RUNS,
    );
  });

  it('a job that is not settled is scheduled, unless only a person can help', () => {
    fc.assert(
      fc.property(lives, ({ quote, events }) => {
        const { states } = live(aJob(STATES.waiting, { quote }), events);
        for (const state of states) {
          const rests =
            (isSettled(state) && !('heard' in state)) ||
            (state.status === 'unconfirmed' && state.reported === undefined);
          expect(nextStep(state, after(0), 1_000) === null).toBe(rests);
        }
      }),
      RUNS,
    );
  });

  it('ends well in some of these lives and badly in others, or little was shown', () => {
    const ends = fc
      .sample(lives, RUNS)
      .map(({ quote, events }) => live(aJob(STATES.waiting, { quote }), events).states.at(-1)!);
    for (const status of ['succeeded', 'failed', 'cancelled'] as const) {
      expect(ends.filter((it) => it.status === status).length).toBeGreaterThan(10);
    }
  });
});
