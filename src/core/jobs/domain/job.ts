import type { PersonId, JobKey } from '../../shared/domain/ids.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { VideoRef } from '../../media/domain/media.ts';
import type { PlanGate } from '../../video/domain/plan-gates.ts';
import type { VideoRequest } from '../../video/domain/video-request.ts';
import type { Allowance } from '../../credits/domain/allowance.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';

/** One video request, from the command to the final message. */
export interface Job extends JobKey {
  readonly personId: PersonId;
  /** The person's roles when they asked: which policies are theirs. */
  readonly roles: readonly string[];
  readonly platform: string;
  /** Counts the writes: a save names the version it read, so that of two writers one wins. */
  readonly version: number;
  readonly request: VideoRequest;
  readonly provider: string;
  readonly model: string;
  /** What it should cost and what is held for it: nobody is charged more. */
  readonly quote: number;
  /** What is charged where the provider does not say; less than held once another one makes it for less. */
  readonly price: number;
  readonly createdAt: Date;
  readonly state: JobState;
}

/** The provider could not take the job just now; it stays in the queue. */
export interface Setback {
  readonly reason: 'rate-limited' | 'maintenance' | 'unreachable' | 'unsent';
  readonly times: number;
  readonly since: Date;
}

/** The result could not be brought in just now, and is tried again then. */
export interface CollectSetback {
  readonly reason:
    /** There is no link, or what is behind it is no video. */
    | 'no-video'
    /** No link gave a whole answer. */
    | 'not-fetched'
    /** It was there and could not be saved here. */
    | 'not-saved';
  /** Since when it has been this and nothing else. */
  readonly since: Date;
  /** Since when, and how often, whatever it was. */
  readonly firstAt: Date;
  readonly times: number;
  readonly until: Date;
}

/** Its provider answers and does not know the render just now: it is asked about again, alone. */
export interface NotFound {
  readonly since: Date;
  /** How often it was asked about alone, and not known. */
  readonly times: number;
  readonly until: Date;
}

export type JobState =
  /** Accepted, credits held, queued for its provider. */
  | {
      readonly status: 'waiting';
      readonly since: Date;
      readonly notBefore: Date;
      readonly setback: Setback | null;
    }
  /** Written before the create call is made, so that a crash in between is known for what it is. */
  | {
      readonly status: 'submitting';
      readonly since: Date;
      /** Names this one create call: what is said of another one does not count. */
      readonly attempt: string;
      readonly waitingSince: Date;
      readonly setback: Setback | null;
      /** The handle of a render that is said to be this job's. */
      readonly reported?: Json;
    }
  /** The create call was sent and no clear answer came. Nothing is sent again by itself. */
  | {
      readonly status: 'unconfirmed';
      readonly since: Date;
      readonly attempt: string;
      readonly reported?: Json;
    }
  | {
      readonly status: 'rendering';
      readonly operation: Json;
      readonly since: Date;
      readonly progress: number | null;
      readonly notFound?: NotFound;
    }
  /** Past the provider's patience: watched slowly and still delivered when it comes. */
  | {
      readonly status: 'overdue';
      readonly operation: Json;
      readonly since: Date;
      readonly notFound?: NotFound;
    }
  /** Rendered: the result is being copied into our own store. */
  | {
      readonly status: 'collecting';
      readonly operation: Json;
      readonly since: Date;
      readonly renderedAt: Date;
      /** Each may give the video; empty while its provider has named none. */
      readonly videoUrls: readonly string[];
      readonly consumed: number | null;
      readonly setback?: CollectSetback;
      /** There where it was called lost before: its credits are back, and so much is booked as loss. */
      readonly lost?: number;
    }
  | {
      readonly status: 'succeeded';
      readonly operation: Json;
      readonly since: Date;
      readonly renderedAt: Date;
      readonly at: Date;
      /** Null once it was forgotten. */
      readonly video: VideoRef | null;
      readonly consumed: number | null;
      readonly charged: number;
      /** There where it came after it was called lost, at the operator's cost. */
      readonly lost?: number;
    }
  | {
      readonly status: 'failed';
      readonly at: Date;
      readonly reason: FailureReason;
      /** The provider's words: untrusted, perhaps empty. */
      readonly message: string | null;
      /** What its provider's plan does not allow of it; not there in jobs of before. */
      readonly gate?: PlanGate;
      readonly operation: Json | null;
      /** Credits that the provider took for a video that never came: the operator's loss. */
      readonly lost: number;
      /** Since when it is asked about still, though it was called lost. */
      readonly heard?: Date;
      /** It was there again once and came to nothing: that is its end. */
      readonly closed?: true;
    }
  | { readonly status: 'cancelled'; readonly at: Date }
  /** No result came for a day after the start. */
  | {
      readonly status: 'expired';
      readonly at: Date;
      readonly operation: Json;
      readonly heard?: Date;
    };

export type JobStatus = JobState['status'];

export const FAILURE_REASONS = [
  'moderated',
  'bad-prompt',
  'bad-settings',
  'file-too-large',
  'provider-fault',
  'key-refused',
  'out-of-credit',
  // The address that is set for the provider leads elsewhere.
  'redirected',
  // The model is not there, or its provider has switched it off.
  'not-found',
  'disabled',
  'not-understood',
  // The plan of the account does not allow something of it.
  'plan-gate',
  // It takes no files from us, and could not fetch them from here.
  'no-uploads',
  'provider-unavailable',
  'provider-not-set-up',
  'render-lost',
  'result-lost',
  'never-confirmed',
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

const SETTLED = {
  waiting: false,
  submitting: false,
  unconfirmed: false,
  rendering: false,
  overdue: false,
  collecting: false,
  succeeded: true,
  failed: true,
  cancelled: true,
  expired: true,
} as const satisfies Record<JobStatus, boolean>;

/** Settled: its credits are charged or back, and nothing is left to do by itself. */
export function isSettled(state: JobState): boolean {
  return SETTLED[state.status];
}

/** Its provider is making it, as far as anybody knows. */
export function isRendering({ status }: JobState): boolean {
  return status === 'rendering' || status === 'overdue';
}

/** A job that is to be accepted if its credits can be held. */
export interface NewJob extends Omit<Job, 'version' | 'price' | 'createdAt' | 'state'> {
  readonly requestKey: string;
  readonly message: MessageRef;
  /** What its card is read in. */
  readonly language: string;
  readonly allowance: Allowance;
  readonly pool: Allowance;
  /** Jobs of the person, and of the whole team, that may be open at one time. */
  readonly atOnce: number | null;
  readonly teamAtOnce: number | null;
  /** Its person saw no price yet: where it would be their first in the team, it is not made. */
  readonly asksIfFirst: boolean;
  readonly at: Date;
}

/** What it is once it is accepted: queued, with its credits held. */
export function acceptedJob(newJob: NewJob): Job {
  const { teamId, jobId, personId, roles, platform, request, provider, model, quote, at } = newJob;
  return {
    teamId,
    jobId,
    version: 1,
    personId,
    roles,
    platform,
    request,
    provider,
    model,
    quote,
    price: quote,
    createdAt: at,
    state: { status: 'waiting', since: at, notBefore: at, setback: null },
  };
}
