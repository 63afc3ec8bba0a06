import type { RateLimiter } from '../../core/providers/ports/rate-limiter.ts';
import type { Sql } from '../connection/connection.ts';

/** One row a provider: the time of its next free call. Booking moves it on in one statement. */
export function createPostgresRateLimiter(sql: Sql): RateLimiter {
  return {
    async book(provider, calls, intervalMs, now, latest) {
      const takenMs = calls * intervalMs;
      // Where calls take no time there is nothing to write, only to ask whether it must be left alone.
      if (takenMs === 0) {
        const [limit] = await sql<{ next_at: Date }[]>`
          select greatest(next_at, ${now}) as next_at from rate_limits where provider = ${provider}`;
        const first = limit?.next_at ?? now;
        return first > latest ? null : first;
      }
      const [row] = await sql<{ first_at: Date }[]>`
        insert into rate_limits (provider, next_at)
        values (${provider}, ${now}::timestamptz + ${takenMs}::float8 * interval '1 millisecond')
        on conflict (provider) do update
          set next_at = greatest(rate_limits.next_at, ${now})
            + ${takenMs}::float8 * interval '1 millisecond'
          where rate_limits.next_at <= ${latest}
        returning next_at - ${takenMs}::float8 * interval '1 millisecond' as first_at`;
      return row?.first_at ?? null;
    },
    async closed(providers, now) {
      if (providers.length === 0) return new Set();
      const rows = await sql<{ provider: string }[]>`
        select provider from rate_limits
        where provider = any(${[...providers]}) and next_at > ${now}`;
      return new Set(rows.map((it) => it.provider));
    },
    async pause(provider, until) {
      await sql`
        insert into rate_limits (provider, next_at) values (${provider}, ${until})
        on conflict (provider) do update set next_at = greatest(rate_limits.next_at, ${until})`;
    },
  };
}
