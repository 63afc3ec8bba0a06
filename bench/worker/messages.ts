/** What a worker process is to do. */
export interface Shift {
  readonly url: string;
  readonly checkEveryMs: number;
  /** The moment from which looks are spread, in ms since the epoch; it is before that that it starts. */
  readonly fromMs: number;
  readonly forMs: number;
}

/** What it did, and what it held in memory at its end, after everything that could go was gone. */
export interface ShiftReport {
  /** From due to claimed, one for each look, in ms. */
  readonly lateMs: readonly number[];
  readonly heapBytes: number;
  readonly residentBytes: number;
}
