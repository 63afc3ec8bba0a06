import type { Sql } from './connection.ts';
import { jsonText } from './json-text.ts';

/** The subject under which a team's pool is counted; a person's id always has a colon. */
export const POOL = 'pool';

export interface Account {
  readonly teamId: string;
  readonly subject: string;
}

export function accountsOf(draft: {
  readonly teamId: string;
  readonly personId: string;
}): readonly [Account, Account] {
  const { teamId, personId } = draft;
  return [
    { teamId, subject: personId },
    { teamId, subject: POOL },
  ];
}

/** Rows that a subject has at any moment: one for the day, the week and the month. */
export const PERIODS = 3;

/**
 * Makes the rows of the running periods that are not there yet, with what the ledger says was used
 * in them so far. A hold asks for all of them, so that a row is there before its period's first
 * hold and none is ever summed up while one is on its way. Periods begin at midnight in the team's
 * time zone, whatever the clocks do that day.
 */
export async function ensureBalances(
  sql: Sql,
  accounts: readonly Account[],
  now: Date,
): Promise<void> {
  await sql`
    with wanted as (
      select distinct w."teamId" as team_id, w.subject, p.per, coalesce(t.time_zone, 'UTC') as zone
      from jsonb_to_recordset(${jsonText(accounts.map((it) => ({ ...it })))}::text::jsonb)
        as w("teamId" text, subject text)
      cross join unnest(array['day', 'week', 'month']) as p(per)
      left join teams t on t.team_id = w."teamId"
    ),
    period as (
      select team_id, subject, per,
        date_trunc(per, ${now}::timestamptz, zone) as starts_at,
        (date_trunc(per, ${now}::timestamptz at time zone zone) + ('1 ' || per)::interval)
          at time zone zone as ends_at
      from wanted
    )
    insert into balances (team_id, subject, per, starts_at, ends_at, held, charged)
    select p.team_id, p.subject, p.per, p.starts_at, p.ends_at,
      coalesce(used.held, 0), coalesce(used.charged, 0)
    from period p
    left join lateral (
      select
        sum(case l.kind when 'hold' then l.credits when 'overrun' then 0 else -l.credits end) as held,
        sum(case l.kind when 'charge' then l.credits else 0 end) as charged
      from ledger l
      where l.team_id = p.team_id and (p.subject = ${POOL} or l.person_id = p.subject)
        and l.held_at >= p.starts_at and l.held_at < p.ends_at
    ) used on true
    order by 1, 2, 3
    on conflict do nothing`;
}
