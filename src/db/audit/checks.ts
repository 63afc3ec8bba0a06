import { sql } from '../drizzle.cjs';
import { log, requests, rules } from './admin-checks.ts';
import { foundIn } from './check.ts';
import type { AuditCheck } from './check.ts';
import { POOL } from '../credits/periods.ts';

const jobs: AuditCheck = {
  of: 'jobs',
  proved:
    'each held once what was quoted, at its end charged or gave back all of it, once, and has its loss booked',
  rows: sql`jobs`,
  wrong: sql`
      with entry as (
        select team_id, job_id,
          sum(credits) filter (where kind = 'hold') as held,
          coalesce(sum(credits) filter (where kind = 'charge'), 0) as charged,
          coalesce(sum(credits) filter (where kind = 'release'), 0) as returned,
          coalesce(sum(credits) filter (where kind = 'loss'), 0) as lost,
          count(*) filter (where kind in ('charge', 'release')) as closing,
          bool_and(person_id = (select person_id from jobs j
            where j.team_id = l.team_id and j.job_id = l.job_id)) as own,
          min(held_at) as held_at, count(distinct held_at) as moments
        from ledger l where kind <> 'carry' group by 1, 2
      ),
      job as (
        select j.*, e.held, e.charged, e.returned, e.lost, e.closing, e.own, e.held_at, e.moments,
          (j.state ->> 'charged')::numeric as said,
          coalesce((j.state ->> 'lost')::numeric, 0) as said_lost,
          j.status in ('succeeded', 'failed', 'cancelled', 'expired') as settled
        from jobs j left join entry e using (team_id, job_id)
      )
      select team_id as team, 'job ' || job_id || ' (' || status || ')' as "row", problem
      from job ${foundIn(sql`
        (held is null, 'has no hold'),
        (held <> quote, concat('was quoted ', quote, ' and held ', held)),
        (price > quote, concat('costs ', price, ', more than its quote of ', quote)),
        (not own, 'has entries of somebody else'),
        (moments > 1 or held_at <> created_at, 'was held at another time than it was asked for'),
        (settled and charged + returned <> held,
          concat('held ', held, ', but charged ', charged, ' and gave back ', returned)),
        -- What was called lost gave its credits back, and may be on its way again.
        (not settled and closing > 0 and state -> 'lost' is null,
          'is charged or given back before its end'),
        (not settled and state -> 'lost' is not null and returned <> held,
          concat('was called lost, but gave back ', returned, ' of ', held)),
        (status = 'succeeded' and said is distinct from charged,
          concat('says that ', said, ' were charged; booked are ', charged)),
        (settled and status <> 'succeeded' and charged > 0, 'has no video and was charged'),
        (lost <> said_lost,
          concat('says that ', said_lost, ' were lost at its provider; booked are ', lost)),
        (open = settled, 'counts as open though it is over, or the other way round'),
        (status <> state ->> 'status', 'has two states')`)}`,
};

const entries: AuditCheck = {
  of: 'ledger entries',
  proved: 'each belongs to a job, has a sensible amount, and no more of it came from grants',
  rows: sql`ledger`,
  wrong: sql`
      select l.team_id as team, concat(l.kind, ' of job ', l.job_id) as "row", problem
      from ledger l left join jobs j using (team_id, job_id)
      ${foundIn(sql`
        (j.job_id is null, 'belongs to no job'),
        (l.credits < 0, concat('is of ', l.credits, ' credits')),
        (l.granted not between 0 and l.credits or l.pool_granted not between 0 and l.credits,
          concat('has ', l.granted, ' and ', l.pool_granted, ' of ', l.credits, ' from grants'))`)}`,
};

const steps: AuditCheck = {
  of: 'jobs',
  proved: 'none is forgotten: each that is open has a next step, and each has a card',
  rows: sql`jobs`,
  wrong: sql`
      select j.team_id as team, 'job ' || j.job_id || ' (' || j.status || ')' as "row", problem
      from jobs j left join schedule s using (team_id, job_id) left join cards c using (team_id, job_id)
      ${foundIn(sql`
        (j.open and j.status <> 'unconfirmed' and s.job_id is null, 'has no next step'),
        (not j.open and s.job_id is not null and j.state -> 'heard' is null,
          'is over and has a next step'),
        (j.state -> 'heard' is not null and s.job_id is null, 'is heard of again and has no next step'),
        (c.job_id is null, 'has no card')`)}`,
};

/** What each entry counts for a person, or for the team's pool. */
const counted = sql`(
    select team_id, person_id as subject, held_at, kind, credits - granted as own from ledger
    union all
    select team_id, ${POOL}, held_at, kind, credits - pool_granted from ledger where kind <> 'carry'
  )`;

const balances: AuditCheck = {
  of: 'balances',
  proved: 'each is the sum of the ledger in its period, of persons and of pools',
  rows: sql`balances`,
  wrong: sql`
      select team_id as team, subject || ', ' || per || ' from ' || starts_at as "row", problem
      from (
        select b.team_id, b.subject, b.per, b.starts_at, b.held, b.charged,
          coalesce(sum(case e.kind when 'hold' then e.own when 'charge' then -e.own
            when 'release' then -e.own else 0 end), 0) as proved_held,
          coalesce(sum(e.own) filter (where e.kind in ('charge', 'carry')), 0) as proved_charged
        from balances b left join ${counted} e on e.team_id = b.team_id
          and e.subject = b.subject and e.held_at >= b.starts_at and e.held_at < b.ends_at
        group by 1, 2, 3, 4, 5, 6
      ) proved
      ${foundIn(sql`
        (held <> proved_held, concat('has ', held, ' held; the ledger says ', proved_held)),
        (charged <> proved_charged,
          concat('has ', charged, ' charged; the ledger says ', proved_charged)),
        (held < 0 or charged < 0, 'is below nothing')`)}`,
};

