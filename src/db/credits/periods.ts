import type { Sql } from '../connection/connection.ts';
import { sql } from '../drizzle.cjs';
import { balances } from '../schema/credits.ts';
import { kinds, rows } from '../statements/kinds.ts';
import { recordset, sqlStatement } from '../statements/statement.ts';

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

const shareTurns = sqlStatement(
  { names: kinds.texts },
  { turn: kinds.nothing },
  (p) => sql`
    select pg_advisory_xact_lock_shared(hashtextextended(key, 0)) as turn
    from unnest(${p.names}) with ordinality as k(key, n) order by n`,
);

const subjects = rows({ teamId: balances.teamId, subject: balances.subject });

const makeMissing = sqlStatement(
  { accounts: subjects, now: kinds.moment },
  {},
  (p) => sql`
    with wanted as (
      select distinct w."teamId" as team_id, w.subject, p.per, coalesce(t.time_zone, 'UTC') as zone
      from ${recordset(subjects, p.accounts, 'w')}
      cross join unnest(array['day', 'week', 'month']) as p(per)
      left join teams t on t.team_id = w."teamId"
    ),
    period as (
      select w.team_id, w.subject, w.per,
        greatest(date_trunc(w.per, ${p.now}, w.zone), b.ends_at) as starts_at,
        (date_trunc(w.per, ${p.now} at time zone w.zone) + ('1 ' || w.per)::interval)
          at time zone w.zone as ends_at
      from wanted w
      left join lateral (
        select max(ends_at) as ends_at from balances b
        where b.team_id = w.team_id and b.subject = w.subject and b.per = w.per
      ) b on true
      where b.ends_at is null or b.ends_at <= ${p.now}
    )
    insert into balances (team_id, subject, per, starts_at, ends_at, held, charged)
    select p.team_id, p.subject, p.per, p.starts_at, p.ends_at,
      coalesce(used.held, 0), coalesce(used.charged, 0)
    from period p
    left join lateral (
      select
        sum(case kind when 'hold' then own when 'charge' then -own when 'release' then -own
          else 0 end) as held,
        sum(case when kind in ('charge', 'carry') then own else 0 end) as charged
      from (
        select kind, held_at, credits - granted as own from ledger
        where team_id = p.team_id and person_id = p.subject
        union all
        -- Apart: nobody's own is looked for among everybody's.
        select kind, held_at, credits - pool_granted from ledger
        where team_id = p.team_id and p.subject = ${POOL} and kind <> 'carry'
      ) l
      where l.held_at >= p.starts_at and l.held_at < p.ends_at
    ) used on true
    order by 1, 2, 3
    on conflict do nothing`,
);

/**
 * Makes the rows of the running periods that are not there yet, with what the ledger says was used
 * in them so far. A hold asks for all of them, so that a row is there before its period's first
 * hold and none is ever summed up while one is on its way. Periods begin at midnight in the team's
 * time zone, whatever the clocks do that day. After a change of zone a running period ends when it
 * was to end, and the next begins there: no moment is in two.
 */
export async function ensureBalances(
  on: Sql,
  accounts: readonly Account[],
  now: Date,
): Promise<void> {
  await on.begin(async (tx) => {
    const names = [...new Set(accounts.map((it) => `periods ${it.teamId}`))].toSorted();
    // Whoever gives a team another time zone waits for us, and we for them.
    await shareTurns(tx, { names });
    await makeMissing(tx, { accounts, now });
  });
}
