import type { Allowance } from '../../credits/domain/allowance.ts';
import type { RenderTimes } from '../../providers/domain/check-advice.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { JobKey, PersonId, TeamId } from '../../shared/domain/ids.ts';
import type { Job, JobState } from '../domain/job.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { Lane, Step } from '../domain/steps.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { VideoRequest } from '../../video/domain/video-request.ts';

/** A job that is to be accepted if its credits can be held. */
export interface NewJob extends JobKey {
  readonly personId: PersonId;
  readonly roles: readonly string[];
  readonly platform: string;
  readonly requestKey: string;
  readonly message: MessageRef;
  readonly request: VideoRequest;
  readonly provider: string;
  readonly model: string;
  readonly quote: number;
  readonly allowance: Allowance;
  readonly pool: Allowance;
  /** Jobs of the person, and of the whole team, that may be open at one time. */
  readonly atOnce: number | null;
  readonly teamAtOnce: number | null;
  readonly at: Date;
}

export type Acceptance =
  | { readonly status: 'accepted'; readonly job: Job }
  /** The same request made this job before; nothing was held again. */
  | { readonly status: 'repeated'; readonly job: Job }
  | {
      readonly status: 'short';
      readonly of: 'allowance' | 'pool';
      readonly left: number;
      readonly renewsAt: Date;
    }
  | { readonly status: 'too-many-open'; readonly of: 'person' | 'team' };

/** A job's next state, written over the version it was read at. */
export interface Save {
  readonly job: Job;
  readonly next: JobState;
  readonly ledger: readonly LedgerEntry[];
  /** Null: nothing is left to do by itself; `as-booked`: whatever a claim has booked stays so. */
  readonly step: Step | 'as-booked' | null;
  readonly at: Date;
  /** Who makes it from now on: for a job whose order was not placed yet, or was placed there after all. */
  readonly moveTo?: MoveTo;
}

/** A model of a provider. */
export interface MoveTo {
  readonly provider: string;
  readonly model: string;
  /** What it costs there. */
  readonly price: number;
}

/** What may be claimed: so many of a lane of a provider, and when each comes up again by itself. */
export interface ClaimRequest {
  readonly lane: Lane;
  readonly provider: string;
  readonly limit: number;
  /** Ms until the next time, by how often the step was claimed before; the last one repeats. */
  readonly intervalsMs: readonly number[];
}

/** How many jobs may be with a provider at a time. */
export interface ProviderCapacity {
  readonly provider: string;
  readonly inFlight: number;
  /** So many of them may be on the way there; left out: any number. */
  readonly starting?: number;
}

export interface Claimed extends JobKey {
  readonly lane: Lane;
  readonly provider: string;
  readonly attempts: number;
  /** The provider's handle and the start of the render, where there is one. */
  readonly operation: Json;
  readonly startedAt: Date | null;
}

/** Where jobs and their credits live. Every method is one transaction. */
export interface JobStore {
  /** Holds the credits and writes the job, or says what is in the way; both or neither. */
  accept(newJob: NewJob): Promise<Acceptance>;
  /** Writes the state, its ledger entries, its next step and that its card must change. False, and nothing written, if someone else was first. */
  save(save: Save): Promise<boolean>;
  load(keys: readonly JobKey[]): Promise<readonly Job[]>;
  find(teamId: TeamId, jobId: string): Promise<Job | null>;
  /** The job that was accepted for this request, if one was. */
  madeFor(teamId: TeamId, platform: string, requestKey: string): Promise<Job | null>;
  /** A person's newest jobs first. */
  listOf(
    teamId: TeamId,
    personId: PersonId,
    filter: { readonly open: boolean; readonly most: number },
  ): Promise<readonly Job[]>;
  /** Takes what is due, in one statement that also books the next time; of many workers each job goes to one. */
  claim(wishes: readonly ClaimRequest[], now: Date): Promise<readonly Claimed[]>;
  /** Books another time for steps that could not be taken now. */
  postpone(keys: readonly JobKey[], until: Date): Promise<void>;
  /** Makes a job due now, if its render is asked about. */
  makeDueNow(key: JobKey, now: Date): Promise<boolean>;
  /** Lets jobs out of each provider's line while it has room: in turn between people, then first come. */
  dequeue(rooms: readonly ProviderCapacity[], now: Date): Promise<number>;
  /** The first jobs in a provider's line. */
  waitingAt(provider: string, most: number): Promise<readonly JobKey[]>;
  /** How many jobs start before this one; null when it is not in line. */
  positionOf(key: JobKey, provider: string): Promise<number | null>;
  /** Jobs whose provider nobody here knows and that were left alone for a while. */
  orphans(knownProviders: readonly string[], dueBefore: Date): Promise<readonly JobKey[]>;
  /** Writes that a render is this job's, unless it is another's. @returns whose it is */
  claimRender(provider: string, render: string, job: JobKey): Promise<JobKey>;
  ownerOfRender(provider: string, render: string): Promise<JobKey | null>;
  /** True the first time that a render is heard of for a job that does not show it. */
  recordOrphanOnce(provider: string, render: string, job: JobKey): Promise<boolean>;
  /** How long renders of this kind took lately. */
  renderTimes(provider: string, model: string, request: VideoRequest): Promise<RenderTimes | null>;
}
