import type { ReplyFile } from '../../messages/domain/reply.ts';
import { moneyNumber } from '../../credits/domain/money.ts';
import type { CreditPrice } from '../../credits/domain/money.ts';
import { msg } from '../../messages/domain/message.ts';
import type { ReportedJob, ReportSpan } from './report.ts';
import { shorten } from '../../messages/domain/rich-text.ts';

/** Newest first; what a spreadsheet opens without a pause, and a chat takes as a file. */
export const MOST_ROWS = 10_000;

/** One row for each video, for a spreadsheet. */
export function reportTable(
  jobs: readonly ReportedJob[],
  span: ReportSpan,
  price: CreditPrice | null,
): ReplyFile {
  return {
    name: `videos-${span.first}-to-${span.last}.csv`,
    type: 'text/csv',
    content: new TextEncoder().encode(tableText(jobs, span, price)),
    alt: msg('reports.table-alt'),
  };
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function tableText(
  jobs: readonly ReportedJob[],
  { timeZone }: ReportSpan,
  price: CreditPrice | null,
): string {
  const header = [
    ...[`time (${timeZone})`, 'person', 'person id', 'chat', 'model', 'quality', 'seconds'],
    ...['status', 'quoted', 'charged', 'returned', 'lost'],
    ...(price === null ? [] : [`charged (${price.currency})`]),
    'job',
  ];
  const rows = jobs.map((job) => [
    ...[words(job.time), words(job.name ?? ''), words(job.person), words(job.platform)],
    ...[words(job.model), words(job.quality ?? ''), String(job.seconds ?? '')],
    words(job.status),
    ...[String(job.quoted), String(job.charged), String(job.returned), String(job.lost)],
    ...(price === null ? [] : [moneyNumber(job.charged, price)]),
    words(job.jobId),
  ]);
  const lines = [header, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`);
  return `\ufeff${lines.join('')}`;
}

/** What a spreadsheet would take for a formula, in any of the shapes in which it does. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** Somebody's words in a cell: never reckoned with, and in one line. */
function words(text: string): string {
  const line = shorten(text.replaceAll(/\p{Cc}/gu, ' '), 200);
  return FORMULA.test(line) ? `'${line}` : line;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
