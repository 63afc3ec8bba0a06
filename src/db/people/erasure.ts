import type { Forgettable } from '../../core/people/domain/erasure-replies.ts';
import type { Forgetting } from '../../core/people/ports/erasure.ts';
import type { Identity } from '../../core/teams/domain/identity.ts';
import { inTurnOf, writeAudit } from '../admin/audit-chain.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { forgetJobs, keysIn } from './erase-jobs.ts';

const LOOK_THROUGH_MS = 10 * 60_000;

/** Forgetting in Postgres: rows at once, files by marks that a sweep takes up. */
export function createPostgresForgetting(sql: Sql): Forgetting {
  return {
    whatIs: async (who) => count(sql, who, await accountsOf(sql, who)),
    forget(who, entry) {
      return inTurnOf(sql, who.teamId, async (tx) => {
        const persons = await accountsOf(tx, who);
        const has = await count(tx, who, persons);
        if (has.open > 0) return { status: 'on-the-way', has };
        const videos = await forgetJobs(
          tx,
          tx`j.team_id = ${who.teamId} and j.person_id = any(${persons}::text[])`,
          { now: entry.at, showCards: true },
        );
        const others = await forgetOthers(tx, who, persons);
        if (videos + others > 0) {
          const line = { ...entry, outcome: 'done', before: null, after: { videos } } as const;
          await writeAudit(tx, who.teamId, line);
        }
        return { status: 'forgotten', videos };
      });
    },
    async forgetOld(before, most, now) {
      return sql.begin(async (tx) => {
        const jobs = await forgetJobs(
          tx,
          tx`(j.team_id, j.job_id) in (
            select team_id, job_id from jobs
            where not open and request -> 'forgotten' is null and created_at < ${before}
            order by created_at limit ${most})`,
          { now, showCards: false },
        );
        const requests = await tx`
          update credit_requests set interaction = '{}'
          where status <> 'open' and at < ${before} and interaction <> '{}'`;
        return jobs + requests.count;
      });
    },
    async claimFiles(now, until, most) {
      const rows = await sql<{ key: string }[]>`
        with picked as materialized (
          select key from forgotten_files where due_at <= ${now}
          order by due_at limit ${most} for update skip locked
        )
        update forgotten_files f set due_at = ${until}
        from picked p where f.key = p.key
        returning f.key`;
      return rows.map((it) => it.key);
    },
    async inUse(keys) {
      // All jobs of all teams are looked through, once for all keys: no write pays for an index
      // that only this would use.
      return sql.begin({ mode: 'read only', withinMs: LOOK_THROUGH_MS }, async (tx) => {
        const rows = await tx<{ key: string }[]>`
          select distinct f.key from jobs j
          cross join lateral ${keysIn(tx, tx`j.request`, tx`j.state`)} f
          where j.request -> 'forgotten' is null and f.key = any(${[...keys]}::text[])`;
        return new Set(rows.map((it) => it.key));
      });
    },
    async unmark(keys, claimedUntil) {
      await sql`
        delete from forgotten_files
        where key = any(${[...keys]}::text[]) and due_at = ${claimedUntil}`;
    },
  };
}

/** The person, and each account that is theirs, as a person of its own. */
async function accountsOf(sql: Statements, who: Identity): Promise<string[]> {
  const linked = await sql<{ own: string }[]>`
    select platform || ':' || account_id as own from accounts
    where team_id = ${who.teamId} and person_id = ${who.personId}`;
  return [who.personId, ...linked.map((it) => it.own)];
}

async function count(
  sql: Statements,
  { teamId }: Identity,
  persons: readonly string[],
): Promise<Forgettable> {
  const [row] = await sql<Forgettable[]>`
    select count(*) filter (where open)::int as open,
      count(*) filter (where status = 'unconfirmed')::int as unconfirmed,
      count(*) filter (where not open and request -> 'forgotten' is null)::int as videos
    from jobs where team_id = ${teamId} and person_id = any(${[...persons]}::text[])`;
  return row ?? { open: 0, unconfirmed: 0, videos: 0 };
}

/** @returns how many rows said something of the person, but for those that only tell repeats apart */
async function forgetOthers(
  tx: Statements,
  { teamId: team }: Identity,
  persons: readonly string[],
): Promise<number> {
  const mine = tx`
    (interaction #>> '{asker,platform}') || ':' || (interaction #>> '{asker,person,id}') = any(${[...persons]}::text[])
    and coalesce(
      (select w.team_id from workspaces w where w.platform = interaction #>> '{asker,platform}'
        and w.workspace_id = interaction #>> '{asker,workspace,id}'),
      concat_ws(':', interaction #>> '{asker,platform}', interaction #>> '{asker,workspace,kind}',
        interaction #>> '{asker,workspace,id}')) = ${team}`;
  // Answered ones: a repeat is told by the key alone.
  await tx`update inbox set interaction = '{}' where due_at is null and ${mine}`;
  // A press that is handled again must find what it pressed, and an admin that a request is over.
  const kept = tx`interaction #>> '{want,type}' in ('forget', 'dismiss', 'decide')`;
  const pending = await tx`delete from pending_actions where ${mine} and not ${kept}`;
  await tx`update pending_actions set interaction = interaction #- '{asker,person,name}' where ${mine}`;
  const requests = await tx`
    update credit_requests
    set interaction = '{}', status = case status when 'open' then 'expired' else status end
    where team_id = ${team} and person_id = any(${[...persons]}::text[]) and interaction <> '{}'`;
  const people = await tx`
    delete from people where team_id = ${team} and person_id = any(${[...persons]}::text[])`;
  return pending.count + requests.count + people.count;
}
