import { later } from '../domain/steps.ts';
import type { Core } from './core.ts';

/**
 * Longer than it takes from a file that is taken in to the job that has it, and than a store may
 * be late to know of a use.
 */
const MAY_BECOME_A_JOBS_MS = 90 * 60 * 1000;
const LEASE_MS = 30 * 60 * 1000;
const AT_ONCE = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

type Parts = Pick<Core, 'forgetting' | 'media' | 'clock'>;

/** Forgets what is older than so many days, where there is such a limit; in small bites. */
export async function forgetOld(
  { forgetting, clock }: Parts,
  days: number | null,
  signal: AbortSignal,
): Promise<number> {
  let forgotten = 0;
  while (days !== null && !signal.aborted) {
    const now = clock.now();
    const some = await forgetting.forgetOld(later(now, -days * DAY_MS), AT_ONCE, now);
    if (some === 0) break;
    forgotten += some;
  }
  return forgotten;
}

/**
 * Deletes files of what was forgotten that no job has any more. One that was used a moment ago is
 * left for later: somebody may be asking for a video with it.
 */
export async function removeForgotten(core: Parts, signal: AbortSignal): Promise<number> {
  let removed = 0;
  while (!signal.aborted) {
    const keys = await core.forgetting.claimFiles(core.clock.now(), LEASE_MS, AT_ONCE);
    if (keys.length === 0) break;
    removed += await removeUnused(core, keys);
  }
  return removed;
}

async function removeUnused(
  { forgetting, media, clock }: Parts,
  keys: readonly string[],
): Promise<number> {
  const copies = new Map<string, readonly string[]>();
  for (const key of keys) copies.set(key, await media.copiesOf(key));
  const inUse = await forgetting.inUse([...keys, ...[...copies.values()].flat()]);
  const unusedSince = later(clock.now(), -MAY_BECOME_A_JOBS_MS);
  const done: string[] = [];
  let removed = 0;
  for (const key of keys) {
    if (inUse.has(key)) {
      done.push(key);
      continue;
    }
    // The file itself goes last: whoever takes this up again still finds its copies by it.
    const all = [...(copies.get(key) ?? []).filter((it) => !inUse.has(it)), key];
    let gone = true;
    for (const it of all) gone &&= await media.remove(it, unusedSince);
    if (!gone) continue;
    done.push(key);
    removed += 1;
  }
  await forgetting.unmark(done);
  return removed;
}
