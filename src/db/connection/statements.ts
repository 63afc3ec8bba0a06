type Scalar = string | number | boolean | null;

/** What a statement can be given. It reaches Postgres beside the text and never as a part of it. */
export type Value = Scalar | readonly Scalar[];

/** A text with `$1`, `$2`, … where the values belong. */
export interface Query {
  readonly text: string;
  readonly values: readonly Value[];
}

/** What a query gives back. */
export interface Result {
  readonly columns: readonly string[];
  /** Each is its values, in the order of the columns. */
  readonly rows: readonly (readonly unknown[])[];
  /** How many were read or changed. */
  readonly count: number;
}

/** A pool of connections or a transaction: whatever takes statements. */
export interface Statements {
  run(query: Query): Promise<Result>;
  /** A text of our own making as it is, of any number of statements. */
  script(text: string): Promise<void>;
}
