import { sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';

export interface AuditCheck {
  readonly of: string;
  readonly proved: string;
  /** The table that is gone through. */
  readonly rows: SQL;
  /** Selects `team`, `row` and `problem` of whatever is wrong. */
  readonly wrong: SQL;
}

/** The end of a check: the problems that a row has, of pairs of a condition and what is wrong then. */
export const foundIn = (problems: SQL) => sql`
      cross join lateral (values ${problems}) as found(wrong, problem)
      where wrong`;
