import { jobId, personId, teamId } from '../../src/core/shared/domain/ids.ts';
import type { NewJob } from '../../src/core/jobs/domain/job.ts';
import type { Sql } from '../../test/support/database/sql.ts';
import { accountsOf, ensureBalances } from '../../src/db/credits/periods.ts';
import { MODEL, PLATFORM, PROVIDER } from '../core.ts';
import { seedRenders } from '../seed.ts';

/** People of the one team who all ask at once. */
export const PEOPLE = 200;

export const HOT = 'hot-team';

/** More than anybody can use up here: every hold is a taking, none a refusal. */
export const PLENTY = { kind: 'credits', credits: 1_000_000_000, per: 'month' } as const;

export function newJobOf(person: string, id: string): NewJob {
  return {
    teamId: teamId(HOT),
    jobId: jobId(id),
    personId: personId(`person-${person}`),
    roles: [],
    platform: PLATFORM,
    requestKey: id,
    message: { channelId: '1180000000000000001', messageId: id },
    language: 'en',
    request: {
      scene: { kind: 'text', prompt: 'A horse gallops along a beach at dawn, in slow motion' },
      settings: { seconds: 5, quality: 'std', aspect: '16:9', sound: true, guidance: null },
    },
    provider: PROVIDER,
    model: MODEL,
    quote: 1,
    allowance: PLENTY,
    pool: PLENTY,
    atOnce: null,
    asksIfFirst: false,
    teamAtOnce: null,
    at: new Date(),
  };
}

/** Jobs that were there before: no team is hot on its first day, and no plan is made for empty tables. */
export const BEFORE = 20_000;

/**
 * Tables as they are on a busy day, the same at the beginning of every round, and the running
 * period of everybody, whose rows are made at the first use of it.
 */
export async function clearTables(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    // The books refuse to be emptied, and these are nobody's.
    await tx`set local session_replication_role = replica`;
    await tx`truncate jobs, schedule, cards, ledger, balances`;
  });
  await seedRenders(sql, BEFORE, 1);
  await sql`update jobs set team_id = ${HOT} where team_id = 'bench:0'`;
  await sql`
    insert into ledger (team_id, job_id, kind, person_id, credits, at, held_at)
    select team_id, job_id, 'hold', person_id, quote, created_at, created_at from jobs`;
  const newJobs = Array.from({ length: PEOPLE }, (_, person) => newJobOf(String(person), 'first'));
  await ensureBalances(sql, newJobs.flatMap(accountsOf), new Date());
  await sql`vacuum analyze jobs, schedule, cards, ledger, balances`;
}
