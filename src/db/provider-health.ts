import { later } from '../core/domain/steps.ts';
import { pauseMs } from '../core/domain/trouble.ts';
import type { Trouble } from '../core/domain/trouble.ts';
import type { Outage, ProviderHealth } from '../core/ports/provider-health.ts';
import type { Sql } from './connection.ts';

interface HealthRow {
  readonly trouble: Trouble;
  readonly times: number;
  readonly until: Date;
  readonly fresh: boolean;
}

/** Beyond this the count says nothing more. */
const MOST_TIMES = 30_000;

/** A row a provider while it is in trouble, gone when it is well. */
export function createPostgresProviderHealth(sql: Sql): ProviderHealth {
  return {
    async troubles() {
      const rows = await sql<({ provider: string } & Outage)[]>`
        select provider, since, until, trouble from provider_health`;
      return new Map(rows.map(({ provider, ...outage }) => [provider, outage]));
    },
    troubled: (provider, trouble, now, toldMs) =>
      sql.begin(async (tx) => {
        const first = later(now, pauseMs(trouble, 1, toldMs));
        // Changes nothing where there is a row, but locks it: of many at once one brings the news.
        const [known] = await tx<HealthRow[]>`
          insert into provider_health as h (provider, trouble, at, times, since, until)
          values (${provider}, ${trouble}, ${now}, 1, ${now}, ${first})
          on conflict (provider) do update set provider = h.provider
          returning trouble, times, until, (xmax = 0) as fresh`;
        if (known === undefined) throw new Error('Trouble was not written');
        if (known.fresh) return { until: known.until, news: true };
        const goesOn = now < known.until;
        const times = goesOn ? known.times : Math.min(known.times + 1, MOST_TIMES);
        const asked = later(now, goesOn ? (toldMs ?? 0) : pauseMs(trouble, times, toldMs));
        const until = goesOn && known.until > asked ? known.until : asked;
        // A trouble of another kind is for another person to mend, or for nobody.
        const news = !goesOn && known.trouble !== trouble;
        await tx`
          update provider_health set until = ${until}, times = ${times},
            trouble = ${goesOn ? known.trouble : trouble},
            at = case when ${goesOn} then at else ${now}::timestamptz end
          where provider = ${provider}`;
        return { until, news };
      }),
    async silent(provider) {
      const [row] = await sql<{ times: number }[]>`
        insert into silences as s (provider, times) values (${provider}, 1)
        on conflict (provider) do update set times = least(s.times + 1, ${MOST_TIMES}::int)
        returning times`;
      return row?.times ?? 1;
    },
    async answered(provider) {
      await sql`delete from silences where provider = ${provider}`;
    },
    async well(provider, orderedAt) {
      const gone = await sql`
        with answered as (delete from silences where provider = ${provider})
        delete from provider_health where provider = ${provider} and at < ${orderedAt}
        returning 1`;
      return gone.length > 0;
    },
  };
}
