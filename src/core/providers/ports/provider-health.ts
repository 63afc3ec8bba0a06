import type { CheckFailure } from '../domain/check-failures.ts';
import type { ProviderFailure } from '../domain/provider-failure.ts';
import type { Unread } from './check-health.ts';

/** A provider whose circuit is open. */
export interface Outage {
  /** When it began, whatever kinds of trouble it has had since. */
  readonly since: Date;
  /** Left alone until then. */
  readonly until: Date;
  readonly trouble: ProviderFailure | CheckFailure;
  /** Why the status of its renders cannot be read, and since when; null where it can. */
  readonly unread: Unread | null;
}

/**
 * Which providers are left alone, known to all workers; or which of their models, by their full
 * names.
 */
export interface ProviderHealth {
  /**
   * Those in trouble, with orders or with status calls. One whose time is over is tried with one
   * order; it is well when that is taken and the status of its renders can be read.
   */
  openCircuits(): Promise<ReadonlyMap<string, Outage>>;
  /**
   * Leaves a provider alone, longer each time until it is well again, or for as long as is told.
   * What is said while it is left alone comes from calls that were under way and counts as one.
   * @returns until when, and whether this trouble is news to everybody, which it is not where
   * status calls met the same
   */
  recordFailure(
    provider: string,
    failure: ProviderFailure,
    now: Date,
    toldMs: number | null,
  ): Promise<{ readonly until: Date; readonly news: boolean }>;
  /** An order had no answer. @returns how many in a row, over all workers */
  recordNoAnswer(provider: string): Promise<number>;
  /** It answered an order, whatever the answer was. */
  recordAnswer(provider: string): Promise<void>;
  /**
   * It took an order: it is not silent, and its troubles with orders are over unless they began
   * after that was sent. True when it had some, and has no other.
   */
  recordSuccess(provider: string, orderedAt: Date): Promise<boolean>;
}
