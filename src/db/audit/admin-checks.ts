import { USUAL_TEAM } from '../../core/teams/domain/team-settings.ts';
import { AUDIT_HASH } from '../admin/audit-chain.ts';
import { sql } from '../drizzle.cjs';
import { jsonText } from '../shared/json-text.ts';
import { foundIn } from './check.ts';
import type { AuditCheck } from './check.ts';

/** What admins did, and what came of it. */
export const log: AuditCheck = {
  of: 'lines of what admins did',
  proved: 'the log is unbroken: none is missing, changed or put in between',
  rows: sql`audit_log`,
  wrong: sql`
      select team_id as team, 'line ' || seq as "row", problem
      from (
        select e.*, lag(hash) over line as hash_before, lag(seq) over line as seq_before,
          ${sql.raw(AUDIT_HASH)} as proved
        from audit_log e window line as (partition by team_id order by seq)
      ) e
      ${foundIn(sql`
        (seq <> coalesce(seq_before, 0) + 1, 'has lines missing before it'),
        (previous <> coalesce(hash_before, ''), 'does not follow from the line before it'),
        (hash <> proved, 'was changed')`)}`,
};

const { timeZone, ...usual } = USUAL_TEAM;
const asSet = sql`(
    select team_id, kind || ' ' || subject as name, policy as value from policies
    union all
    select team_id, s.key, s.value from teams cross join jsonb_each(settings) s
    union all
    select team_id, 'timeZone', to_jsonb(time_zone) from teams
  )`;

/** What holds has to be what an admin last said; a log whose end was cut off shows here. */
export const rules: AuditCheck = {
  of: 'rules that admins set',
  proved: 'each is in the log of what they did, and the newest there',
  rows: asSet,
  wrong: sql`
      with said as (
        select team_id, key, value,
          row_number() over (partition by team_id, key order by seq desc) as age
        from audit_log cross join lateral jsonb_each(
          case when jsonb_typeof(after) = 'object' then after else '{}' end) as s(key, value)
        where outcome = 'done'
      )
      select r.team_id as team, r.name as "row", 'is not in the log of what admins did' as problem
      from ${asSet} r
      where case when position(' ' in r.name) > 0
        then not exists (select 1 from audit_log a where a.team_id = r.team_id
          and a.action in ('set', 'pool') and a.outcome = 'done' and a.after = r.value)
        else r.value is distinct from coalesce(
          (select value from said where team_id = r.team_id and key = r.name and age = 1),
          ${jsonText({ ...usual, timeZone })}::text::jsonb -> r.name)
      end`,
};

export const requests: AuditCheck = {
  of: 'requests for credits',
  proved: 'each that was approved has its grant, and no other has one',
  rows: sql`credit_requests`,
  wrong: sql`
      select team_id as team, 'request ' || request_id as "row", problem
      from (
        select r.*, (select count(*) from grants g where g.team_id = r.team_id
          and g.grant_id in (r.request_id || '-own', r.request_id || '-team')) as given
        from credit_requests r
      ) r
      ${foundIn(sql`
        (status = 'approved' and given = 0, 'was approved and nothing granted'),
        (status <> 'approved' and given > 0, 'was not approved and has a grant')`)}`,
};
