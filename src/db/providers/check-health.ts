import { afterCheckFailure } from '../../core/providers/domain/check-failures.ts';
import type { CheckFailures } from '../../core/providers/domain/check-failures.ts';
import type { CheckHealth } from '../../core/providers/ports/check-health.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import type { Fragment } from '../connection/render.ts';
import { lockHealth } from './provider-health.ts';

/** A row a provider while its status calls fail, gone with the first that is answered. */
export function createPostgresCheckHealth(sql: Sql): CheckHealth {
  return {
    recordFailure: (provider, trouble, now) =>
      sql.begin(async (tx) => {
        await lockHealth(tx, provider);
        const [before] = await tx<CheckFailures[]>`
          select failure as trouble, consecutive_failures as "consecutiveFailures", since, at,
            circuit_open_until as "circuitOpenUntil"
          from check_failures where provider = ${provider}`;
        const next = afterCheckFailure(before ?? null, trouble, now);
        await tx`
          insert into check_failures
            (provider, failure, consecutive_failures, since, at, circuit_open_until)
          values (${provider}, ${next.trouble}, ${next.consecutiveFailures}, ${next.since},
            ${next.at}, ${next.circuitOpenUntil})
          on conflict (provider) do update set failure = excluded.failure,
            consecutive_failures = excluded.consecutive_failures, since = excluded.since,
            at = excluded.at, circuit_open_until = excluded.circuit_open_until`;
        if (next.circuitOpenUntil === null) return { unread: null, news: false };
        const wasOpen = (before?.circuitOpenUntil ?? null) !== null;
        const isNew = !wasOpen || before?.trouble !== next.trouble;
        if (isNew) await tx`${cardsDue(tx, provider, now, tx`true`)}`;
        const [met] = await tx`
          select 1 from provider_health
          where provider = ${provider} and failure = ${next.trouble}`;
        const unread = { trouble: next.trouble, since: next.since };
        return { unread, news: isNew && met === undefined };
      }),
    async recordSuccess(provider, askedAt, now) {
      const over = (found: Sql) => found`exists (select from gone where was_open)`;
      const [done] = await sql<{ over: boolean; well: boolean }[]>`
        with gone as materialized (
          delete from check_failures where provider = ${provider} and at < ${askedAt}
          returning failure, circuit_open_until is not null as was_open
        ),
        asked as (
          update schedule s set due_at = ${now}
          from (
            select team_id, job_id from schedule
            where provider = ${provider} and lane in ('check', 'watch', 'find', 'confirm')
              and due_at > ${now} and ${over(sql)}
            for update skip locked
          ) due
          where s.team_id = due.team_id and s.job_id = due.job_id
        ),
        shown as (${cardsDue(sql, provider, now, over(sql))}),
        tried as (
          update provider_health h set circuit_open_until = ${now} from gone g
          where h.provider = ${provider} and g.was_open and h.failure = g.failure
            and h.circuit_open_until > ${now}
        )
        select ${over(sql)} as over,
          not exists (select from provider_health where provider = ${provider}) as well`;
      return done ?? { over: false, well: true };
    },
    async failing() {
      const rows = await sql<{ provider: string }[]>`select provider from check_failures`;
      return new Set(rows.map((it) => it.provider));
    },
  };
}

/**
 * The cards of what a provider renders are due. Whatever somebody is just writing is written anyway:
 * nobody waits for it.
 */
function cardsDue(sql: Statements, provider: string, now: Date, only: Fragment): Fragment {
  return sql`
    update cards c set due_at = ${now}, rank = 1
    from (
      select k.team_id, k.job_id from cards k join schedule s using (team_id, job_id)
      where s.provider = ${provider} and s.lane in ('check', 'watch', 'find')
        and (k.due_at is null or k.due_at > ${now}) and ${only}
      for update of k skip locked
    ) due
    where c.team_id = due.team_id and c.job_id = due.job_id`;
}
