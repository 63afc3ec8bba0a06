import { auditChecks } from './checks.ts';
import { readCosts } from './costs.ts';
import type { OperatorCost } from './costs.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement } from '../statements/statement.ts';

/** A row that does not agree with the others. */
export interface WrongRow {
  readonly team: string;
  /** Which row: a job, a balance, a grant, a line of the log. */
  readonly row: string;
  readonly problem: string;
}

export interface CheckResult {
  /** What was looked at, as in "jobs". */
  readonly of: string;
  readonly counted: number;
  /** What is true of each of them, where none is wrong. */
  readonly proved: string;
  /** The first ones; `wrongCount` is how many there are. */
  readonly wrong: readonly WrongRow[];
  readonly wrongCount: number;
}

/** What the books come to at one moment. */
export interface Audit {
  readonly checks: readonly CheckResult[];
  readonly costs: readonly OperatorCost[];
}

const SHOWN = 50;

/** All the books of years, on a slow machine. */
const WITHIN_MS = 60 * 60_000;

/**
 * Recomputes everything that can be known twice: every balance from the ledger, every hold from its
 * job, every grant from what was drawn, the log from its first line on. It reads one moment of the
 * database and changes nothing, so that a service that runs is not in its way.
 */
export async function auditBooks(on: Sql): Promise<Audit> {
  const mode = 'isolation level repeatable read read only';
  return on.begin({ mode, withinMs: WITHIN_MS }, async (tx) => ({
    checks: await auditWithin(tx),
    costs: await readCosts(tx),
  }));
}

const prepared = auditChecks.map(({ of, proved, rows, wrong }) => ({
  of,
  proved,
  count: sqlStatement(
    {},
    { count: kinds.int },
    () => sql`select count(*)::int as count from ${rows} r`,
  ),
  find: sqlStatement(
    { most: kinds.int },
    { team: kinds.text, row: kinds.text, problem: kinds.text, all: kinds.int },
    (p) => sql`
      select team, "row", problem, count(*) over ()::int as all from (${wrong}) w
      order by team, "row", problem limit ${p.most}`,
  ),
}));

/** The checks within a transaction of the caller's. */
export async function auditWithin(tx: Statements): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { of, proved, count, find } of prepared) {
    const [counted] = await count(tx, {});
    const found = await find(tx, { most: SHOWN });
    results.push({
      of,
      counted: counted?.count ?? 0,
      proved,
      wrong: found.map(({ team, row, problem }) => ({ team, row, problem })),
      wrongCount: found[0]?.all ?? 0,
    });
  }
  return results;
}
