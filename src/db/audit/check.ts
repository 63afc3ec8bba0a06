import type { SQL } from '../drizzle.cjs';

export interface AuditCheck {
  readonly of: string;
  readonly proved: string;
  /** The table that is gone through. */
  readonly rows: SQL;
  /** Selects `team`, `row` and `problem` of whatever is wrong. */
  readonly wrong: SQL;
}
