import { later } from '../../core/shared/domain/later.ts';
import { pauseMs } from '../../core/providers/domain/provider-failure.ts';
import type { Outage, ProviderHealth } from '../../core/providers/ports/provider-health.ts';
import type { Sql, Statements } from '../connection/connection.ts';
import { and, eq, isNotNull, sql } from '../drizzle.cjs';
import { checkFailures, providerHealth, unansweredOrders } from '../schema/providers.ts';
import { takeAdvisoryLock } from '../shared/advisory-lock.ts';
import { db, excluded } from '../statements/builder.ts';
import { kinds, maybe } from '../statements/kinds.ts';
import { computed, sqlStatement, statement } from '../statements/statement.ts';

/** Beyond this the count says nothing more. */
const MOST_TIMES = 30_000;

const { provider, failure, at, consecutiveFailures, circuitOpenUntil } = providerHealth;
const { consecutive } = unansweredOrders;

const readOpenCircuits = sqlStatement(
  {},
  {
    provider,
    since: kinds.moment,
    until: kinds.moment,
    failure,
    unread: maybe(checkFailures.failure),
    unreadSince: maybe(checkFailures.since),
  },
  () => sql`
    select provider, least(h.since, c.since) as since,
      greatest(h.circuit_open_until, c.circuit_open_until) as until,
      coalesce(h.failure, c.failure) as failure, c.failure as unread, c.since as unread_since
    from provider_health h
    full join (
      select * from check_failures where circuit_open_until is not null
    ) c using (provider)`,
);

/** That the failure is known by the provider's status calls already. */
const readSameOfChecks = statement({ provider, failure }, (p) =>
  db
    .select({ provider: checkFailures.provider })
    .from(checkFailures)
    .where(
      and(
        eq(checkFailures.provider, p.provider),
        eq(checkFailures.failure, p.failure),
        isNotNull(checkFailures.circuitOpenUntil),
      ),
    ),
);

const writeFirst = statement({ provider, failure, at, circuitOpenUntil }, (p) =>
  db
    .insert(providerHealth)
    .values({ ...p, consecutiveFailures: 1, since: p.at })
    .onConflictDoUpdate({ target: provider, set: { provider: excluded(provider) } })
    .returning({
      failure,
      consecutiveFailures,
      circuitOpenUntil,
      isNew: computed(kinds.boolean, sql`xmax = 0`),
    }),
);

const writeAgain = statement(
  {
    provider,
    failure,
    consecutiveFailures,
    circuitOpenUntil,
    at: kinds.moment,
    goesOn: kinds.boolean,
  },
  (p) =>
    db
      .update(providerHealth)
      .set({
        failure: p.failure,
        consecutiveFailures: p.consecutiveFailures,
        circuitOpenUntil: p.circuitOpenUntil,
        at: sql`case when ${p.goesOn} then ${at} else ${p.at} end`,
      })
      .where(eq(provider, p.provider)),
);

const countUnanswered = statement({ provider }, (p) =>
  db
    .insert(unansweredOrders)
    .values({ provider: p.provider, consecutive: 1 })
    .onConflictDoUpdate({
      target: unansweredOrders.provider,
      set: { consecutive: sql`least(${consecutive} + 1, ${sql.raw(String(MOST_TIMES))})` },
    })
    .returning({ consecutive }),
);

const forgetUnanswered = statement({ provider }, (p) =>
  db.delete(unansweredOrders).where(eq(unansweredOrders.provider, p.provider)),
);

const closeCircuit = sqlStatement(
  { provider, orderedAt: kinds.moment },
  { well: kinds.boolean },
  (p) => sql`
    with answered as (delete from unanswered_orders where provider = ${p.provider})
    delete from provider_health where provider = ${p.provider} and at < ${p.orderedAt}
    returning not exists (
      select from check_failures where provider = ${p.provider} and circuit_open_until is not null
    ) as well`,
);

/** A row a provider while its circuit is open, gone when it is well. */
export function createPostgresProviderHealth(sql: Sql): ProviderHealth {
  return {
    async openCircuits() {
      const rows = await readOpenCircuits(sql, {});
      return new Map(
        rows.map((row) => {
          const { since: first, until, failure: trouble, unread, unreadSince } = row;
          const isRead = unread === null || unreadSince === null;
          const outage: Outage = {
            since: first,
            until,
            trouble,
            unread: isRead ? null : { trouble: unread, since: unreadSince },
          };
          return [row.provider, outage];
        }),
      );
    },
    recordFailure: (of, met, now, toldMs) =>
      sql.begin(async (tx) => {
        await lockHealth(tx, of);
        const isKnown = (await readSameOfChecks(tx, { provider: of, failure: met })).length > 0;
        const first = later(now, pauseMs(met, 1, toldMs));
        const [known] = await writeFirst(tx, {
          provider: of,
          failure: met,
          at: now,
          circuitOpenUntil: first,
        });
        if (known === undefined) throw new Error('A failure was not written');
        if (known.isNew) return { until: known.circuitOpenUntil, news: !isKnown };
        const goesOn = now < known.circuitOpenUntil;
        const times = goesOn
          ? known.consecutiveFailures
          : Math.min(known.consecutiveFailures + 1, MOST_TIMES);
        const asked = later(now, goesOn ? (toldMs ?? 0) : pauseMs(met, times, toldMs));
        const until = goesOn && known.circuitOpenUntil > asked ? known.circuitOpenUntil : asked;
        // A failure of another kind is for another person to mend, or for nobody.
        const news = !goesOn && known.failure !== met && !isKnown;
        await writeAgain(tx, {
          provider: of,
          failure: goesOn ? known.failure : met,
          consecutiveFailures: times,
          circuitOpenUntil: until,
          at: now,
          goesOn,
        });
        return { until, news };
      }),
    async recordNoAnswer(of) {
      const [row] = await countUnanswered(sql, { provider: of });
      return row?.consecutive ?? 1;
    },
    async recordAnswer(of) {
      await forgetUnanswered(sql, { provider: of });
    },
    async recordSuccess(of, orderedAt) {
      const gone = await closeCircuit(sql, { provider: of, orderedAt });
      return gone.some(({ well }) => well);
    },
  };
}

/** Of many reports at once one brings the news, whichever calls they are about. */
export async function lockHealth(tx: Statements, of: string): Promise<void> {
  await takeAdvisoryLock(tx, `health of ${of}`);
}
