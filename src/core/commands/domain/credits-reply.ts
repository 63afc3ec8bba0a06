import type { Allowance } from '../../credits/domain/allowance.ts';
import { moreWords } from '../../chat/domain/replies.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { plainReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Job } from '../../jobs/domain/job.ts';
import { costWords, promptWords, statusWords } from '../../jobs/domain/job-words.ts';
import { facts } from '../../messages/domain/rich-text.ts';
import type { Words } from '../../messages/domain/rich-text.ts';

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
  /** False in a space of somebody's own. */
  readonly hasAdmins: boolean;
}

/** What somebody has left, when it renews, and what took the rest. */
export function creditsReply(summary: CreditsSummary): Reply {
  const { allowance, used, renewsAt, extra, pool, poolUsed, poolRenewsAt, poolExtra } = summary;
  const { open, perJob, atOnce, hasAdmins } = summary;
  const left = leftOf(allowance, used, extra);
  const teamLeft = leftOf(pool, poolUsed, poolExtra);
  const limits = facts(
    perJob === null ? null : msg('credits.limit-per-video', { amount: perJob }),
    atOnce === null ? null : msg('credits.limit-at-once', { count: atOnce }),
  );
  return plainReply(
    haveWords(allowance, left),
    ...extraWords('extra', allowance, extra),
    ...(allowance.kind === 'unlimited' ? [msg('credits.used-unlimited', { used })] : []),
    ...usedWords('used', allowance, used, renewsAt),
    ...(open.held === 0 ? [] : [msg('credits.on-hold-for', open)]),
    ...(teamLeft === null ? [] : [msg('credits.team-has', { left: teamLeft })]),
    ...extraWords('team-extra', pool, poolExtra),
    ...usedWords('team-used', pool, poolUsed, poolRenewsAt),
    ...(hasAdmins && (isNone(allowance, left) || isNone(pool, teamLeft))
      ? [msg('credits.ask-admin')]
      : []),
    ...(limits.length === 0 ? [] : [limits]),
    ...jobLines(summary),
  );
}

/** Null: as much as they like. */
function leftOf(allowance: Allowance, used: number, extra: Extra): number | null {
  if (allowance.kind === 'unlimited') return null;
  return (allowance.kind === 'none' ? 0 : Math.max(0, allowance.credits - used)) + extra.left;
}

/** Not only used up: there never were any. */
function isNone(allowance: Allowance, left: number | null): boolean {
  return allowance.kind === 'none' && left === 0;
}

function haveWords(allowance: Allowance, left: number | null): Message {
  if (left === null) return msg('credits.you-have-unlimited');
  return isNone(allowance, left) ? msg('credits.you-have-none') : msg('credits.you-have', { left });
}

function usedWords(
  of: 'used' | 'team-used',
  allowance: Allowance,
  used: number,
  renewsAt: Date,
): Message[] {
  if (allowance.kind !== 'credits') return [];
  const at = { time: renewsAt.getTime(), as: 'relative' } as const;
  return [msg(`credits.${of}`, { used, limit: allowance.credits, at })];
}

/** They are among those that are left, and used last. */
function extraWords(
  of: 'extra' | 'team-extra',
  { kind }: Allowance,
  { left, expiresAt }: Extra,
): Words[] {
  if (left === 0 || kind === 'unlimited') return [];
  const at = expiresAt === null ? null : { time: expiresAt.getTime(), as: 'relative' as const };
  const words = facts(
    // Without an allowance all of them are extra.
    kind === 'none' ? null : msg(`credits.${of}`, { left }),
    at === null ? null : msg('credits.extra-expires', { at }),
  );
  return words.length === 0 ? [] : [words];
}

function jobLines({ jobs: { latest, count }, allowance }: CreditsSummary): Words[] {
  if (latest.length === 0) return [];
  const per = allowance.kind === 'credits' ? allowance.per : 'month';
  return [
    msg('credits.period-videos', { per, count }),
    ...latest.map((job) =>
      facts(
        [{ time: job.createdAt.getTime(), as: 'day' }],
        [promptWords(job, 40)],
        statusWords(job.state.status),
        costWords(job),
      ),
    ),
    ...moreWords(count - latest.length),
  ];
}
