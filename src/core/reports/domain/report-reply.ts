import { msg } from '../../messages/domain/message.ts';
import type { ListItem, Message } from '../../messages/domain/message.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply, ReplyFile } from '../../messages/domain/reply.ts';
import { facts, shorten } from '../../messages/domain/rich-text.ts';
import type { RichText, Words } from '../../messages/domain/rich-text.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import { withMoney } from '../../credits/domain/money.ts';
import type { CreditPrice } from '../../credits/domain/money.ts';
import { modelWords } from '../../video/domain/model-words.ts';
import type { Offer } from '../../video/domain/validate.ts';
import { accountOfPerson, firstOf, successPercent } from './report.ts';
import type { Figures, Report, ReportSpan } from './report.ts';

const MOST_PEOPLE = 10;
const MOST_MODELS = 5;

export interface ReportWords {
  readonly report: Report;
  readonly span: ReportSpan;
  readonly names: ReadonlyMap<PersonId, string>;
  /** Models as they are called now. */
  readonly offers: readonly Offer[];
  readonly price: CreditPrice | null;
}

/** What a team used, for whoever asked for it. */
export function reportReply(
  words: ReportWords,
  files: readonly ReplyFile[],
  { rows }: { readonly rows: number },
): Reply {
  const { report, span, names } = words;
  const { asked } = report.totals;
  const headline = [{ bold: msg('reports.title', { days: span }) }];
  const timeZone = msg('chat.label-value', {
    label: msg('admin.time-zone'),
    value: span.timeZone,
  });
  if (asked === 0) return { ...plainReply(headline, msg('reports.none'), timeZone), files };
  return {
    ...plainReply(
      headline,
      ...totalLines(words),
      ...peopleLines(words, (person) => asMention(person, names)),
      ...modelLines(words),
      facts(timeZone, msg('reports.count-day')),
      ...(rows < asked ? [msg('reports.table-cut', { rows })] : []),
    ),
    files,
  };
}

/** The same for a channel, without being asked: nobody is called by it. */
export function weeklyReportReply(words: ReportWords, files: readonly ReplyFile[]): Reply {
  const { span, names } = words;
  return {
    ...plainReply(
      [{ bold: msg('reports.weekly-title', { days: span }) }],
      ...totalLines(words),
      ...peopleLines(words, (person) => ({ quote: nameOf(person, names) })),
      ...modelLines(words),
      msg('reports.weekly-footer', { command: 'quota digest' }),
    ),
    files,
  };
}

function totalLines({ report, price }: ReportWords): Words[] {
  const { asked, delivered, failed, cancelled, open, charged, held, returned, lost } =
    report.totals;
  const percent = successPercent(report.totals);
  return [
    facts(
      [{ bold: msg('video.count', { count: asked }) }],
      msg('reports.delivered', { count: delivered }),
      failed === 0 ? null : msg('reports.failed', { count: failed }),
      cancelled === 0 ? null : msg('reports.cancelled', { count: cancelled }),
      open === 0 ? null : msg('reports.open', { count: open }),
      percent === null ? null : msg('reports.success', { percent: percent / 100 }),
    ),
    facts(
      [{ bold: withMoney(msg('reports.charged', { amount: charged }), charged, price) }],
      held === 0 ? null : msg('credits.on-hold', { amount: held }),
      returned === 0 ? null : msg('reports.returned', { amount: returned }),
    ),
    ...(lost === 0 ? [] : [msg('reports.lost', { amount: lost })]),
  ];
}

function peopleLines(
  { report, price }: ReportWords,
  named: (person: PersonId) => ListItem,
): RichText[] {
  const { shown, others } = firstOf(report.people, MOST_PEOPLE);
  const lines = shown.map((it, n) =>
    spentLine(msg('chat.numbered', { number: n + 1, name: named(it.person) }), it, price),
  );
  if (others === null) return lines;
  const { count } = others;
  return [...lines, spentLine(msg('reports.other-people', { count }), others, price)];
}

function modelLines({ report, offers }: ReportWords): RichText[] {
  const { shown, others } = firstOf(report.models, MOST_MODELS);
  const lines = shown.map((it) => {
    const value = modelWords(offers, shorten(it.model, 80));
    return spentLine(msg('chat.value', { value }), it, null);
  });
  if (others === null) return lines;
  const { count } = others;
  return [...lines, spentLine(msg('reports.other-models', { count }), others, null)];
}

function spentLine(
  who: Message,
  { asked, failed, charged }: Figures,
  price: CreditPrice | null,
): RichText {
  return facts(
    who,
    withMoney(msg('credits.amount', { amount: charged }), charged, price),
    msg('video.count', { count: asked }),
    failed === 0 ? null : msg('reports.failed', { count: failed }),
  );
}

function asMention(person: PersonId, names: ReadonlyMap<PersonId, string>): ListItem {
  return { mention: accountOfPerson(person), as: 'person', label: nameOf(person, names) };
}

function nameOf(person: PersonId, names: ReadonlyMap<PersonId, string>): string {
  return shorten(names.get(person) ?? accountOfPerson(person).id, 60);
}
