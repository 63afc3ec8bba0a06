import type { Forgettable } from '../../core/people/domain/erasure-replies.ts';
import type { Forgetting } from '../../core/people/ports/erasure.ts';
import type { Identity } from '../../core/teams/domain/identity.ts';
import { inTurnOf, writeAudit } from '../admin/audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { and, eq, sql } from '../drizzle.cjs';
import { jobs } from '../schema/jobs.ts';
import { forgottenFiles } from '../schema/media.ts';
import { accounts } from '../schema/teams.ts';
import { db, equal } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { computed, sqlStatement, statement } from '../statements/statement.ts';
import { findUsedKeys, forgetJobsOf, forgetOldJobs } from './erase-jobs.ts';
import { forgetOldRequests, forgetOthers } from './erase-others.ts';

const LOOK_THROUGH_MS = 10 * 60_000;

const { teamId, personId, platform, accountId } = accounts;
const person = { teamId, personId };
const own = computed(kinds.text, sql`${platform} || ':' || ${accountId}`);
const readAccounts = statement(person, (p) =>
  db.select({ own }).from(accounts).where(equal(person, p)),
);

const { open, status, request } = jobs;
const countJobs = statement({ team: jobs.teamId, persons: kinds.texts }, (p) =>
  db
    .select({
      open: computed(kinds.int, sql`count(*) filter (where ${open})`),
      unconfirmed: computed(kinds.int, sql`count(*) filter (where ${status} = 'unconfirmed')`),
      videos: computed(
        kinds.int,
        sql`count(*) filter (where not ${open} and ${request} -> 'forgotten' is null)`,
      ),
    })
    .from(jobs)
    .where(and(eq(jobs.teamId, p.team), sql`${jobs.personId} = any(${p.persons})`)),
);

const { key, dueAt } = forgottenFiles;
const claimMarked = sqlStatement(
  { now: kinds.moment, most: kinds.int, until: kinds.moment },
  { key },
  (p) => sql`
    with picked as materialized (
      select key from forgotten_files where due_at <= ${p.now}
      order by due_at limit ${p.most} for update skip locked
    )
    update forgotten_files f set due_at = ${p.until}
    from picked p where f.key = p.key
    returning f.key`,
);

const removeMarks = statement({ keys: kinds.texts, dueAt }, (p) =>
  db.delete(forgottenFiles).where(and(sql`${key} = any(${p.keys})`, eq(dueAt, p.dueAt))),
);

/** Forgetting in Postgres: rows at once, files by marks that a sweep takes up. */
export function createPostgresForgetting(on: Sql): Forgetting {
  return {
    whatIs: async (who) => count(on, who, await personsOf(on, who)),
    forget(who, entry) {
      return inTurnOf(on, who.teamId, async (tx) => {
        const of = { team: who.teamId, persons: await personsOf(tx, who) };
        const has = await count(tx, who, of.persons);
        if (has.open > 0) return { status: 'on-the-way', has };
        const videos = await forgetJobsOf(tx, of, entry.at);
        const others = await forgetOthers(tx, of);
        if (videos + others > 0) {
          const line = { ...entry, outcome: 'done', before: null, after: { videos } } as const;
          await writeAudit(tx, who.teamId, line);
        }
        return { status: 'forgotten', videos };
      });
    },
    async forgetOld(before, most, now) {
      return on.begin(async (tx) => {
        const videos = await forgetOldJobs(tx, before, most, now);
        return videos + (await forgetOldRequests(tx, { before })).count;
      });
    },
    async claimFiles(now, until, most) {
      const rows = await claimMarked(on, { now, until, most });
      return rows.map((it) => it.key);
    },
    async inUse(keys) {
      // All jobs of all teams are looked through, once for all keys: no write pays for an index
      // that only this would use.
      return on.begin({ mode: 'read only', withinMs: LOOK_THROUGH_MS }, async (tx) => {
        const rows = await findUsedKeys(tx, { keys });
        return new Set(rows.map((it) => it.key));
      });
    },
    async unmark(keys, claimedUntil) {
      await removeMarks(on, { keys, dueAt: claimedUntil });
    },
  };
}

/** The person, and each account that is theirs, as a person of its own. */
async function personsOf(on: Statements, who: Identity): Promise<readonly string[]> {
  const linked = await readAccounts(on, { teamId: who.teamId, personId: who.personId });
  return [who.personId, ...linked.map((it) => it.own)];
}

async function count(
  on: Statements,
  { teamId: team }: Identity,
  persons: readonly string[],
): Promise<Forgettable> {
  const [row] = await countJobs(on, { team, persons });
  return row ?? { open: 0, unconfirmed: 0, videos: 0 };
}
