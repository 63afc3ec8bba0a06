import { isLow } from '../../core/providers/domain/low-balance.ts';
import type { ProviderBalances } from '../../core/providers/ports/provider-balances.ts';
import type { Sql } from '../connection/connection.ts';

export function createPostgresProviderBalances(sql: Sql): ProviderBalances {
  return {
    async claim(provider, unlessSince, now) {
      const claimed = await sql`
        insert into provider_balances as b (provider, asked_at) values (${provider}, ${now})
        on conflict (provider) do update set asked_at = ${now} where b.asked_at <= ${unlessSince}
        returning 1`;
      return claimed.length > 0;
    },
    save: (provider, { credits, threshold }, now) =>
      sql.begin(async (tx) => {
        // Changes nothing where there is a row, but locks it.
        const [known] = await tx<{ low: boolean }[]>`
          insert into provider_balances as b (provider, asked_at) values (${provider}, ${now})
          on conflict (provider) do update set provider = b.provider
          returning low`;
        const wasLow = known?.low ?? false;
        const low = isLow(credits, threshold, wasLow);
        await tx`
          update provider_balances set credits = ${credits}, looked_at = ${now}, low = ${low}
          where provider = ${provider}`;
        if (low === wasLow) return null;
        return low ? 'low' : 'fine';
      }),
  };
}
