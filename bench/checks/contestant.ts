/** Someone who looks after jobs that come up again and again. */
export interface Contestant {
  readonly name: string;
  /** Makes so many of its jobs due at random moments of the last minute, and tidies its tables. */
  makeDue(count: number): Promise<void>;
  /** Checks all that is due, each job once and booked for later. */
  drain(): Promise<Drained>;
}

export interface Drained {
  readonly checked: number;
  /** What passed before the first job was looked at and is no part of looking at jobs. */
  readonly startUpMs: number;
}

/** What every contestant takes at a time. */
export const BATCH = 500;

/** When a job comes up again after a check: not within this run. */
export const AGAIN_MS = 10 * 60 * 60 * 1000;
