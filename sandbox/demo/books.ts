import type { Sql } from '../../src/db/connection/connection.ts';
import { sql } from '../../src/db/drizzle.cjs';
import { balances, ledger } from '../../src/db/schema/credits.ts';
import { jobs } from '../../src/db/schema/jobs.ts';
import { kinds, maybe } from '../../src/db/statements/kinds.ts';
import { sqlStatement } from '../../src/db/statements/statement.ts';
import { chatNamed } from './user.ts';
import type { ChatName } from './user.ts';
import type { Receipt } from './receipt.ts';

export interface Entry {
  readonly at: Date;
  readonly jobId: string;
  readonly platform: ChatName;
  readonly personId: string;
  readonly teamId: string;
  readonly kind: string;
  readonly credits: number;
}

export interface BookedJob {
  readonly jobId: string;
  readonly platform: ChatName;
  readonly quote: number;
  /** The provider's own id of the render; null where there was none. */
  readonly taskId: string | null;
}

/** What the row says that answers how much is left, of a person or of the pool of a team. */
export interface Balance {
  readonly teamId: string;
  readonly subject: string;
  readonly held: number;
  readonly charged: number;
}

export interface Books {
  readonly jobs: readonly BookedJob[];
  readonly ledger: readonly Entry[];
  readonly balances: readonly Balance[];
}

const readJobs = sqlStatement(
  {},
  { jobId: jobs.jobId, platform: jobs.platform, quote: jobs.quote, taskId: maybe(kinds.text) },
  () => sql`
    select job_id, platform, quote, coalesce(state #>> '{operation,taskId}',
      state #>> '{operation,videoId}') as task_id
    from jobs order by created_at`,
);

const readEntries = sqlStatement(
  {},
  {
    at: ledger.at,
    jobId: ledger.jobId,
    platform: maybe(jobs.platform),
    personId: ledger.personId,
    teamId: ledger.teamId,
    kind: ledger.kind,
    credits: ledger.credits,
  },
  () => sql`
    select l.at, l.job_id, j.platform, l.person_id, l.team_id, l.kind, l.credits
    from ledger l left join jobs j using (team_id, job_id)
    order by l.at, l.kind = 'hold' desc, l.kind`,
);

const readBalances = sqlStatement(
  {},
  {
    teamId: balances.teamId,
    subject: balances.subject,
    held: balances.held,
    charged: balances.charged,
  },
  () => sql`select team_id, subject, held, charged from balances`,
);

export async function readBooks(on: Sql): Promise<Books> {
  return {
    jobs: (await readJobs(on, {})).map((it) => ({ ...it, platform: chatNamed(it.platform) })),
    ledger: (await readEntries(on, {})).map((it) => ({ ...it, platform: chatNamed(it.platform) })),
    balances: await readBalances(on, {}),
  };
}

/** What one job came to, with what its person has left of so many credits. */
export function receiptOf(books: Books, job: BookedJob, allowance: number): Receipt {
  const entries = books.ledger.filter((it) => it.jobId === job.jobId);
  const of = (kind: string) => sum(entries.filter((it) => it.kind === kind));
  const person = books.balances.find((it) => it.subject === entries[0]?.personId);
  return {
    quoted: job.quote,
    held: of('hold'),
    charged: of('charge'),
    released: of('release'),
    balance: allowance - (person?.held ?? 0) - (person?.charged ?? 0),
  };
}

/** All that was held was charged or returned, and every balance is the sum of its entries. */
export function isBalanced({ jobs, ledger, balances }: Books): boolean {
  const jobsAreOver = jobs.every(({ jobId, quote }) => {
    const of = (kind: string) => sum(ledger.filter((it) => it.jobId === jobId && it.kind === kind));
    return of('hold') === quote && of('charge') + of('release') === quote;
  });
  const balancesAreProved = balances.every(({ teamId, subject, held, charged }) => {
    const own = ledger.filter(
      (it) => it.teamId === teamId && (subject === 'pool' || it.personId === subject),
    );
    return held === 0 && charged === sum(own.filter((it) => it.kind === 'charge'));
  });
  return (
    jobsAreOver &&
    balancesAreProved &&
    ledger.every((it) => jobs.some((job) => job.jobId === it.jobId))
  );
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, it) => total + it.credits, 0);
}
