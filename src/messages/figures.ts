import type { DayRange, Money } from '../core/messages/domain/message.ts';
import { ENGLISH } from '../core/messages/domain/language.ts';
import { roughMs } from '../core/messages/domain/rough-ms.ts';

/** Milliseconds and seconds in the unit they are told in, never more exact than they are. */
export interface Rough {
  readonly unit: 'seconds' | 'minutes' | 'hours';
  readonly count: number;
}

/** A duration the way people say it: 20 s, 3 min, 2 h. */
export function roughly(durationMs: number): Rough {
  const ms = roughMs(durationMs);
  const minutes = ms / 60_000;
  if (minutes <= 1.5) return { unit: 'seconds', count: ms / 1_000 };
  return minutes < 90
    ? { unit: 'minutes', count: minutes }
    : { unit: 'hours', count: minutes / 60 };
}

/** Bytes the way file managers show them: 9.8 MB. */
export function megabytes(bytes: number, language: string): string {
  const value = Math.max(bytes / 1_000_000, 0.1);
  const digits = value >= 9.95 ? 0 : 1;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'megabyte',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export function percentage(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(share);
}

export function money({ amount, currency }: Money, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount);
}

/** Days as `2026-11-30`. */
export function days({ first, last }: DayRange, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  return format.formatRange(noonOf(first), noonOf(last));
}

export function day(date: string, language: string): string {
  return days({ first: date, last: date }, language);
}

/** A moment where no client words it for its reader. */
export function moment(time: number, as: 'relative' | 'clock' | 'day', language: string): string {
  const date = as === 'clock' ? {} : ({ dateStyle: 'medium' } as const);
  const clock = as === 'day' ? {} : ({ timeStyle: 'short' } as const);
  const text = new Intl.DateTimeFormat(language, { ...date, ...clock, timeZone: 'UTC' });
  return as === 'day' ? text.format(time) : `${text.format(time)} UTC`;
}

/** A day where the year is known, and there is little room: Nov 30. */
export function shortDay(date: string, language: string): string {
  const format = { month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language, format).format(noonOf(date));
}

export function grouped(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

/** In two or three figures: 950, 1.2K, 12K, 3.4M. */
export function brief(value: number, language: string): string {
  return new Intl.NumberFormat(language, { notation: 'compact' }).format(value);
}

/** Words one after the other: PNG, JPEG or WebP. English as it is written without a comma before "or". */
export function listFormat(type: 'conjunction' | 'disjunction', language: string): Intl.ListFormat {
  return new Intl.ListFormat(language === ENGLISH ? 'en-GB' : language, { type });
}

function noonOf(date: string): number {
  return Date.parse(`${date}T12:00:00Z`);
}
