import type { Allowance, EffectivePolicy } from './credits/domain/allowance.ts';
import type { Reply } from './messages/domain/reply.ts';
import type { Offer } from './video/domain/validate.ts';
import type { JobId, JobKey } from './shared/domain/ids.ts';
import type { CreditPrice } from './credits/domain/money.ts';
import type { Inbox } from './chat/ports/inbox.ts';
import type { CardStore } from './cards/ports/card-store.ts';
import type { ChatPlatform } from './chat/ports/chat-platform.ts';
import type { CheckHealth } from './providers/ports/check-health.ts';
import type { Clock } from './shared/ports/clock.ts';
import type { CreditRequests } from './credit-requests/ports/credit-requests.ts';
import type { WeeklyReports } from './reports/ports/weekly-reports.ts';
import type { EditBudgets } from './chat/ports/edit-budgets.ts';
import type { Forgetting } from './people/ports/erasure.ts';
import type { RateLimiter } from './providers/ports/rate-limiter.ts';
import type { JobHistory } from './jobs/ports/job-history.ts';
import type { RenderStore } from './jobs/ports/render-store.ts';
import type { Schedule } from './jobs/ports/schedule.ts';
import type { JobStore } from './jobs/ports/job-store.ts';
import type { Queue } from './jobs/ports/queue.ts';
import type { LinkStore } from './people/ports/link-store.ts';
import type { Logger } from './shared/ports/logger.ts';
import type { MediaStore } from './media/ports/media-store.ts';
import type { PeopleStore } from './people/ports/person-store.ts';
import type { PendingActionStore } from './chat/ports/pending-action-store.ts';
import type { PlanGates } from './providers/ports/plan-gates.ts';
import type { ProviderBalances } from './providers/ports/provider-balances.ts';
import type { ProviderHealth } from './providers/ports/provider-health.ts';
import type { Charts, ReportStore } from './reports/ports/reports.ts';
import type { QuotaStore } from './admin/ports/quota-store.ts';
import type { TeamStore } from './teams/ports/team-store.ts';
import type { VideoProvider } from './providers/ports/video-provider.ts';
import type { Wallet } from './credits/ports/wallet.ts';

/** What the use cases work with; `main.ts` fills it. */
export interface Core {
  readonly jobs: JobStore;
  readonly history: JobHistory;
  readonly schedule: Schedule;
  readonly queue: Queue;
  readonly renders: RenderStore;
  readonly cards: CardStore;
  readonly inbox: Inbox;
  readonly wallet: Wallet;
  readonly people: PeopleStore;
  readonly teams: TeamStore;
  readonly quotas: QuotaStore;
  readonly links: LinkStore;
  readonly pendingActions: PendingActionStore;
  readonly creditRequests: CreditRequests;
  readonly forgetting: Forgetting;
  readonly reports: ReportStore;
  readonly charts: Charts;
  readonly weeklyReports: WeeklyReports;
  readonly editBudgets: EditBudgets;
  readonly rateLimiter: RateLimiter;
  readonly health: ProviderHealth;
  readonly balances: ProviderBalances;
  readonly planGates: PlanGates;
  readonly checkHealth: CheckHealth;
  readonly media: MediaStore;
  readonly providers: ReadonlyMap<string, VideoProvider>;
  readonly platforms: ReadonlyMap<string, ChatPlatform>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newJobId: () => JobId;
  /** A short digest: equal texts have equal ones. */
  readonly hash: (text: string) => string;
  /** What holds where no admin set anything. */
  readonly defaults: {
    readonly policy: EffectivePolicy;
    readonly pool: Allowance;
    /** What a person has in a space of their own, where no admin and no pool stand above them. */
    readonly personal: Allowance;
  };
  /** What a credit is in money; null where nobody said so. */
  readonly creditPrice: CreditPrice | null;
  /** Under how many of its own credits operators hear of a provider's account, by its name. */
  readonly lowBalance: ReadonlyMap<string, number>;
  /** True when providers can fetch media from here. */
  readonly canLink: boolean;
  /** Models of providers that are known but not set up. */
  readonly notSetUp: readonly Offer[];
  /** Where a provider may tell of a job's render; null where it cannot reach this service. */
  readonly callbackUrl: (job: JobKey, provider: string) => string | null;
  /** Tells whoever runs this service what only they can mend. Never throws. */
  readonly tellOperators: (reply: Reply) => void;
}
