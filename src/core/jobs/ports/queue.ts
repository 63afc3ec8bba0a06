import type { JobKey } from '../../shared/domain/ids.ts';
import type { Identity } from '../../teams/domain/identity.ts';

/** Where a job is in the queue of its provider. */
export interface QueuePosition {
  /** Jobs that start before it. */
  readonly ahead: number;
  /** Of the same person: those at the provider, and those before it in the queue. */
  readonly mine: number;
  /** Jobs at the provider. */
  readonly there: number;
}

/** How many jobs may be with a provider at a time. */
export interface ProviderCapacity {
  readonly provider: string;
  readonly inFlight: number;
  /** So many of them may be on the way there; left out: any number. */
  readonly starting?: number;
}

/** The lines in which jobs wait for their providers. */
export interface Queue {
  /** Lets jobs out of each provider's queue while it has capacity: fair between people, then first come. */
  dequeue(capacities: readonly ProviderCapacity[], now: Date): Promise<number>;
  /** The first jobs in a provider's line. */
  waitingAt(provider: string, most: number): Promise<readonly JobKey[]>;
  /** Null when it is not queued. */
  positionOf(key: JobKey, provider: string): Promise<QueuePosition | null>;
  /** Where one more job of somebody would be. */
  positionFor(who: Identity, provider: string): Promise<QueuePosition>;
}
