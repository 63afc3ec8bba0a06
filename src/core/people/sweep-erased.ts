import { DAY_MS, later } from '../shared/domain/later.ts';
import type { Forgetting } from './ports/erasure.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { MediaStore } from '../media/ports/media-store.ts';
import type { Logger } from '../shared/ports/logger.ts';

export interface SweepErasedDependencies {
  readonly forgetting: Forgetting;
  readonly clock: Clock;
  readonly media: MediaStore;
  readonly logger: Logger;
}

/**
 * Longer than it takes from a file that is taken in to the job that has it, and than a store may
 * be late to know of a use.
 */
const MAY_BECOME_A_JOBS_MS = 90 * 60 * 1000;
const LEASE_MS = 60 * 60 * 1000;
const JOBS_AT_ONCE = 200;
/** Many: for each lot of them all jobs are looked through once. */
const FILES_AT_ONCE = 2_000;

/** Forgets what is older than so many days, where there is such a limit; in small bites. */
export async function forgetOld(
  { forgetting, clock }: Pick<SweepErasedDependencies, 'forgetting' | 'clock'>,
  days: number | null,
  signal: AbortSignal,
): Promise<number> {
  let forgotten = 0;
  while (days !== null && !signal.aborted) {
    const now = clock.now();
    const some = await forgetting.forgetOld(later(now, -days * DAY_MS), JOBS_AT_ONCE, now);
    if (some === 0) break;
    forgotten += some;
  }
  return forgotten;
}

/**
 * Deletes files of what was forgotten that no job has any more. One that was used a moment ago is
 * left for later: somebody may be asking for a video with it.
 */
export async function removeForgotten(
  deps: SweepErasedDependencies,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  while (!signal.aborted) {
    const now = deps.clock.now();
    const until = later(now, LEASE_MS);
    const keys = await deps.forgetting.claimFiles(now, until, FILES_AT_ONCE);
    if (keys.length === 0) break;
    const { gone, used } = await removeUnused(deps, keys, signal);
    await deps.forgetting.unmark([...gone, ...used], until);
    removed += gone.length;
  }
  return removed;
}

async function removeUnused(
  deps: SweepErasedDependencies,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly gone: readonly string[]; readonly used: readonly string[] }> {
  const { forgetting, media, clock } = deps;
  const copies = new Map<string, readonly string[]>();
  for (const key of keys) {
    if (signal.aborted) break;
    copies.set(key, await media.copiesOf(key));
  }
  const inUse = await forgetting.inUse([...copies.keys(), ...[...copies.values()].flat()]);
  const unusedSince = later(clock.now(), -MAY_BECOME_A_JOBS_MS);
  const gone: string[] = [];
  for (const [key, made] of copies) {
    if (signal.aborted) break;
    if (inUse.has(key)) continue;
    // The file itself goes last: whoever takes this up again still finds its copies by it.
    const all = [...made.filter((it) => !inUse.has(it)), key];
    if (await areRemoved(deps, all, unusedSince)) gone.push(key);
  }
  return { gone, used: keys.filter((key) => inUse.has(key)) };
}

/** One that cannot be deleted now is in nobody's way. */
async function areRemoved(
  { media, logger }: SweepErasedDependencies,
  keys: readonly string[],
  unusedSince: Date,
): Promise<boolean> {
  try {
    for (const key of keys) if (!(await media.remove(key, unusedSince))) return false;
    return true;
  } catch (error) {
    logger.warn({ key: keys.at(-1), err: error }, 'forgotten file not removed yet');
    return false;
  }
}
