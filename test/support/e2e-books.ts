import { expect } from 'vitest';
import type { Sql } from '../../src/db/connection.ts';

/**
 * Jobs, ledger and balances must say the same: what is held is held for a job that is open, what
 * is over was charged or returned to the last credit, and every balance is the sum of its entries.
 */
export async function expectBooksBalance(sql: Sql): Promise<void> {
  expect([...(await jobProblems(sql)), ...(await balanceProblems(sql))]).toEqual([]);
}

async function jobProblems(sql: Sql): Promise<readonly object[]> {
  return sql`
    with entry as (
      select team_id, job_id,
        sum(credits) filter (where kind = 'hold') as held,
        coalesce(sum(credits) filter (where kind = 'charge'), 0) as charged,
        coalesce(sum(credits) filter (where kind = 'release'), 0) as released,
        count(*) filter (where kind in ('charge', 'release')) as closing,
        count(distinct (person_id, held_at)) as owners,
        min(person_id) as person_id, min(held_at) as held_at
      from ledger group by 1, 2
    ),
    job as (
      select j.*, e.held, e.charged, e.released, e.closing, e.owners,
        e.person_id as payer, e.held_at, s.lane, c.job_id is not null as has_card,
        (j.state ->> 'charged')::int as said,
        j.status in ('succeeded', 'failed', 'cancelled', 'expired') as settled
      from jobs j full join entry e using (team_id, job_id)
        left join schedule s using (team_id, job_id) left join cards c using (team_id, job_id)
    )
    select coalesce(status, 'no job') as status, job_id, problem
    from job cross join lateral (values
      (status is null, 'entries without a job'),
      (held is distinct from quote, 'not held what was quoted'),
      (owners <> 1 or payer <> person_id, 'entries of somebody else'),
      (held_at is distinct from created_at, 'held at another time'),
      (open = settled, 'open and over'),
      (status <> state ->> 'status', 'two states'),
      (settled and charged + released <> held, 'not all of the hold charged or returned'),
      (not settled and closing > 0, 'charged or returned before the end'),
      (status = 'succeeded' and charged is distinct from said, 'charged what the card does not say'),
      (settled and status <> 'succeeded' and charged > 0, 'charged for nothing'),
      ((settled or status = 'unconfirmed') <> (lane is null), 'a next step where none is left'),
      (not has_card, 'no card')
    ) as found(wrong, problem)
    where wrong is not false`;
}

async function balanceProblems(sql: Sql): Promise<readonly object[]> {
  return sql`
    with subject as (
      select team_id, person_id as subject, held_at, kind, credits from ledger
      union all select team_id, 'pool', held_at, kind, credits from ledger
    ),
    proved as (
      select b.team_id, b.subject, b.per, b.starts_at, b.held, b.charged,
        coalesce(sum(case s.kind when 'hold' then s.credits when 'overrun' then 0
          else -s.credits end), 0) as proved_held,
        coalesce(sum(s.credits) filter (where s.kind = 'charge'), 0) as proved_charged
      from balances b left join subject s on s.team_id = b.team_id and s.subject = b.subject
        and s.held_at >= b.starts_at and s.held_at < b.ends_at
      group by 1, 2, 3, 4, 5, 6
    )
    select subject, per, held::int, charged::int, proved_held::int, proved_charged::int
    from proved where held <> proved_held or charged <> proved_charged or held < 0
    union all
    select s.subject, 'no balance', 0, 0, 0, 0 from subject s
    where not exists (select 1 from balances b where b.team_id = s.team_id
      and b.subject = s.subject and b.starts_at <= s.held_at and b.ends_at > s.held_at)`;
}
