import type { Day } from '../../shared/domain/days.ts';
import type { PersonId } from '../../shared/domain/ids.ts';
import type { JobStatus } from '../../jobs/domain/job.ts';

/**
 * What became of videos that were asked for, and of their credits. A video counts on the day on
 * which it was asked for, whenever it ended: as its credits do.
 */
export interface Figures {
  readonly asked: number;
  readonly delivered: number;
  /** Those that were given up too. */
  readonly failed: number;
  readonly cancelled: number;
  readonly open: number;
  readonly charged: number;
  /** For those on the way. */
  readonly held: number;
  readonly returned: number;
  /** How much of it for those that failed. */
  readonly returnedOfFailed: number;
  /** What providers took for videos that never came: nobody here was charged for it. */
  readonly lost: number;
}

export interface Report {
  readonly totals: Figures;
  /** Days without a video are left out. */
  readonly days: readonly (Figures & { readonly day: Day })[];
  /** In each of these, those with the most charged first. */
  readonly people: readonly (Figures & { readonly person: PersonId })[];
  readonly models: readonly (Figures & { readonly model: string })[];
}

/** Days of a team, the first and the last one too. */
export interface ReportSpan {
  readonly timeZone: string;
  readonly first: Day;
  readonly last: Day;
}

/** A video in the table of a report. What was asked for in words is nobody's business. */
export interface ReportedJob {
  readonly jobId: string;
  /** As the clocks of the team showed it: 2026-11-18 13:00:00. */
  readonly time: string;
  readonly person: PersonId;
  readonly name: string | null;
  readonly platform: string;
  readonly model: string;
  readonly quality: string | null;
  readonly seconds: number | null;
  readonly status: JobStatus;
  readonly quoted: number;
  readonly charged: number;
  readonly returned: number;
  readonly lost: number;
}

export function sumOf(figures: readonly Figures[]): Figures {
  const sum = (part: keyof Figures) => figures.reduce((total, it) => total + it[part], 0);
  return {
    asked: sum('asked'),
    delivered: sum('delivered'),
    failed: sum('failed'),
    cancelled: sum('cancelled'),
    open: sum('open'),
    charged: sum('charged'),
    held: sum('held'),
    returned: sum('returned'),
    returnedOfFailed: sum('returnedOfFailed'),
    lost: sum('lost'),
  };
}

export const NO_FIGURES = sumOf([]);

/** The share that arrived of those that could have, in percent: never 100 while one failed. */
export function successPercent({ delivered, failed }: Figures): number | null {
  const ended = delivered + failed;
  if (ended === 0) return null;
  return failed === 0 ? 100 : Math.min(99, Math.round((delivered / ended) * 100));
}

/** The first ones, and what the others are together. */
export function firstOf<row extends Figures>(
  rows: readonly row[],
  most: number,
): {
  readonly shown: readonly row[];
  readonly others: (Figures & { readonly count: number }) | null;
} {
  // One alone needs no more room than a line about the others.
  const shown = rows.length === most + 1 ? rows : rows.slice(0, most);
  const rest = rows.slice(shown.length);
  return { shown, others: rest.length === 0 ? null : { ...sumOf(rest), count: rest.length } };
}

/** What the chat calls an account: the end of a person's id. */
export function accountOfPerson(person: string): {
  readonly platform: string;
  readonly id: string;
} {
  const colon = person.indexOf(':');
  return { platform: person.slice(0, Math.max(0, colon)), id: person.slice(colon + 1) };
}
