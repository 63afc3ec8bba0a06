import type { Trouble } from '../domain/trouble.ts';

/** A provider in trouble. */
export interface Outage {
  /** When it began, whatever kinds of trouble it has had since. */
  readonly since: Date;
  /** Left alone until then. */
  readonly until: Date;
  readonly trouble: Trouble;
}

/**
 * Which providers are left alone, known to all workers; or which of their models, by their full
 * names.
 */
export interface ProviderHealth {
  /**
   * Those in trouble. One whose time is over is tried with one order; it is well when that is taken.
   */
  troubles(): Promise<ReadonlyMap<string, Outage>>;
  /**
   * Leaves a provider alone, longer each time until it is well again, or for as long as is told.
   * What is said while it is left alone comes from calls that were under way and counts as one.
   * @returns until when, and whether this trouble is news to everybody
   */
  troubled(
    provider: string,
    trouble: Trouble,
    now: Date,
    toldMs: number | null,
  ): Promise<{ readonly until: Date; readonly news: boolean }>;
  /** An order had no answer. @returns how many in a row, over all workers */
  silent(provider: string): Promise<number>;
  /** It answered an order, whatever the answer was. */
  answered(provider: string): Promise<void>;
  /**
   * It took an order: it is not silent, and its troubles are over unless they began after that was
   * sent. True when it had some.
   */
  well(provider: string, orderedAt: Date): Promise<boolean>;
}
