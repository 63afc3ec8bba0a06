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

function middayOf(day: Day): Date {
  return new Date(`${day}T12:00:00Z`);
}
