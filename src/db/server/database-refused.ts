/** A database that cannot be used as it is, whatever is waited for: words for the operator. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
  readonly problem: string;
  readonly fix: string;

  /** @param problem completes "DATABASE_URL …" */
  constructor(problem: string, fix: string, options?: ErrorOptions) {
    super(`DATABASE_URL ${problem}. ${fix}`, options);
    this.problem = problem;
    this.fix = fix;
  }
}
