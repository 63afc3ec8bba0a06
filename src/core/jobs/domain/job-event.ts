import type { CollectSetback, FailureReason, Setback } from './job.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { PlanGate } from '../../video/domain/plan-gates.ts';
import type { VideoRef } from '../../media/domain/media.ts';

/** What happened to a job, and when. */
export type JobEvent =
  /** It cannot be started here, whoever asks: no call is made. */
  | {
      readonly type: 'unstartable';
      readonly at: Date;
      readonly reason: FailureReason;
      readonly gate?: PlanGate;
    }
  | { readonly type: 'create-begun'; readonly at: Date; readonly attempt: string }
  | { readonly type: 'created'; readonly at: Date; readonly operation: Json }
  /** A provider that was not asked tells of a render that may be this job's. */
  | { readonly type: 'reported'; readonly at: Date; readonly operation: Json }
  /** The render that it was said to be is another job's. */
  | { readonly type: 'disowned'; readonly at: Date; readonly operation: Json }
  /** Another provider is to make it: no order is placed. `attempt` names the call that was refused. */
  | { readonly type: 'moved'; readonly at: Date; readonly attempt: string | null }
  /** It was dequeued, and its provider's circuit turned out to be open. */
  | { readonly type: 'held-back'; readonly at: Date }
  | {
      readonly type: 'postponed';
      readonly at: Date;
      readonly attempt: string;
      readonly reason: Setback['reason'];
      readonly until: Date;
    }
  | {
      readonly type: 'create-refused';
      readonly at: Date;
      readonly attempt: string;
      readonly reason: FailureReason;
      readonly message: string | null;
      readonly gate?: PlanGate;
    }
  | { readonly type: 'create-unanswered'; readonly at: Date; readonly attempt: string }
  | { readonly type: 'progressed'; readonly at: Date; readonly progress: number }
  | {
      readonly type: 'rendered';
      readonly at: Date;
      readonly videoUrls: readonly string[];
      readonly consumed: number | null;
    }
  | {
      readonly type: 'render-failed';
      readonly at: Date;
      readonly reason: FailureReason;
      readonly message: string | null;
      readonly consumed: number | null;
    }
  /** Its provider does not know it: among others it may only have been left out. */
  | {
      readonly type: 'not-found';
      readonly at: Date;
      readonly asked: 'alone' | 'among-others';
      /** The shortest time between two questions. */
      readonly everyMs: number;
    }
  /** Its provider knows it again. */
  | { readonly type: 'found'; readonly at: Date }
  | { readonly type: 'patience-ended'; readonly at: Date }
  | { readonly type: 'given-up'; readonly at: Date }
  | {
      readonly type: 'collect-failed';
      readonly at: Date;
      readonly reason: CollectSetback['reason'];
      readonly until: Date;
      /** Its provider could not be asked for another link. */
      readonly unread: boolean;
    }
  | { readonly type: 'collected'; readonly at: Date; readonly video: VideoRef }
  | { readonly type: 'cancelled'; readonly at: Date }
  /** Decided of the order that was without an answer when it was `asked`, and of no later one. */
  | { readonly type: 'tried-again'; readonly at: Date; readonly asked: Date }
  | { readonly type: 'credits-given-back'; readonly at: Date; readonly asked: Date };
