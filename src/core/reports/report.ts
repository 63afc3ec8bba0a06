import type { Interaction } from '../chat/domain/interaction.ts';
import type { Reply, ReplyFile } from '../messages/domain/reply.ts';
import { dayIn, daysUntil } from '../shared/domain/days.ts';
import type { PersonId, TeamId } from '../shared/domain/ids.ts';
import { chartAlt, reportChart } from './domain/report-chart.ts';
import { reportReply } from './domain/report-reply.ts';
import type { ReportWords } from './domain/report-reply.ts';
import { MOST_ROWS, reportTable } from './domain/report-table.ts';
import type { ReportSpan } from './domain/report.ts';
import type { Core } from '../core.ts';

/** Whose names a report has: more than it shows of them anywhere. */
const MOST_NAMED = 12;

/** What the team used in the last days, today among them, for an admin. */
export async function reportTo(core: Core, interaction: Interaction, days: number): Promise<Reply> {
  const { teamId } = await core.wallet.resolveIdentity(interaction.asker);
  const { timeZone } = await core.teams.settings(teamId);
  const today = dayIn(timeZone, core.clock.now());
  const span = { timeZone, first: daysUntil(today, days)[0] ?? today, last: today };
  const words = await reportOf(core, teamId, span);
  if (words.report.totals.asked === 0) return reportReply(words, [], { rows: 0 });
  const jobs = await core.reports.jobs(teamId, span, MOST_ROWS);
  const table = reportTable(jobs, span, core.creditPrice);
  return reportReply(words, [...(await chartOf(core, words)), table], { rows: jobs.length });
}

/** What is told of these days, with the names of those it is told of. */
export async function reportOf(core: Core, team: TeamId, span: ReportSpan): Promise<ReportWords> {
  const report = await core.reports.report(team, span);
  const people = report.people.slice(0, MOST_NAMED).map((it) => it.person);
  const names: ReadonlyMap<PersonId, string> = await core.people.names(team, people);
  return { report, span, names, price: core.creditPrice };
}

/** The picture; without one the words still say it all. */
export async function chartOf(core: Core, words: ReportWords): Promise<readonly ReplyFile[]> {
  const { report, span, names, price } = words;
  const chart = reportChart(report, span, names, price);
  try {
    const content = await core.charts.report(chart);
    const name = `chart-${span.first}-to-${span.last}.png`;
    return [{ name, type: 'image/png', content, alt: chartAlt(chart) }];
  } catch (error) {
    core.logger.error({ err: error }, 'chart not drawn');
    return [];
  }
}
