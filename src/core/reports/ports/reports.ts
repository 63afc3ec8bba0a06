import type { Per } from '../../credits/domain/allowance.ts';
import type { JobKey, TeamId } from '../../shared/domain/ids.ts';
import type { Report, ReportedJob, ReportSpan } from '../domain/report.ts';
import type { ReportChart } from '../domain/report-chart.ts';
import type { Identity } from '../../teams/domain/identity.ts';

/** What a person asked for in a period, and what they have on the way, of whatever period. */
export interface PeriodJobs {
  /** Newest first. */
  readonly latest: readonly JobKey[];
  readonly count: number;
  readonly open: { readonly count: number; readonly held: number };
}

/** What the books and jobs of a team add up to. */
export interface ReportStore {
  /** One reading: its parts agree with each other. */
  report(team: TeamId, span: ReportSpan): Promise<Report>;
  /** Newest first. */
  jobs(team: TeamId, span: ReportSpan, most: number): Promise<readonly ReportedJob[]>;
  /** Of the running period of that length, with what linked accounts asked for. */
  periodJobs(who: Identity, per: Per, now: Date, most: number): Promise<PeriodJobs>;
}

export interface Charts {
  /**
   * @param language of whoever reads it, by its tag
   * @returns a PNG
   */
  report(chart: ReportChart, language: string): Promise<Uint8Array>;
}
