import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Sql } from '../db/connection/connection.ts';
import { isNotNull, sql } from '../db/drizzle.cjs';
import { jobs, schedule } from '../db/schema/jobs.ts';
import { providerBalances } from '../db/schema/providers.ts';
import { db } from '../db/statements/builder.ts';
import { kinds } from '../db/statements/kinds.ts';
import { sqlStatement, statement } from '../db/statements/statement.ts';

const countSteps = sqlStatement(
  {},
  { lane: schedule.lane, provider: schedule.provider, jobs: kinds.int, late: kinds.float },
  () => sql`
    select lane, provider, count(*)::int as jobs,
      greatest(extract(epoch from now() - min(due_at)), 0)::float8 as late
    from schedule group by 1, 2`,
);

const countOthers = sqlStatement(
  {},
  { cards: kinds.int, unconfirmed: kinds.int, overrun: kinds.float },
  () => sql`
    select
      (select count(*)::int from cards where due_at <= now()) as cards,
      (select count(*)::int from jobs where open and status = 'unconfirmed') as unconfirmed,
      (select coalesce(sum(credits), 0)::float8 from ledger where kind = 'overrun') as overrun`,
);

const sumLosses = sqlStatement(
  {},
  { provider: jobs.provider, credits: kinds.float },
  () => sql`
    select j.provider, sum(l.credits)::float8 as credits
    from ledger l join jobs j using (team_id, job_id) where l.kind = 'loss' group by 1`,
);

const { provider, credits } = providerBalances;
const readBalances = statement({}, () =>
  db.select({ provider, credits }).from(providerBalances).where(isNotNull(credits)),
);

const readTroubles = sqlStatement(
  {},
  { provider: kinds.text, call: kinds.text, trouble: kinds.text },
  () => sql`
    select provider, 'create' as call, failure as trouble from provider_health
    union all
    select provider, 'check', failure from check_failures
    where circuit_open_until is not null`,
);

/** What an operator wants to see of the service, read from the database when it is asked for. */
export function createMetrics(on: Sql): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `showrunner_${name}`, help, labelNames, registers: [registry] });
  const steps = gauge('steps', 'Jobs by the step that is next for them.', ['lane', 'provider']);
  const lag = gauge('steps_overdue_seconds', 'How long the oldest due step has waited.', ['lane']);
  const cards = gauge('cards_due', 'Cards that do not show yet what is true.');
  const unconfirmed = gauge(
    'jobs_unconfirmed',
    'Create calls without an answer, to be looked up by an admin.',
  );
  const inTrouble = gauge(
    'provider_in_trouble',
    'Providers, or models of theirs, whose create or status calls meet trouble.',
    ['provider', 'call', 'trouble'],
  );
  const overrun = gauge('overrun_credits', 'Credits that providers took beyond what was quoted.');
  const lost = gauge('lost_credits', 'Credits that providers took for videos that never came.', [
    'provider',
  ]);

  const balance = gauge(
    'provider_balance_credits',
    'What is left at a provider, in its own credits, where it says; as of the last look, hourly.',
    ['provider'],
  );

  return async () => {
    const [lanes, [counts], losses, balances, troubles] = await Promise.all([
      countSteps(on, {}),
      countOthers(on, {}),
      sumLosses(on, {}),
      readBalances(on, {}),
      readTroubles(on, {}),
    ]);
    steps.reset();
    lag.reset();
    for (const { lane, provider: of, jobs: count, late } of lanes) {
      steps.set({ lane, provider: of }, count);
      lag.set({ lane }, lane === 'line' ? 0 : late);
    }
    cards.set(counts?.cards ?? 0);
    unconfirmed.set(counts?.unconfirmed ?? 0);
    overrun.set(counts?.overrun ?? 0);
    inTrouble.reset();
    for (const labels of troubles) inTrouble.set({ ...labels }, 1);
    lost.reset();
    for (const it of losses) lost.set({ provider: it.provider }, it.credits);
    balance.reset();
    for (const it of balances) balance.set({ provider: it.provider }, it.credits ?? 0);
    return registry.metrics();
  };
}
