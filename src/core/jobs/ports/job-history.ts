import type { RenderTimes } from '../../providers/domain/check-advice.ts';
import type { PersonId, TeamId } from '../../shared/domain/ids.ts';
import type { VideoRequest } from '../../video/domain/video-request.ts';
import type { Job } from '../domain/job.ts';

/** What was asked for before, and how it went. */
export interface JobHistory {
  /** The job that was accepted for this request, if one was. */
  madeFor(teamId: TeamId, platform: string, requestKey: string): Promise<Job | null>;
  /** A person's newest jobs first. */
  listOf(
    teamId: TeamId,
    personId: PersonId,
    filter: { readonly open: boolean; readonly most: number },
  ): Promise<readonly Job[]>;
  /** How long renders of this kind took lately. */
  renderTimes(provider: string, model: string, request: VideoRequest): Promise<RenderTimes | null>;
}
