import { isLow } from '../../core/providers/domain/low-balance.ts';
import type { ProviderBalances } from '../../core/providers/ports/provider-balances.ts';
import type { Sql } from '../connection/connection.ts';
import { eq, lte } from '../drizzle.cjs';
import { providerBalances } from '../schema/providers.ts';
import { db, excluded } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { statement } from '../statements/statement.ts';

const { provider, askedAt, credits, lookedAt, low } = providerBalances;

const claimLook = statement({ provider, askedAt, unlessSince: kinds.moment }, (p) =>
  db
    .insert(providerBalances)
    .values({ provider: p.provider, askedAt: p.askedAt })
    .onConflictDoUpdate({
      target: provider,
      set: { askedAt: excluded(askedAt) },
      setWhere: lte(askedAt, p.unlessSince),
    })
    .returning({ provider }),
);

/** Changes nothing where there is a row, but locks it. */
const lockBalance = statement({ provider, askedAt }, (p) =>
  db
    .insert(providerBalances)
    .values(p)
    .onConflictDoUpdate({ target: provider, set: { provider: excluded(provider) } })
    .returning({ low }),
);

const writeBalance = statement({ provider, credits, lookedAt, low }, ({ provider: of, ...set }) =>
  db.update(providerBalances).set(set).where(eq(provider, of)),
);

export function createPostgresProviderBalances(sql: Sql): ProviderBalances {
  return {
    async claim(of, unlessSince, now) {
      const claimed = await claimLook(sql, { provider: of, askedAt: now, unlessSince });
      return claimed.length > 0;
    },
    save: (of, { credits: left, threshold }, now) =>
      sql.begin(async (tx) => {
        const [known] = await lockBalance(tx, { provider: of, askedAt: now });
        const wasLow = known?.low ?? false;
        const isLowNow = isLow(left, threshold, wasLow);
        await writeBalance(tx, { provider: of, credits: left, lookedAt: now, low: isLowNow });
        if (isLowNow === wasLow) return null;
        return isLowNow ? 'low' : 'fine';
      }),
  };
}
