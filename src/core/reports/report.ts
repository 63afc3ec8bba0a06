import type { InteractionContext } from '../chat/domain/interaction.ts';
import type { Reply, ReplyFile } from '../messages/domain/reply.ts';
import { dayIn, daysUntil } from '../shared/domain/days.ts';
import type { PersonId, TeamId } from '../shared/domain/ids.ts';
import { chartAlt, reportChart } from './domain/report-chart.ts';
import { reportReply } from './domain/report-reply.ts';
import type { ReportWords } from './domain/report-reply.ts';
import { MOST_ROWS, reportTable } from './domain/report-table.ts';
import type { ReportSpan } from './domain/report.ts';
import type { Charts, ReportStore } from './ports/reports.ts';
import type { Logger } from '../shared/ports/logger.ts';
import type { PeopleStore } from '../people/ports/person-store.ts';
import type { CreditPrice } from '../credits/domain/money.ts';
import type { Clock } from '../shared/ports/clock.ts';
import { offersOf } from '../providers/offers.ts';
import type { OffersDependencies } from '../providers/offers.ts';

export interface ReportDependencies extends OffersDependencies {
  readonly people: PeopleStore;
  readonly reports: ReportStore;
  /** What a credit is in money; null where nobody said so. */
  readonly creditPrice: CreditPrice | null;
  readonly charts: Charts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whose names a report has: more than it shows of them anywhere. */
const MOST_NAMED = 12;

/** What the team used in the last days, today among them, for an admin. */
export async function reportTo(
  deps: ReportDependencies,
  { who: { teamId: team }, language }: InteractionContext,
  timeZone: string,
  days: number,
): Promise<Reply> {
  const today = dayIn(timeZone, deps.clock.now());
  const span = { timeZone, first: daysUntil(today, days)[0] ?? today, last: today };
  const words = await reportOf(deps, team, span);
  if (words.report.totals.asked === 0) return reportReply(words, [], { rows: 0 });
  const jobs = await deps.reports.jobs(team, span, MOST_ROWS);
  const table = reportTable(jobs, span, deps.creditPrice);
  const chart = await chartOf(deps, words, language);
  return reportReply(words, [...chart, table], { rows: jobs.length });
}

/** What is told of these days, with the names of those it is told of. */
export async function reportOf(
  deps: Omit<ReportDependencies, 'charts' | 'clock' | 'logger'>,
  team: TeamId,
  span: ReportSpan,
): Promise<ReportWords> {
  const report = await deps.reports.report(team, span);
  const people = report.people.slice(0, MOST_NAMED).map((it) => it.person);
  const names: ReadonlyMap<PersonId, string> = await deps.people.names(team, people);
  return { report, span, names, offers: offersOf(deps), price: deps.creditPrice };
}

/** The picture; without one the words still say it all. */
export async function chartOf(
  deps: Pick<ReportDependencies, 'charts' | 'logger'>,
  words: ReportWords,
  language: string,
): Promise<readonly ReplyFile[]> {
  const { report, span, names, price } = words;
  const chart = reportChart(report, span, names, price);
  try {
    const content = await deps.charts.report(chart, language);
    const name = `chart-${span.first}-to-${span.last}.png`;
    return [{ name, type: 'image/png', content, alt: chartAlt(chart) }];
  } catch (error) {
    deps.logger.error({ err: error }, 'chart not drawn');
    return [];
  }
}
