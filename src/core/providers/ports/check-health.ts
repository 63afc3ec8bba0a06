import type { CheckFailures, CheckFailure } from '../domain/check-failures.ts';

export type Unread = Pick<CheckFailures, 'trouble' | 'since'>;

/** Which providers leave status calls without an answer, known to all workers. */
export interface CheckHealth {
  /**
   * Counts a status call that failed. Where that is steady the provider gets no orders, and the
   * cards of what it renders are due.
   * @returns why no status can be read and since when, null as long as it may be chance; and
   * whether that is news to everybody, which it is not where orders met the same trouble
   */
  recordFailure(
    provider: string,
    trouble: CheckFailure,
    now: Date,
  ): Promise<{ readonly unread: Unread | null; readonly news: boolean }>;
  /**
   * A status call was answered: no failures are counted any more but those after it was asked.
   * Where they were steady all that the provider renders is due to be asked about, with its cards,
   * and an order may try whether it is taken again.
   * @returns whether they were steady, and whether the provider is in no other trouble
   */
  recordSuccess(
    provider: string,
    askedAt: Date,
    now: Date,
  ): Promise<{ readonly over: boolean; readonly well: boolean }>;
  /** Those whose last status calls failed, steadily or not yet. */
  failing(): Promise<ReadonlySet<string>>;
}
