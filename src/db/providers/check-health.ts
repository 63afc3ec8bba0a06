import { afterCheckFailure } from '../../core/providers/domain/check-failures.ts';
import type { CheckHealth } from '../../core/providers/ports/check-health.ts';
import type { Sql } from '../connection/connection.ts';
import { and, eq, sql } from '../drizzle.cjs';
import type { SQL } from '../drizzle.cjs';
import { checkFailures, providerHealth } from '../schema/providers.ts';
import { db, excluded } from '../statements/builder.ts';
import { kinds } from '../statements/kinds.ts';
import { sqlStatement, statement } from '../statements/statement.ts';
import { lockHealth } from './provider-health.ts';

const { provider, failure, consecutiveFailures, since, at, circuitOpenUntil } = checkFailures;

const readFailures = statement({ provider }, (p) =>
  db
    .select({ trouble: failure, consecutiveFailures, since, at, circuitOpenUntil })
    .from(checkFailures)
    .where(eq(provider, p.provider)),
);

const writeFailures = statement(
  { provider, failure, consecutiveFailures, since, at, circuitOpenUntil },
  (p) =>
    db
      .insert(checkFailures)
      .values(p)
      .onConflictDoUpdate({
        target: provider,
        set: {
          failure: excluded(failure),
          consecutiveFailures: excluded(consecutiveFailures),
          since: excluded(since),
          at: excluded(at),
          circuitOpenUntil: excluded(circuitOpenUntil),
        },
      }),
);

const readSameOfOrders = statement({ provider, failure }, (p) =>
  db
    .select({ provider: providerHealth.provider })
    .from(providerHealth)
    .where(and(eq(providerHealth.provider, p.provider), eq(providerHealth.failure, p.failure))),
);

const readFailing = statement({}, () => db.select({ provider }).from(checkFailures));

/**
 * The cards of what a provider renders are due. Whatever somebody is just writing is written anyway:
 * nobody waits for it.
 */
const cardsDue = (of: SQL, now: SQL, only: SQL) => sql`
  update cards c set due_at = ${now}, rank = 1
  from (
    select k.team_id, k.job_id from cards k join schedule s using (team_id, job_id)
    where s.provider = ${of} and s.lane in ('check', 'watch', 'find')
      and (k.due_at is null or k.due_at > ${now}) and ${only}
    for update of k skip locked
  ) due
  where c.team_id = due.team_id and c.job_id = due.job_id`;

const makeCardsDue = sqlStatement({ provider, now: kinds.moment }, {}, (p) =>
  cardsDue(p.provider, p.now, sql`true`),
);

const wasOpen = sql`exists (select from gone where was_open)`;
const endFailures = sqlStatement(
  { provider, askedAt: kinds.moment, now: kinds.moment },
  { over: kinds.boolean, well: kinds.boolean },
  (p) => sql`
    with gone as materialized (
      delete from check_failures where provider = ${p.provider} and at < ${p.askedAt}
      returning failure, circuit_open_until is not null as was_open
    ),
    asked as (
      update schedule s set due_at = ${p.now}
      from (
        select team_id, job_id from schedule
        where provider = ${p.provider} and lane in ('check', 'watch', 'find', 'confirm')
          and due_at > ${p.now} and ${wasOpen}
        for update skip locked
      ) due
      where s.team_id = due.team_id and s.job_id = due.job_id
    ),
    shown as (${cardsDue(p.provider, p.now, wasOpen)}),
    tried as (
      update provider_health h set circuit_open_until = ${p.now} from gone g
      where h.provider = ${p.provider} and g.was_open and h.failure = g.failure
        and h.circuit_open_until > ${p.now}
    )
    select ${wasOpen} as over,
      not exists (select from provider_health where provider = ${p.provider}) as well`,
);

/** A row a provider while its status calls fail, gone with the first that is answered. */
export function createPostgresCheckHealth(sql: Sql): CheckHealth {
  return {
    recordFailure: (of, met, now) =>
      sql.begin(async (tx) => {
        await lockHealth(tx, of);
        const [before] = await readFailures(tx, { provider: of });
        const { trouble, ...next } = afterCheckFailure(before ?? null, met, now);
        await writeFailures(tx, { ...next, provider: of, failure: trouble });
        if (next.circuitOpenUntil === null) return { unread: null, news: false };
        const hadOpened = (before?.circuitOpenUntil ?? null) !== null;
        const isNew = !hadOpened || before?.trouble !== trouble;
        if (isNew) await makeCardsDue(tx, { provider: of, now });
        const known = await readSameOfOrders(tx, { provider: of, failure: trouble });
        return { unread: { trouble, since: next.since }, news: isNew && known.length === 0 };
      }),
    async recordSuccess(of, askedAt, now) {
      const [done] = await endFailures(sql, { provider: of, askedAt, now });
      return done ?? { over: false, well: true };
    },
    async failing() {
      const rows = await readFailing(sql, {});
      return new Set(rows.map((it) => it.provider));
    },
  };
}
