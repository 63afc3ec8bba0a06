import type { RateLimiter } from '../../core/providers/ports/rate-limiter.ts';
import type { Sql } from '../connection/connection.ts';
import { eq, lte, sql } from '../drizzle.cjs';
import { rateLimits } from '../schema/providers.ts';
import { db } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { computed, statement } from '../statements/statement.ts';

const { provider, nextAt } = rateLimits;

const readNext = statement({ provider, now: kinds.moment }, (p) =>
  db
    .select({ nextAt: computed(kinds.moment, sql`greatest(${nextAt}, ${p.now})`) })
    .from(rateLimits)
    .where(eq(provider, p.provider)),
);

const bookSlot = statement(
  { provider, now: kinds.moment, takenMs: kinds.float, latest: kinds.moment },
  (p) => {
    const taken = sql`${p.takenMs} * interval '1 millisecond'`;
    return db
      .insert(rateLimits)
      .values({ provider: p.provider, nextAt: sql`${p.now} + ${taken}` })
      .onConflictDoUpdate({
        target: provider,
        set: { nextAt: sql`greatest(${nextAt}, ${p.now}) + ${taken}` },
        setWhere: lte(nextAt, p.latest),
      })
      .returning({ firstAt: computed(kinds.moment, sql`${nextAt} - ${taken}`) });
  },
);

const readClosed = statement({ providers: kinds.texts, now: kinds.moment }, (p) =>
  db
    .select({ provider })
    .from(rateLimits)
    .where(sql`${provider} = any(${p.providers}) and ${nextAt} > ${p.now}`),
);

const pauseUntil = statement({ provider, nextAt }, (p) =>
  db
    .insert(rateLimits)
    .values(p)
    .onConflictDoUpdate({
      target: provider,
      set: { nextAt: sql`greatest(${nextAt}, excluded.next_at)` },
    }),
);

/** One row a provider: the time of its next free call. Booking moves it on in one statement. */
export function createPostgresRateLimiter(sql: Sql): RateLimiter {
  return {
    async book(of, calls, intervalMs, now, latest) {
      const takenMs = calls * intervalMs;
      // Where calls take no time there is nothing to write, only to ask whether it must be left alone.
      if (takenMs === 0) {
        const [limit] = await readNext(sql, { provider: of, now });
        const first = limit?.nextAt ?? now;
        return first > latest ? null : first;
      }
      const [row] = await bookSlot(sql, { provider: of, now, takenMs, latest });
      return row?.firstAt ?? null;
    },
    async closed(providers, now) {
      if (providers.length === 0) return new Set();
      const rows = await readClosed(sql, { providers, now });
      return new Set(rows.map((it) => it.provider));
    },
    async pause(of, until) {
      await pauseUntil(sql, { provider: of, nextAt: until });
    },
  };
}
