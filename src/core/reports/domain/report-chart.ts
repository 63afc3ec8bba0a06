import { dayAfter } from '../../shared/domain/days.ts';
import type { Day } from '../../shared/domain/days.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import { withMoney } from '../../credits/domain/money.ts';
import type { CreditPrice } from '../../credits/domain/money.ts';
import { accountOfPerson, firstOf, NO_FIGURES, sumOf } from './report.ts';
import type { Figures, Report, ReportSpan } from './report.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';

export interface ChartBar {
  /** The day, or the first one of the week. */
  readonly day: Day;
  readonly charged: number;
  /** Given back for videos that failed. */
  readonly failed: number;
  readonly held: number;
}

/** Somebody, and what to call them where their name cannot be drawn. */
export interface ChartPerson {
  readonly name: string;
  readonly otherwise: string;
  readonly credits: number;
}

/** All that is in the picture of a report. */
export interface ReportChart {
  readonly title: Message;
  /** What it comes to, the most important first. */
  readonly totals: readonly Message[];
  readonly barOf: 'day' | 'week';
  readonly bars: readonly ChartBar[];
  readonly people: readonly ChartPerson[];
  readonly others: { readonly count: number; readonly credits: number } | null;
}

/** So many bars can be told apart. */
const MOST_DAYS = 100;
const MOST_PEOPLE = 6;

export function reportChart(
  report: Report,
  span: ReportSpan,
  names: ReadonlyMap<PersonId, string>,
  price: CreditPrice | null,
): ReportChart {
  const byDay = new Map(report.days.map((it) => [it.day, it]));
  const days = daysOf(span).map((day) => ({ ...(byDay.get(day) ?? NO_FIGURES), day }));
  const weekly = days.length > MOST_DAYS;
  const { shown, others } = firstOf(
    report.people.filter((it) => it.charged > 0),
    MOST_PEOPLE,
  );
  return {
    title: msg('reports.title', { days: span }),
    totals: totalsOf(report.totals, price),
    barOf: weekly ? 'week' : 'day',
    bars: weekly ? weeksOf(days).map(barOf) : days.map(barOf),
    people: shown.map(({ person, charged }) => {
      const otherwise = briefId(accountOfPerson(person).id);
      return { name: names.get(person) ?? otherwise, otherwise, credits: charged };
    }),
    others: others === null ? null : { count: others.count, credits: others.charged },
  };
}

/** Where ids are long, those of a chat begin alike. */
function briefId(id: string): string {
  return id.length <= 12 ? id : `…${id.slice(-8)}`;
}

/** For those who cannot see it. */
export function chartAlt({ title, totals, people }: ReportChart): Message {
  const most = people.slice(0, 3).map(({ name, credits: amount }) => {
    const detail = msg('credits.amount', { amount });
    return msg('chat.with-detail', { name, detail });
  });
  return most.length === 0
    ? msg('chart.alt-nobody', { title, totals })
    : msg('chart.alt', { title, totals, people: most });
}

function totalsOf(totals: Figures, price: CreditPrice | null): readonly Message[] {
  const { asked, delivered, failed, charged } = totals;
  if (asked === 0) return [msg('reports.none')];
  return [
    withMoney(msg('reports.charged', { amount: charged }), charged, price),
    failed === 0
      ? msg('chart.delivered', { delivered, asked })
      : msg('chart.delivered-failed', { delivered, asked, failed }),
  ];
}

export function daysOf({ first, last }: Pick<ReportSpan, 'first' | 'last'>): readonly Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) days.push(day);
  return days;
}

/** Sevens, so that the last one is whole. */
function weeksOf(
  days: readonly (Figures & { readonly day: Day })[],
): readonly (Figures & { readonly day: Day })[] {
  const early = days.length % 7;
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, n) => {
    const from = n === 0 ? 0 : n * 7 - (early === 0 ? 0 : 7 - early);
    const until = early === 0 ? from + 7 : early + n * 7;
    return days.slice(from, until);
  });
  return weeks.flatMap((week) => {
    const [first] = week;
    return first === undefined ? [] : [{ ...sumOf(week), day: first.day }];
  });
}

function barOf(figures: Figures & { readonly day: Day }): ChartBar {
  const { day, charged, returnedOfFailed, held } = figures;
  return { day, charged, failed: returnedOfFailed, held };
}
