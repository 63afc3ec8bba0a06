import { later } from '../../core/shared/domain/later.ts';
import { pauseMs } from '../../core/providers/domain/provider-failure.ts';
import type { ProviderFailure } from '../../core/providers/domain/provider-failure.ts';
import type { Unread } from '../../core/providers/ports/check-health.ts';
import type { Outage, ProviderHealth } from '../../core/providers/ports/provider-health.ts';
import type { Sql, Statements } from '../connection/connection.ts';

interface HealthRow {
  readonly failure: ProviderFailure;
  readonly consecutive_failures: number;
  readonly circuit_open_until: Date;
  readonly fresh: boolean;
}

interface OutageRow extends Omit<Outage, 'unread'> {
  readonly provider: string;
  readonly unread: Unread['trouble'] | null;
  readonly unread_since: Date | null;
}

/** Beyond this the count says nothing more. */
const MOST_TIMES = 30_000;

/** A row a provider while it is in trouble, gone when it is well. */
export function createPostgresProviderHealth(sql: Sql): ProviderHealth {
  return {
    async openCircuits() {
      const rows = await sql<OutageRow[]>`
        select provider, least(h.since, c.since) as since,
          greatest(h.circuit_open_until, c.circuit_open_until) as until,
          coalesce(h.failure, c.failure) as trouble, c.failure as unread, c.since as unread_since
        from provider_health h
        full join (
          select * from check_failures where circuit_open_until is not null
        ) c using (provider)`;
      return new Map(rows.map((row) => [row.provider, outageOf(row)]));
    },
    recordFailure: (provider, failure, now, toldMs) =>
      sql.begin(async (tx) => {
        await lockHealth(tx, provider);
        const first = later(now, pauseMs(failure, 1, toldMs));
        const [met] = await tx`
          select 1 from check_failures where provider = ${provider} and failure = ${failure}
            and circuit_open_until is not null`;
        const isKnown = met !== undefined;
        const [known] = await tx<HealthRow[]>`
          insert into provider_health as h (provider, failure, at, consecutive_failures, since, circuit_open_until)
          values (${provider}, ${failure}, ${now}, 1, ${now}, ${first})
          on conflict (provider) do update set provider = h.provider
          returning failure, consecutive_failures, circuit_open_until, (xmax = 0) as fresh`;
        if (known === undefined) throw new Error('Trouble was not written');
        if (known.fresh) return { until: known.circuit_open_until, news: !isKnown };
        const goesOn = now < known.circuit_open_until;
        const times = goesOn
          ? known.consecutive_failures
          : Math.min(known.consecutive_failures + 1, MOST_TIMES);
        const asked = later(now, goesOn ? (toldMs ?? 0) : pauseMs(failure, times, toldMs));
        const until = goesOn && known.circuit_open_until > asked ? known.circuit_open_until : asked;
        // A trouble of another kind is for another person to mend, or for nobody.
        const news = !goesOn && known.failure !== failure && !isKnown;
        await tx`
          update provider_health set circuit_open_until = ${until}, consecutive_failures = ${times},
            failure = ${goesOn ? known.failure : failure},
            at = case when ${goesOn} then at else ${now}::timestamptz end
          where provider = ${provider}`;
        return { until, news };
      }),
    async recordNoAnswer(provider) {
      const [row] = await sql<{ consecutive: number }[]>`
        insert into unanswered_orders as u (provider, consecutive) values (${provider}, 1)
        on conflict (provider) do update set consecutive = least(u.consecutive + 1, ${MOST_TIMES}::int)
        returning consecutive`;
      return row?.consecutive ?? 1;
    },
    async recordAnswer(provider) {
      await sql`delete from unanswered_orders where provider = ${provider}`;
    },
    async recordSuccess(provider, orderedAt) {
      const gone = await sql<{ well: boolean }[]>`
        with answered as (delete from unanswered_orders where provider = ${provider})
        delete from provider_health where provider = ${provider} and at < ${orderedAt}
        returning not exists (
          select from check_failures where provider = ${provider} and circuit_open_until is not null
        ) as well`;
      return gone.some(({ well }) => well);
    },
  };
}

/** Of many reports at once one brings the news, whichever calls they are about. */
export async function lockHealth(tx: Statements, provider: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`health of ${provider}`}, 0))`;
}

function outageOf({ since, until, trouble, unread, unread_since: unreadSince }: OutageRow): Outage {
  const isRead = unread === null || unreadSince === null;
  return { since, until, trouble, unread: isRead ? null : { trouble: unread, since: unreadSince } };
}
