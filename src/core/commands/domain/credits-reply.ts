import type { Allowance } from '../../credits/domain/allowance.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Job } from '../../jobs/domain/job.ts';
import { costWords, promptWords, STATUS_WORDS } from '../../jobs/domain/job-words.ts';
import { credits, grouped, videos } from '../../messages/domain/rich-text.ts';
import type { RichText, Words } from '../../messages/domain/rich-text.ts';

/** Credits beyond an allowance. */
interface Extra {
  readonly left: number;
  readonly expiresAt: Date | null;
}

export interface CreditsSummary {
  readonly allowance: Allowance;
  readonly used: number;
  readonly renewsAt: Date;
  readonly extra: Extra;
  readonly pool: Allowance;
  readonly poolUsed: number;
  readonly poolRenewsAt: Date;
  readonly poolExtra: Extra;
  readonly perJob: number | null;
  readonly atOnce: number | null;
  /** On the way, whenever they were asked for. */
  readonly open: { readonly count: number; readonly held: number };
  /** The latest of this period, and how many there are. */
  readonly jobs: { readonly latest: readonly Job[]; readonly count: number };
}

/** What somebody has left, when it renews, and what took the rest. */
export function creditsReply(summary: CreditsSummary): Reply {
  const { allowance, used, renewsAt, extra, pool, poolUsed, poolRenewsAt, poolExtra } = summary;
  const { open } = summary;
  const limits = [
    ...(summary.perJob === null ? [] : [`${credits(summary.perJob)} at most for one video`]),
    ...(summary.atOnce === null ? [] : [`${grouped(summary.atOnce)} at one time`]),
  ];
  return plainReply(
    [{ bold: leftWords('You have', allowance, used, extra) }],
    ...usedWords('You used', allowance, used, renewsAt, extra),
    ...extraWords(extra),
    ...(open.held === 0
      ? []
      : // Not "of that": some may have been held before this period began.
        [
          `${credits(open.held)} ${open.held === 1 ? 'is' : 'are'} held for ${videos(open.count)} on the way.`,
        ]),
    ...(pool.kind === 'unlimited'
      ? []
      : [
          `${leftWords('The whole team has', pool, poolUsed, poolExtra)}.`,
          ...usedWords('The team used', pool, poolUsed, poolRenewsAt, poolExtra),
          ...extraWords(poolExtra),
        ]),
    ...(limits.length === 0 ? [] : [`Limits: ${limits.join(', ')}.`]),
    ...jobLines(summary),
  );
}

function leftWords(who: string, allowance: Allowance, used: number, extra: Extra): string {
  switch (allowance.kind) {
    case 'unlimited':
      return `${who} no limit`;
    case 'none':
      return extra.left === 0 ? `${who} no credits here` : `${who} ${credits(extra.left)} left`;
    case 'credits':
      return `${who} ${credits(Math.max(0, allowance.credits - used) + extra.left)} left`;
  }
}

function usedWords(
  who: string,
  allowance: Allowance,
  used: number,
  renewsAt: Date,
  extra: Extra,
): Words[] {
  if (allowance.kind === 'none') return extra.left === 0 ? ['Ask an admin of this place.'] : [];
  if (allowance.kind === 'unlimited') return [`${who} ${credits(used)} this month.`];
  return [
    [
      `${who} ${grouped(used)} of ${grouped(allowance.credits)} this ${allowance.per}. They renew `,
      { time: renewsAt.getTime(), as: 'relative' },
      '.',
    ],
  ];
}

/** They are among those that are left, and used last. */
function extraWords({ left, expiresAt }: Extra): Words[] {
  if (left === 0) return [];
  const which = `${credits(left)} of these ${left === 1 ? 'is' : 'are'} extra, used when the others are used up`;
  return [
    expiresAt === null
      ? `${which}.`
      : [`${which}; the first of them expire `, { time: expiresAt.getTime(), as: 'relative' }, '.'],
  ];
}

function jobLines({ jobs: { latest, count }, allowance }: CreditsSummary): Words[] {
  if (latest.length === 0) return [];
  const per = allowance.kind === 'credits' ? allowance.per : 'month';
  const more = count - latest.length;
  return [
    [{ bold: `This ${per}:` }, ` ${videos(count)}`],
    ...latest.map((job): RichText => [
      { time: job.createdAt.getTime(), as: 'day' },
      ' · ',
      promptWords(job, 40),
      ` · ${STATUS_WORDS[job.state.status]} · ${costWords(job)}`,
    ]),
    ...(more <= 0 ? [] : [`and ${grouped(more)} more before`]),
  ];
}
