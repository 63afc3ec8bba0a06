import type { Allowance } from '../../credits/domain/allowance.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { JobKey, PersonId } from '../../shared/domain/ids.ts';
import type { VideoRequest } from '../../video/domain/video-request.ts';
import type { Job } from './job.ts';

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
