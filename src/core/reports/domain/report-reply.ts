import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply, ReplyFile } from '../../messages/domain/reply.ts';
import { spanOfDays } from '../../shared/domain/days.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import { moneyWords } from '../../credits/domain/money.ts';
import type { CreditPrice } from '../../credits/domain/money.ts';
import { accountOfPerson, firstOf, successPercent } from './report.ts';
import type { Figures, Report, ReportSpan } from './report.ts';
import { credits, grouped, shorten, videos } from '../../messages/domain/rich-text.ts';
import type { Inline } from '../../messages/domain/inline.ts';
import type { RichText, Words } from '../../messages/domain/rich-text.ts';

const MOST_PEOPLE = 10;
const MOST_MODELS = 5;

export interface ReportWords {
  readonly report: Report;
  readonly span: ReportSpan;
  readonly names: ReadonlyMap<PersonId, string>;
  readonly price: CreditPrice | null;
}

/** What a team used, for whoever asked for it. */
export function reportReply(
  words: ReportWords,
  files: readonly ReplyFile[],
  table: { readonly rows: number },
): Reply {
  const { report, span, names } = words;
  const { asked } = report.totals;
  const headline: RichText = [{ bold: `Videos, ${spanOfDays(span.first, span.last)}` }];
  if (asked === 0) {
    const reply = plainReply(headline, 'No video was asked for in these days.', zoneWords(span));
    return { ...reply, files };
  }
  return {
    ...plainReply(
      headline,
      ...totalLines(words),
      ...peopleLines(words, (person) => asMention(person, names)),
      ...modelLines(report),
      [zoneWords(span), ' A video counts on the day on which it was asked for.'],
      table.rows < asked
        ? `The table has the newest ${grouped(table.rows)} of ${videos(asked)}: ask for fewer days to see the others.`
        : 'The table has a row for each video.',
    ),
    files,
  };
}

/** The same for a channel, without being asked: nobody is called by it. */
export function weeklyReportReply(words: ReportWords, files: readonly ReplyFile[]): Reply {
  const { report, span, names } = words;
  return {
    ...plainReply(
      [{ bold: `Your week in videos, ${spanOfDays(span.first, span.last)}` }],
      ...totalLines(words),
      ...peopleLines(words, (person) => asName(person, names)),
      ...modelLines(report),
      `This comes on Mondays at 9:00 (${span.timeZone}). /quota digest turns it off.`,
    ),
    files,
  };
}

export function weeklyReportOnReply(channel: Inline, next: Date): Reply {
  return plainReply(
    ['The weekly digest goes to ', channel, '.'],
    ['It comes on Mondays at 9:00, for the first time ', { time: next.getTime(), as: 'day' }, '.'],
    'A week without a video sends nothing.',
  );
}

/** Said in the channel itself: that it can be is how it is known that the weekly report will arrive. */
export function weeklyReportHereReply(timeZone: string): Reply {
  return plainReply(
    [{ bold: 'The weekly digest comes here' }],
    `On Mondays at 9:00 (${timeZone}): who made how many videos, and what they cost.`,
  );
}

export function weeklyReportOffReply(was: boolean): Reply {
  return plainReply(
    was ? 'There is no weekly digest any more.' : 'There is no weekly digest.',
    ...(was ? [] : ['It was so already. Name a channel to get one.']),
  );
}

function totalLines({ report, price }: ReportWords): Words[] {
  const { asked, delivered, failed, cancelled, open, charged, held, returned, lost } =
    report.totals;
  const percent = successPercent(report.totals);
  const became = [
    `${grouped(delivered)} delivered`,
    ...(failed === 0 ? [] : [`${grouped(failed)} failed`]),
    ...(cancelled === 0 ? [] : [`${grouped(cancelled)} cancelled`]),
    ...(open === 0 ? [] : [`${grouped(open)} on the way`]),
  ];
  return [
    [
      { bold: videos(asked) },
      `: ${became.join(', ')}.`,
      ...(percent === null ? [] : [` ${percent}% of those that ended arrived.`]),
    ],
    [
      { bold: `${credits(charged)} charged` },
      ...(price === null ? [] : [` (${moneyWords(charged, price)})`]),
      ...(held === 0 ? [] : [`, ${grouped(held)} held`]),
      ...(returned === 0 ? [] : [`, ${grouped(returned)} given back`]),
      '.',
    ],
    ...(lost === 0
      ? []
      : [`Providers kept ${credits(lost)} for videos that never came. The team doesn't pay them.`]),
  ];
}

function peopleLines({ report, price }: ReportWords, named: (person: PersonId) => Inline): Words[] {
  const { shown, others } = firstOf(report.people, MOST_PEOPLE);
  return [
    ...shown.map((it, n): RichText => [
      `${n + 1}. `,
      named(it.person),
      ` · ${spentWords(it, price)}`,
    ]),
    ...(others === null
      ? []
      : [`and ${grouped(others.count)} others · ${spentWords(others, price)}`]),
  ];
}

function modelLines({ models }: Report): Words[] {
  const { shown, others } = firstOf(models, MOST_MODELS);
  return [
    ...shown.map((it): RichText => [
      { quote: shorten(it.model, 80) },
      ` · ${spentWords(it, null)}`,
    ]),
    ...(others === null
      ? []
      : [`and ${grouped(others.count)} other models · ${spentWords(others, null)}`]),
  ];
}

function spentWords(figures: Figures, price: CreditPrice | null): string {
  const { asked, failed, charged } = figures;
  return [
    `${credits(charged)}${price === null ? '' : ` (${moneyWords(charged, price)})`}`,
    `${videos(asked)}${failed === 0 ? '' : `, ${grouped(failed)} failed`}`,
  ].join(' · ');
}

function zoneWords({ timeZone }: ReportSpan): string {
  return `Days begin at midnight in ${timeZone}.`;
}

function asMention(person: PersonId, names: ReadonlyMap<PersonId, string>): Inline {
  const account = accountOfPerson(person);
  return { mention: account, as: 'person', label: shorten(names.get(person) ?? account.id, 60) };
}

function asName(person: PersonId, names: ReadonlyMap<PersonId, string>): Inline {
  return { quote: shorten(names.get(person) ?? accountOfPerson(person).id, 60) };
}
