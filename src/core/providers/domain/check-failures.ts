import { GIVE_UP_MS } from './check-advice.ts';
import { later } from '../../shared/domain/later.ts';
import type { ModelFailure, ProviderFailure } from './provider-failure.ts';

/** Why no status of a render can be read. */
export type CheckFailure =
  | Exclude<ProviderFailure, ModelFailure>
  /** The provider knows none of the renders that it is asked about. */
  | 'renders-unknown';

/** Status calls of one provider that failed in a row, over all workers. */
export interface CheckFailures {
  readonly trouble: CheckFailure;
  readonly consecutiveFailures: number;
  /** When the first of them failed, whatever was the trouble then. */
  readonly since: Date;
  /** When this trouble was last seen. */
  readonly at: Date;
  /** It gets no orders until then; null as long as all of it may be chance. */
  readonly circuitOpenUntil: Date | null;
}

/** One call that fails proves nothing; so many do, over so long, with none in between that is answered. */
const STEADY = {
  'key-refused': { times: 2, ms: 4_000 },
  'out-of-credit': { times: 2, ms: 4_000 },
  redirected: { times: 2, ms: 4_000 },
  // It says so itself.
  maintenance: { times: 1, ms: 0 },
  failing: { times: 3, ms: 180_000 },
  // What is made just now is not known everywhere at once.
  'renders-unknown': { times: 3, ms: 180_000 },
} as const satisfies Record<CheckFailure, { readonly times: number; readonly ms: number }>;

/** After this it begins anew: what failed before says nothing about now. */
const IN_A_ROW_MS = 600_000;

/** A refusal stands for so long against calls that only fail. */
const REFUSAL_STANDS_MS = 300_000;

/**
 * As long as no status can be read no order is placed: nobody could tell what becomes of it. Each
 * call that fails counts for so long; after that one order may try.
 */
const CIRCUIT_OPEN_MS = 60_000;

/** Beyond this the count says nothing more. */
const MOST_FAILURES = 30_000;

/** Counts one more status call that failed. */
export function afterCheckFailure(
  known: CheckFailures | null,
  trouble: CheckFailure,
  now: Date,
): CheckFailures {
  const before = known !== null && goesOn(known, now) ? known : null;
  const stands = before !== null && refusalStands(before, trouble, now);
  const kind = stands ? before.trouble : trouble;
  const since = before?.since ?? now;
  const times = Math.min((before?.consecutiveFailures ?? 0) + 1, MOST_FAILURES);
  const steady = times >= STEADY[kind].times && now.getTime() - since.getTime() >= STEADY[kind].ms;
  const isOpen = steady || (before?.circuitOpenUntil ?? null) !== null;
  return {
    trouble: kind,
    consecutiveFailures: times,
    since,
    at: stands ? before.at : now,
    circuitOpenUntil: isOpen ? later(now, CIRCUIT_OPEN_MS) : null,
  };
}

function goesOn({ circuitOpenUntil, at }: CheckFailures, now: Date): boolean {
  return circuitOpenUntil !== null || now.getTime() - at.getTime() < IN_A_ROW_MS;
}

function refusalStands(before: CheckFailures, trouble: CheckFailure, now: Date): boolean {
  return (
    isRefusal(before.trouble) && !isRefusal(trouble) && now < later(before.at, REFUSAL_STANDS_MS)
  );
}

/** It says so itself, and does not only fail. */
export function isRefusal(trouble: CheckFailure): boolean {
  return trouble !== 'failing' && trouble !== 'renders-unknown';
}

/** While nothing is told of any render, one question within this shows whether that is over. */
export const PROBE_MS = 15_000;

/** Nothing is told of any render, whichever is asked about. */
export type Unreadable = Exclude<CheckFailure, 'renders-unknown'>;

export function isUnreadable(trouble: CheckFailure): trouble is Unreadable {
  return trouble !== 'renders-unknown';
}

const DAY_MS = 86_400_000;

/** Whoever has to mend something may be away for a while, and the video is there when they are back. */
const MOST_WAITED_MS = 7 * DAY_MS;

/** Whether a render that nobody can ask about is still waited for. */
export function isWaitedFor(trouble: CheckFailure, since: Date, now: Date): boolean {
  return now.getTime() - since.getTime() < (isRefusal(trouble) ? MOST_WAITED_MS : DAY_MS);
}

/** Past this a render is given up though nobody knows why there is no answer about it. */
export function isLongGone(startedAt: Date, now: Date): boolean {
  return now.getTime() - startedAt.getTime() >= GIVE_UP_MS + MOST_WAITED_MS;
}