const periods: AuditCheck = {
  of: 'balances',
  proved: 'no credit is counted in two periods of a kind, and none in no period',
  rows: sql`balances`,
  wrong: sql`
      select team_id as team, subject || ', ' || per || ' from ' || starts_at as "row",
        'begins before the one before it ends' as problem
      from (
        select *, lag(ends_at) over (partition by team_id, subject, per order by starts_at) as before
        from balances
      ) b where before > starts_at or ends_at <= starts_at
      union all
      select e.team_id, concat(e.subject, ', ', p.per, ' at ', e.held_at), 'has no balance'
      from (select distinct team_id, subject, held_at from ${counted} c where kind = 'hold') e
      cross join unnest(array['day', 'week', 'month']) as p(per)
      where not exists (select 1 from balances b where b.team_id = e.team_id
        and b.subject = e.subject and b.per = p.per
        and b.starts_at <= e.held_at and b.ends_at > e.held_at)`,
};

const grants: AuditCheck = {
  of: 'grants',
  proved: 'each has held and charged what jobs drew on it, and no more than was granted',
  rows: sql`grants`,
  wrong: sql`
      select team_id as team, concat('grant ', grant_id, ' to ', subject) as "row", problem
      from (
        select g.*, coalesce(sum(u.held) filter (where u.charged is null), 0) as used_held,
          coalesce(sum(u.charged), 0) as used_charged
        from grants g left join grant_usage u using (team_id, grant_id) group by g.team_id, g.grant_id
      ) g
      ${foundIn(sql`
        (held <> used_held, concat('has ', held, ' held; jobs drew ', used_held)),
        (charged <> used_charged, concat('has ', charged, ' charged; jobs took ', used_charged)),
        (held + charged > credits, concat('gave ', held + charged, ' of ', credits)),
        (least(credits, held, charged) < 0, 'is below nothing'),
        (not exists (select 1 from audit_log a where a.team_id = g.team_id and a.outcome = 'done'
          and a.after ->> 'grant' = g.grant_id
          and (a.after ->> 'credits')::numeric = g.credits), 'is not in the log of what admins did')`)}`,
};

const grantUsage: AuditCheck = {
  of: 'draws on grants',
  proved: 'each is what the entries of its job say, and closed with its job',
  rows: sql`grant_usage`,
  wrong: sql`
      with used as (
        select u.team_id, u.job_id,
          coalesce(sum(u.held) filter (where g.subject <> ${POOL}), 0) as held,
          coalesce(sum(u.held) filter (where g.subject = ${POOL}), 0) as pool_held,
          coalesce(sum(u.charged) filter (where g.subject <> ${POOL}), 0) as charged,
          coalesce(sum(u.charged) filter (where g.subject = ${POOL}), 0) as pool_charged,
          bool_or(u.charged is null) as unclosed, bool_or(u.charged > u.held) as beyond,
          bool_or(g.grant_id is null) as unknown
        from grant_usage u left join grants g using (team_id, grant_id) group by 1, 2
      ),
      booked as (
        select team_id, job_id,
          sum(granted) filter (where kind = 'hold') as held,
          sum(pool_granted) filter (where kind = 'hold') as pool_held,
          coalesce(sum(granted) filter (where kind = 'charge'), 0) as charged,
          coalesce(sum(pool_granted) filter (where kind = 'charge'), 0) as pool_charged
        from ledger where kind in ('hold', 'charge') group by 1, 2
      )
      select team_id as team, 'job ' || job_id as "row", problem
      from booked b full join used u using (team_id, job_id) left join jobs j using (team_id, job_id)
      ${foundIn(sql`
        (b.held is distinct from coalesce(u.held, 0)
          or b.pool_held is distinct from coalesce(u.pool_held, 0),
          concat('held ', b.held + b.pool_held, ' from grants; it drew ',
            coalesce(u.held + u.pool_held, 0))),
        (not u.unclosed and (b.charged <> u.charged or b.pool_charged <> u.pool_charged),
          concat('charged ', b.charged + b.pool_charged, ' to grants; they gave ',
            u.charged + u.pool_charged)),
        (u.beyond, 'took more from a grant than it had drawn'),
        (u.unknown, 'drew on a grant that is not there'),
        (u.unclosed and not j.open, 'is over and still draws on a grant'),
        (not u.unclosed and j.open and j.state -> 'lost' is null,
          'is open and its draws are closed')`)}`,
};

const carries: AuditCheck = {
  of: 'credits carried over by links',
  proved: 'each is what the other account was charged',
  rows: sql`(select 1 from ledger where kind = 'carry')`,
  wrong: sql`
      select c.team_id as team, concat('carry of job ', c.job_id, ' to ', c.person_id) as "row",
        'is not what the other account was charged' as problem
      from ledger c left join ledger l
        on l.team_id = c.team_id and l.job_id = c.job_id and l.kind = 'charge'
      where c.kind = 'carry' and (l.job_id is null or l.person_id = c.person_id
        or (c.credits, c.granted, c.held_at) is distinct from (l.credits, l.granted, l.held_at))`,
};

/** Everything in the books that must agree with something else in them. */
export const auditChecks: readonly AuditCheck[] = [
  ...[jobs, entries, steps, balances, periods, grants, grantUsage, carries],
  ...[log, rules, requests],
];
