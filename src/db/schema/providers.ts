import type { CheckFailure } from '../../core/providers/domain/check-failures.ts';
import type { ProviderFailure } from '../../core/providers/domain/provider-failure.ts';
import { boolean, doublePrecision, pgTable, primaryKey, smallint, text } from '../drizzle.cjs';
import { json, moment } from './columns.ts';

/** When a provider may be called next, over all workers. */
export const rateLimits = pgTable('rate_limits', {
  provider: text('provider').primaryKey(),
  nextAt: moment('next_at').notNull(),
});

/** Providers whose circuit is open: no orders for a while. */
export const providerHealth = pgTable('provider_health', {
  provider: text('provider').primaryKey(),
  failure: text('failure').$type<ProviderFailure>().notNull(),
  /** When it was last reported. */
  at: moment('at').notNull(),
  consecutiveFailures: smallint('consecutive_failures').notNull(),
  /** When the first of them was reported. */
  since: moment('since').notNull(),
  circuitOpenUntil: moment('circuit_open_until').notNull(),
});

/** What is left at a provider, in its own credits, as far as it says. */
export const providerBalances = pgTable('provider_balances', {
  provider: text('provider').primaryKey(),
  /** When somebody last went to look, whatever came of it. */
  askedAt: moment('asked_at').notNull(),
  credits: doublePrecision('credits'),
  lookedAt: moment('looked_at'),
  /** Under the threshold, of which operators were told. */
  low: boolean('low').notNull().default(false),
});

/** What the plans of accounts were found not to allow, by a hash of the key that met it. */
export const planGates = pgTable(
  'plan_gates',
  {
    provider: text('provider').notNull(),
    keyHash: text('key_hash').notNull(),
    model: text('model').notNull(),
    demands: json('demands').notNull(),
    plan: text('plan'),
    until: moment('until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.keyHash, table.model, table.demands] })],
);

/** How many orders in a row a provider gave no answer to, over all workers. */
export const unansweredOrders = pgTable('unanswered_orders', {
  provider: text('provider').primaryKey(),
  consecutive: smallint('consecutive').notNull(),
});

/**
 * Providers whose last status calls failed, over all workers. Apart from their health with orders:
 * either may fail alone, and one that is answered says nothing about the other.
 */
export const checkFailures = pgTable('check_failures', {
  provider: text('provider').primaryKey(),
  failure: text('failure').$type<CheckFailure>().notNull(),
  consecutiveFailures: smallint('consecutive_failures').notNull(),
  /** When the first of them failed, and when this failure was last seen. */
  since: moment('since').notNull(),
  at: moment('at').notNull(),
  /** No orders until then; null as long as it may be chance. */
  circuitOpenUntil: moment('circuit_open_until'),
});
