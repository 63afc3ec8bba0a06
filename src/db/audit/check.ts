import type { Fragment } from '../connection/render.ts';

export interface AuditCheck {
  readonly of: string;
  readonly proved: string;
  /** The table that is gone through. */
  readonly rows: Fragment;
  /** Selects `team`, `row` and `problem` of whatever is wrong. */
  readonly wrong: Fragment;
}
