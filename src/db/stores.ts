import { createPostgresInbox } from './chat/inbox.ts';
import { createPostgresCardStore } from './cards/card-store.ts';
import { createPostgresCheckHealth } from './providers/check-health.ts';
import type { Sql } from './connection/connection.ts';
import { createPostgresCreditRequests } from './credit-requests/credit-requests.ts';
import { createPostgresWeeklyReports } from './reports/weekly-reports.ts';
import { createPostgresEditBudgets } from './cards/edit-budgets.ts';
import { createPostgresForgetting } from './people/erasure.ts';
import { createPostgresRateLimiter } from './providers/rate-limiter.ts';
import { createPostgresJobHistory } from './jobs/job-history.ts';
import { createPostgresJobStore } from './jobs/job-store.ts';
import { createPostgresQueue } from './jobs/queue.ts';
import { createPostgresRenders } from './jobs/renders.ts';
import { createPostgresSchedule } from './jobs/schedule.ts';
import { createPostgresLinks } from './people/link-store.ts';
import { createPostgresPeople } from './people/person-store.ts';
import { createPostgresPendingActions } from './chat/pending-actions.ts';
import { createPostgresPlanGates } from './providers/plan-gates.ts';
import { createPostgresProviderBalances } from './providers/provider-balances.ts';
import { createPostgresProviderHealth } from './providers/provider-health.ts';
import { createPostgresReports } from './reports/reports.ts';
import { createPostgresQuotas } from './admin/quota-store.ts';
import { createPostgresTeams } from './teams/team-store.ts';
import { createPostgresWallet } from './credits/wallet.ts';

/** Everything that the use cases keep, each under the name by which they know it. */
export function createPostgresStores(sql: Sql) {
  return {
    jobs: createPostgresJobStore(sql),
    history: createPostgresJobHistory(sql),
    schedule: createPostgresSchedule(sql),
    queue: createPostgresQueue(sql),
    renders: createPostgresRenders(sql),
    cards: createPostgresCardStore(sql),
    inbox: createPostgresInbox(sql),
    wallet: createPostgresWallet(sql),
    people: createPostgresPeople(sql),
    teams: createPostgresTeams(sql),
    quotas: createPostgresQuotas(sql),
    links: createPostgresLinks(sql),
    pendingActions: createPostgresPendingActions(sql),
    creditRequests: createPostgresCreditRequests(sql),
    forgetting: createPostgresForgetting(sql),
    reports: createPostgresReports(sql),
    weeklyReports: createPostgresWeeklyReports(sql),
    editBudgets: createPostgresEditBudgets(sql),
    rateLimiter: createPostgresRateLimiter(sql),
    health: createPostgresProviderHealth(sql),
    planGates: createPostgresPlanGates(sql),
    balances: createPostgresProviderBalances(sql),
    checkHealth: createPostgresCheckHealth(sql),
  };
}
