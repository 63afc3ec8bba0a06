import type { JobKey } from '../../shared/domain/ids.ts';
import type { Identity } from '../../teams/domain/identity.ts';

/** Where a job is in the line of its provider. */
export interface QueuePosition {
  /** Jobs that start before it. */
  readonly ahead: number;
  /** Of the same person: those at the provider, and those before it in the line. */
  readonly mine: number;
  /** Jobs at the provider. */
  readonly there: number;
}

/** The lines in which jobs wait for their providers. */
export interface Queue {
  /** Null when it is not in line. */
  positionOf(key: JobKey, provider: string): Promise<QueuePosition | null>;
  /** Where one more job of somebody would be. */
  positionFor(who: Identity, provider: string): Promise<QueuePosition>;
}
