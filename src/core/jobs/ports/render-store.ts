import type { JobKey } from '../../shared/domain/ids.ts';

/** Whose each render is, by the key under which its provider knows it. */
export interface RenderStore {
  /** Writes that a render is this job's, unless it is another's. @returns whose it is */
  claim(provider: string, render: string, job: JobKey): Promise<JobKey>;
  ownerOf(provider: string, render: string): Promise<JobKey | null>;
  /** True the first time that a render becomes known for a job that does not show it. */
  recordOrphanOnce(provider: string, render: string, job: JobKey): Promise<boolean>;
}
