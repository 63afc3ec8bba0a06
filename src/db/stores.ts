import { createPostgresAskStore } from './ask-store.ts';
import { createPostgresCardStore } from './card-store.ts';
import { createPostgresCheckHealth } from './check-health.ts';
import type { Sql } from './connection.ts';
import { createPostgresCreditRequests } from './credit-requests.ts';
import { createPostgresDigests } from './digests.ts';
import { createPostgresEditBudgets } from './edit-budgets.ts';
import { createPostgresForgetting } from './forgetting.ts';
import { createPostgresGate } from './gate.ts';
import { createPostgresJobStore } from './job-store.ts';
import { createPostgresLine } from './line.ts';
import { createPostgresLinks } from './links.ts';
import { createPostgresPeople } from './people.ts';
import { createPostgresProposals } from './proposals.ts';
import { createPostgresPlanGates } from './plan-gates.ts';
import { createPostgresProviderBalances } from './provider-balances.ts';
import { createPostgresProviderHealth } from './provider-health.ts';
import { createPostgresReports } from './reports.ts';
import { createPostgresTeams } from './teams.ts';
import { createPostgresWallet } from './wallet.ts';

/** Everything that the use cases keep, each under the name by which they know it. */
export function createPostgresStores(sql: Sql) {
  return {
    jobs: createPostgresJobStore(sql),
    line: createPostgresLine(sql),
    cards: createPostgresCardStore(sql),
    asks: createPostgresAskStore(sql),
    wallet: createPostgresWallet(sql),
    people: createPostgresPeople(sql),
    teams: createPostgresTeams(sql),
    links: createPostgresLinks(sql),
    proposals: createPostgresProposals(sql),
    creditRequests: createPostgresCreditRequests(sql),
    forgetting: createPostgresForgetting(sql),
    reports: createPostgresReports(sql),
    digests: createPostgresDigests(sql),
    editBudgets: createPostgresEditBudgets(sql),
    gate: createPostgresGate(sql),
    health: createPostgresProviderHealth(sql),
    planGates: createPostgresPlanGates(sql),
    balances: createPostgresProviderBalances(sql),
    checkHealth: createPostgresCheckHealth(sql),
  };
}
