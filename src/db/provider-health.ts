import type { ProviderHealth } from '../core/ports/provider-health.ts';
import type { Sql } from './connection.ts';

const FIRST_PAUSE_MS = 60_000;
const MOST_DOUBLINGS = 5;

/** What is reported by calls that were under way together counts as one trouble. */
const SAME_TROUBLE_MS = 10_000;

/** A row a provider while it is in trouble, gone when it is well. */
export function createPostgresProviderHealth(sql: Sql): ProviderHealth {
  return {
    async troubles() {
      const rows = await sql<{ provider: string; until: Date }[]>`
        select provider, until from provider_health`;
      return new Map(rows.map((it) => [it.provider, it.until]));
    },
    async troubled(provider, trouble, now, toldMs) {
      const pause = sql`${toldMs ?? FIRST_PAUSE_MS}::float8 * interval '1 millisecond'`;
      const [row] = await sql<{ until: Date; news: boolean }[]>`
        insert into provider_health as h (provider, trouble, at, times, until)
        values (${provider}, ${trouble}, ${now}, 1, ${now}::timestamptz + ${pause})
        on conflict (provider) do update set
          trouble = excluded.trouble,
          at = case when ${now} < h.at + ${SAME_TROUBLE_MS}::float8 * interval '1 millisecond'
            then h.at else ${now}::timestamptz end,
          times = case when ${now} < h.at + ${SAME_TROUBLE_MS}::float8 * interval '1 millisecond'
            then h.times else least(h.times + 1, ${MOST_DOUBLINGS + 1}::int) end,
          until = case when ${now} < h.at + ${SAME_TROUBLE_MS}::float8 * interval '1 millisecond'
            then greatest(h.until, excluded.until)
            else ${now}::timestamptz + ${pause} * power(2, least(h.times, ${toldMs === null ? MOST_DOUBLINGS : 0}::int)) end
        returning until, (xmax = 0) as news`;
      if (row === undefined) throw new Error('Trouble was not written');
      return row;
    },
    async well(provider) {
      const gone = await sql`delete from provider_health where provider = ${provider} returning 1`;
      return gone.length > 0;
    },
  };
}
