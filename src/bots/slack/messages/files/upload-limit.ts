import type { Clock } from '../../../../core/shared/ports/clock.ts';
import { createTtlMap } from '../../../shared/ttl-cache.ts';

/** What Slack takes as one file, where nothing else is known. */
const MOST = 1_000_000_000;

const KEPT_MS = 60 * 60 * 1000;
const MOST_TEAMS = 10_000;

/** Bytes one file may have in a workspace: no call tells, only refusals do. */
export interface UploadLimits {
  limitOf(teamId: string): number;
  /** A file of so many bytes was refused for its size. */
  learn(teamId: string, refusedBytes: number): void;
}

export function createUploadLimits(clock: Clock): UploadLimits {
  const known = createTtlMap<number>({ clock, freshMs: KEPT_MS, most: MOST_TEAMS });
  const limitOf = (teamId: string) => known.get(teamId) ?? MOST;
  return {
    limitOf,
    learn(teamId, refusedBytes) {
      known.set(teamId, Math.min(limitOf(teamId), refusedBytes - 1));
    },
  };
}
