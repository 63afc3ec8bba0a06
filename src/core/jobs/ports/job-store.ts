import type { JobKey, TeamId } from '../../shared/domain/ids.ts';
import type { Job, JobState, NewJob } from '../domain/job.ts';
import type { LedgerEntry } from '../domain/charge-or-release-credits.ts';
import type { Step } from '../domain/steps.ts';

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
  | { readonly status: 'too-many-open'; readonly of: 'person' | 'team' }
  /** Its person's first in the team, and they did not agree to a price. */
  | { readonly status: 'first' };

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

/** Where jobs and their credits live. Every method is one transaction. */
export interface JobStore {
  /** Holds the credits and writes the job, or says what is in the way; both or neither. */
  accept(newJob: NewJob): Promise<Acceptance>;
  /** Writes the state, its ledger entries, its next step and that its card must change. False, and nothing written, if someone else was first. */
  save(save: Save): Promise<boolean>;
  load(keys: readonly JobKey[]): Promise<readonly Job[]>;
  find(teamId: TeamId, jobId: string): Promise<Job | null>;
}
