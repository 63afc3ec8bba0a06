import type { Clock } from '../../../../core/shared/ports/clock.ts';

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
  const known = new Map<string, { readonly bytes: number; readonly until: number }>();

  function limitOf(teamId: string): number {
    const kept = known.get(teamId);
    return kept !== undefined && clock.now().getTime() < kept.until ? kept.bytes : MOST;
  }
  return {
    limitOf,
    learn(teamId, refusedBytes) {
      const bytes = Math.min(limitOf(teamId), refusedBytes - 1);
      if (known.size >= MOST_TEAMS) known.clear();
      known.set(teamId, { bytes, until: clock.now().getTime() + KEPT_MS });
    },
  };
}
