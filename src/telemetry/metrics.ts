import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Sql } from '../db/connection/connection.ts';

/** What an operator wants to see of the service, read from the database when it is asked for. */
export function createMetrics(sql: Sql): () => Promise<string> {
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
      sql<{ lane: string; provider: string; jobs: number; late: number }[]>`
        select lane, provider, count(*)::int as jobs,
          greatest(extract(epoch from now() - min(due_at)), 0)::float8 as late
        from schedule group by 1, 2`,
      sql<{ cards: number; unconfirmed: number; overrun: number }[]>`
        select
          (select count(*)::int from cards where due_at <= now()) as cards,
          (select count(*)::int from jobs where open and status = 'unconfirmed') as unconfirmed,
          (select coalesce(sum(credits), 0)::float8 from ledger where kind = 'overrun') as overrun`,
      sql<{ provider: string; credits: number }[]>`
        select j.provider, sum(l.credits)::float8 as credits
        from ledger l join jobs j using (team_id, job_id) where l.kind = 'loss' group by 1`,
      sql<{ provider: string; credits: number }[]>`
        select provider, credits from provider_balances where credits is not null`,
      sql<{ provider: string; call: string; trouble: string }[]>`
        select provider, 'create' as call, failure as trouble from provider_health
        union all
        select provider, 'check', failure from check_failures
        where circuit_open_until is not null`,
    ]);
    steps.reset();
    lag.reset();
    for (const { lane, provider, jobs, late } of lanes) {
      steps.set({ lane, provider }, jobs);
      lag.set({ lane }, lane === 'line' ? 0 : late);
    }
    cards.set(counts?.cards ?? 0);
    unconfirmed.set(counts?.unconfirmed ?? 0);
    overrun.set(counts?.overrun ?? 0);
    inTrouble.reset();
    for (const labels of troubles) inTrouble.set({ ...labels }, 1);
    lost.reset();
    for (const { provider, credits } of losses) lost.set({ provider }, credits);
    balance.reset();
    for (const { provider, credits } of balances) balance.set({ provider }, credits);
    return registry.metrics();
  };
}
