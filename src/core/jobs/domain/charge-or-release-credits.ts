/**
 * What a transition does to the credits that are held, and what the provider took at the operator's
 * cost: `overrun` beyond what was held for a video, `loss` for a video that never came, or came when
 * its credits were back already.
 */
export interface LedgerEntry {
  readonly kind: 'charge' | 'release' | 'overrun' | 'loss';
  readonly credits: number;
}

/** A provider's figure is a stranger's: the ledger knows whole credits and nothing below none. */
export function wholeCredits(told: number | null): number | null {
  if (told === null || Number.isNaN(told) || told > Number.MAX_SAFE_INTEGER) return null;
  return Math.max(0, Math.ceil(told));
}

/** A quote is a promise: what was taken beyond it is written down for the operator alone. */
export function chargeOf(held: number, charged: number, consumed: number | null): LedgerEntry[] {
  const entries: LedgerEntry[] = [{ kind: 'charge', credits: charged }];
  if (charged < held) entries.push({ kind: 'release', credits: held - charged });
  return [...entries, ...entryOf('overrun', (consumed ?? 0) - held)];
}

/** Nothing came of it: all that was held goes back. */
export function releaseOf(held: number, lost = 0): LedgerEntry[] {
  return [{ kind: 'release', credits: held }, ...entryOf('loss', lost)];
}

/**
 * What a provider took for what nobody is charged for, once more is known of it than when its
 * credits went back. What was booked then stays booked; a job has one loss.
 */
export function lossOf(took: number, booked: number): { lost: number; ledger: LedgerEntry[] } {
  return booked === 0
    ? { lost: took, ledger: entryOf('loss', took) }
    : { lost: booked, ledger: [] };
}

/** The same where the video came after all: what it took beyond the loss is known for good. */
export function lateCostOf(took: number, booked: number): { lost: number; ledger: LedgerEntry[] } {
  const { lost, ledger } = lossOf(took, booked);
  return { lost, ledger: [...ledger, ...entryOf('overrun', took - lost)] };
}

function entryOf(kind: LedgerEntry['kind'], credits: number): LedgerEntry[] {
  return credits > 0 ? [{ kind, credits }] : [];
}
