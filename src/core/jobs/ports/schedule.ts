import type { Json } from '../../shared/domain/json.ts';
import type { JobKey } from '../../shared/domain/ids.ts';
import type { Lane } from '../domain/steps.ts';

/** What may be claimed: so many of a lane of a provider, and when each comes up again by itself. */
export interface ClaimRequest {
  readonly lane: Lane;
  readonly provider: string;
  readonly limit: number;
  /** Ms until the next time, by how often the step was claimed before; the last one repeats. */
  readonly intervalsMs: readonly number[];
}

export interface Claimed extends JobKey {
  readonly lane: Lane;
  readonly provider: string;
  readonly attempts: number;
  /** The provider's handle and the start of the render, where there is one. */
  readonly operation: Json;
  readonly startedAt: Date | null;
}

/** When which job is due, for any of many workers. */
export interface Schedule {
  /** Takes what is due, in one statement that also books the next time; of many workers each job goes to one. */
  claim(requests: readonly ClaimRequest[], now: Date): Promise<readonly Claimed[]>;
  /** Books another time for steps that could not be taken now. */
  postpone(keys: readonly JobKey[], until: Date): Promise<void>;
  /** Makes a job due now, if its render is asked about. */
  makeDueNow(key: JobKey, now: Date): Promise<boolean>;
  /** Jobs whose provider nobody here knows and that were left alone for a while. */
  withUnknownProvider(known: readonly string[], dueBefore: Date): Promise<readonly JobKey[]>;
}
