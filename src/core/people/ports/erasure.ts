import type { Forgettable } from '../domain/erasure-replies.ts';
import type { NewAuditEntry } from '../../teams/domain/audit-entry.ts';
import type { Identity } from '../../teams/domain/identity.ts';

export type Forgotten =
  | { readonly status: 'forgotten'; readonly videos: number }
  /** Nothing was forgotten: something of theirs is on the way. */
  | { readonly status: 'on-the-way'; readonly has: Forgettable };

/**
 * Takes what people wrote, gave and got out of everything that is kept, and leaves what the books
 * are proved by. Files are only marked: they go once nobody's job has them.
 */
export interface Forgetting {
  /** All accounts that are linked to the person count as theirs. */
  whatIs(who: Identity): Promise<Forgettable>;
  /** All of a person in a team, with a line in its audit log, in one transaction. Their cards are due. */
  forget(who: Identity, entry: NewAuditEntry): Promise<Forgotten>;
  /**
   * Some of what is over and was asked for before; its cards are left as they are.
   * @returns how many jobs and requests
   */
  forgetOld(before: Date, most: number, now: Date): Promise<number>;
  /** Marked files; nobody else gets them until then. */
  claimFiles(now: Date, until: Date, most: number): Promise<readonly string[]>;
  /** Those of the files that a job of anybody has. */
  inUse(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Of files that were claimed until then: they are gone, or somebody's after all. Those that were
   * forgotten once more meanwhile stay marked.
   */
  unmark(keys: readonly string[], claimedUntil: Date): Promise<void>;
}
