import type { Statements } from '../connection.ts';

export type Fragment = ReturnType<Statements>;

export interface AuditCheck {
  readonly of: string;
  readonly proved: string;
  /** The table that is gone through. */
  readonly rows: Fragment;
  /** Selects `team`, `row` and `problem` of whatever is wrong. */
  readonly wrong: Fragment;
}
