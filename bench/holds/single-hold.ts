import { MODEL, PLATFORM, PROVIDER } from '../core.ts';
import { newJobOf, HOT, PLENTY } from './drafts.ts';

/**
 * The hold of one draft as one plain statement, as one would write it without the grouping: it
 * locks what the service locks, checks what it checks and writes the rows that it writes. Person and
 * job are expressions, so that it can be sent from anywhere.
 */
export function singleHold(person: string, job: string): string {
  const { request, quote } = newJobOf('', '');
  return `
    with locked as materialized (
      select subject, per, held + charged as used from balances
      where team_id = '${HOT}' and subject in (${person}, 'pool')
        and starts_at <= now() and ends_at > now()
      order by subject, per, starts_at
      for update
    ),
    made as (
      insert into jobs (team_id, job_id, person_id, roles, platform, request_key, provider, model,
        quote, price, request, state, status, created_at)
      select '${HOT}', ${job}, ${person}, '[]', '${PLATFORM}', ${job}, '${PROVIDER}', '${MODEL}',
        ${quote}, ${quote}, '${JSON.stringify(request).replaceAll('":', '": ')}',
        jsonb_build_object('status', 'waiting', 'since', now(), 'notBefore', now(),
          'setback', null),
        'waiting', now()
      where (select count(*) from locked) = 6
        and (select used + ${quote} <= ${PLENTY.credits} from locked
          where subject = ${person} and per = '${PLENTY.per}')
        and (select used + ${quote} <= ${PLENTY.credits} from locked
          where subject = 'pool' and per = '${PLENTY.per}')
      on conflict (team_id, platform, request_key) do nothing
      returning team_id, job_id, person_id, quote
    ),
    counted as (
      update balances b set held = b.held + m.quote
      from made m
      where b.team_id = m.team_id and b.subject in (m.person_id, 'pool')
        and b.starts_at <= now() and b.ends_at > now()
    ),
    booked as (
      insert into ledger (team_id, job_id, kind, person_id, credits, at, held_at)
      select team_id, job_id, 'hold', person_id, quote, now(), now() from made
    ),
    scheduled as (
      insert into schedule (team_id, job_id, lane, provider, due_at, person_id, queued_at)
      select team_id, job_id, 'line', '${PROVIDER}', now(), person_id, now() from made
    ),
    carded as (
      insert into cards (team_id, job_id, platform, message, due_at)
      select team_id, job_id, '${PLATFORM}', jsonb_build_object('messageId', job_id), now()
      from made
    )
    select job_id from made`;
}
