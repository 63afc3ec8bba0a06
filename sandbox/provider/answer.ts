import type { Spoil } from './faults.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is a string, as JSON otherwise. */
  readonly body: unknown;
  /** Overrules what a test has ordered. */
  readonly spoil?: Spoil;
}
