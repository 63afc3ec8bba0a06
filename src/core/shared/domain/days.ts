import { DAY_MS } from './later.ts';

/** A day of the calendar, such as 2026-11-18. In which time zone it begins is said beside it. */
export type Day = string;

/** The day that it is somewhere. */
export function dayIn(timeZone: string, at: Date): Day {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const parts = new Map(format.formatToParts(at).map((it) => [it.type, it.value]));
  return [parts.get('year'), parts.get('month'), parts.get('day')].join('-');
}

/** Some days before or after another. Days of the calendar have no clock that could be put forward. */
export function dayAfter(day: Day, days: number): Day {
  return new Date(middayOf(day).getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

/** So many days up to this one, the first one first. */
export function daysUntil(last: Day, count: number): readonly Day[] {
  return Array.from({ length: count }, (_, n) => dayAfter(last, n + 1 - count));
}

/** 3 Nov */
export function shortDay(day: Day): string {
  return `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`;
}

const MONTHS = [
  ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
] as const;

/** 18 Nov 2026, 12–18 Nov 2026, 28 Oct – 3 Nov 2026, 28 Dec 2026 – 3 Jan 2027 */
export function spanOfDays(first: Day, last: Day): string {
  const until = `${shortDay(last)} ${last.slice(0, 4)}`;
  if (first === last) return until;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))}–${until}`;
  return first.slice(0, 4) === last.slice(0, 4)
    ? `${shortDay(first)} – ${until}`
    : `${shortDay(first)} ${first.slice(0, 4)} – ${until}`;
}

function middayOf(day: Day): Date {
  return new Date(`${day}T12:00:00Z`);
}
