import type { TeamId } from '../../shared/domain/ids.ts';
import type { ReportSpan } from '../domain/report.ts';

/** A team whose weekly report is to be sent. */
export interface DueWeeklyReport {
  readonly team: TeamId;
  /** The week before the running one. */
  readonly week: ReportSpan;
  /** False where its time came by another time zone than the team has now: it has its own. */
  readonly timely: boolean;
}

/** When the weekly digests of teams are sent. */
export interface WeeklyReports {
  /** Books the next Monday, 9:00 in the team's time zone. @returns that moment */
  book(team: TeamId, now: Date): Promise<Date>;
  /** There is none any more. */
  cancel(team: TeamId): Promise<void>;
  /**
   * Takes those whose time has come for teams that want them in one of these chats; of many workers
   * each goes to one, which books the next one when it is done. It comes up again by then if it was not.
   */
  claim(
    platforms: readonly string[],
    now: Date,
    until: Date,
    most: number,
  ): Promise<readonly DueWeeklyReport[]>;
}
