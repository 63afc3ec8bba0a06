import { jobId, teamId } from '../../core/shared/domain/ids.ts';
import type { JobKey } from '../../core/shared/domain/ids.ts';
import type { Json } from '../../core/shared/domain/json.ts';
import { later } from '../../core/shared/domain/later.ts';
import type { CardStore, DueCard } from '../../core/cards/ports/card-store.ts';
import type { Sql } from '../connection/connection.ts';
import { jsonText } from '../shared/json-text.ts';

interface CardRow {
  readonly team_id: string;
  readonly job_id: string;
  readonly platform: string;
  readonly message: Json;
  readonly shown: string | null;
  readonly attempts: number;
  readonly rank: number;
}

export function createPostgresCardStore(sql: Sql): CardStore {
  const here = (key: JobKey) => sql`team_id = ${key.teamId} and job_id = ${key.jobId}`;
  // Whoever takes a card counts an attempt, and a new way to its message sets the count back: none
  // is counted at the end of a showing only if there is a new way that it did not know of.
  const rebound = sql`attempts = 0`;
  return {
    async claim(platforms, room, leaseMs, now) {
      const rows = await sql<CardRow[]>`
        with picked as materialized (
          select team_id, job_id from cards
          where platform = any(${[...platforms]}) and due_at <= ${now}
            and (leased_until is null or leased_until <= ${now})
          order by rank, due_at limit ${room}
          for update skip locked
        )
        update cards c
        set leased_until = ${later(now, leaseMs)}, attempts = least(c.attempts + 1, 32000)
        from picked p where c.team_id = p.team_id and c.job_id = p.job_id
        returning c.team_id, c.job_id, c.platform, c.message, c.shown, c.attempts, c.rank`;
      return rows.map(dueCard);
    },
    async take(key, leaseMs, now) {
      const [row] = await sql<CardRow[]>`
        update cards
        set leased_until = ${later(now, leaseMs)}, attempts = least(attempts + 1, 32000)
        where ${here(key)} and (leased_until is null or leased_until <= ${now})
        returning team_id, job_id, platform, message, shown, attempts, rank`;
      return row === undefined ? null : dueCard(row);
    },
    async shown(key, { version, fingerprint, message, nextLook }) {
      await sql`
        update cards set leased_until = null, attempts = 0,
          shown = case when ${rebound} then shown else ${fingerprint} end,
          message = case when ${rebound} then message else ${jsonText(message)}::text::jsonb end,
          due_at = case when ${rebound} or version > ${version} then due_at
            else ${nextLook}::timestamptz end,
          rank = case when ${rebound} or version > ${version} then rank else 1 end
        where ${here(key)}`;
    },
    async keep(card, message) {
      const kept = await sql`
        update cards set message = ${jsonText(message)}::text::jsonb
        where ${here(card)} and (attempts = ${card.attempts} or ${rebound})`;
      return kept.count > 0;
    },
    async renew(key, leaseMs, now) {
      await sql`update cards set leased_until = ${later(now, leaseMs)} where ${here(key)}`;
    },
    async queue(key, until) {
      // Back to what it was before it was taken; at nothing it stays, for it may be rebound.
      await sql`
        update cards set leased_until = null,
          attempts = case when ${rebound} then attempts else attempts - 1 end,
          due_at = case when ${rebound} then due_at else ${until}::timestamptz end
        where ${here(key)}`;
    },
    async postpone(key, until) {
      await sql`
        update cards set leased_until = null,
          due_at = case when ${rebound} then due_at else ${until}::timestamptz end
        where ${here(key)}`;
    },
    async abandon(key, version) {
      await sql`
        update cards set leased_until = null,
          due_at = case when ${rebound} or version > ${version}::int then due_at end
        where ${here(key)}`;
    },
    async rebind(key, renew, now) {
      await sql.begin(async (tx) => {
        const [row] = await tx<{ message: Json }[]>`
          select message from cards
          where team_id = ${key.teamId} and job_id = ${key.jobId} for update`;
        if (row === undefined) return;
        await tx`
          update cards set message = ${jsonText(renew(row.message))}::text::jsonb, shown = null,
            due_at = ${now}, rank = 0, attempts = 0
          where team_id = ${key.teamId} and job_id = ${key.jobId}`;
      });
    },
    async messageOf(keys) {
      if (keys.length === 0) return new Map();
      const rows = await sql<{ job_id: string; message: Json }[]>`
        select job_id, message from cards
        where (team_id, job_id) in (
          select "teamId", "jobId"
          from jsonb_to_recordset(
            ${jsonText(keys.map((it) => ({ teamId: it.teamId, jobId: it.jobId })))}::text::jsonb)
            as k("teamId" text, "jobId" text))`;
      return new Map(rows.map((it) => [it.job_id, it.message]));
    },
  };
}

function dueCard(row: CardRow): DueCard {
  return {
    teamId: teamId(row.team_id),
    jobId: jobId(row.job_id),
    platform: row.platform,
    message: row.message,
    shown: row.shown,
    attempts: row.attempts,
    moved: row.rank === 0,
  };
}
