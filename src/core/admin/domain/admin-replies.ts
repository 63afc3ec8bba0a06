import type {
  Allowance,
  Policy,
  PolicySource,
  SourcedPolicy,
} from '../../credits/domain/allowance.ts';
import type { Grant } from '../../credits/domain/grant.ts';
import type { Mention, Moment } from '../../messages/domain/inline.ts';
import { msg } from '../../messages/domain/message.ts';
import type { ListItem, Message } from '../../messages/domain/message.ts';
import { plainReply, refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import { facts, shorten } from '../../messages/domain/rich-text.ts';
import type { Words } from '../../messages/domain/rich-text.ts';
import { dayIn } from '../../shared/domain/days.ts';

/** Whose limits or extra credits are spoken of. */
export type Subject = 'everyone' | Grantee;
export type Grantee = 'pool' | Mention;

export function notAdminReply(): Reply {
  return refusedReply([{ bold: msg('admin.only-admins') }], msg('admin.only-admins-line'));
}

export function personalReply(): Reply {
  return refusedReply([{ bold: msg('admin.personal') }], msg('admin.personal-line'));
}

/** What an admin changed, and what it was before. */
export function policySetReply(of: Subject, before: Policy, after: Policy): Reply {
  const lines = PARTS.flatMap((part) => {
    const [was, is] = [partWords(part, before), partWords(part, after)];
    const isSame = JSON.stringify(was) === JSON.stringify(is);
    return isSame ? [] : [msg('admin.changed', { label: msg(PART_LABELS[part]), is, was })];
  });
  return plainReply(
    [{ bold: limitsFor(of) }],
    ...(lines.length === 0 ? [msg('admin.no-change')] : [...lines, msg('admin.effective-now')]),
  );
}

function limitsFor(of: Subject): Message {
  return typeof of === 'string'
    ? msg('admin.limits-for', { of, subject: '' })
    : msg('admin.limits-for', { of: 'one', subject: of });
}

const PARTS = ['allowance', 'perJob', 'atOnce'] as const;

export const PART_LABELS = {
  allowance: 'admin.part-limit',
  perJob: 'admin.part-per-video',
  atOnce: 'admin.part-at-once',
} as const satisfies Record<keyof Policy, string>;

function partWords(part: keyof Policy, { allowance, perJob, atOnce }: Policy): Message {
  const words = {
    allowance: allowance && allowanceWords(allowance),
    perJob: perJob === undefined ? undefined : msg('credits.amount', { amount: perJob }),
    atOnce: atOnce === undefined ? undefined : msg('video.count', { count: atOnce }),
  };
  return words[part] ?? msg('credits.default');
}

export function allowanceWords(allowance: Allowance): Message {
  switch (allowance.kind) {
    case 'credits':
      return msg(`credits.per-${allowance.per}`, { amount: allowance.credits });
    case 'unlimited':
      return msg('credits.unlimited');
    // "None" alone could be a limit that there is not.
    case 'none':
      return msg('credits.amount', { amount: 0 });
  }
}

export interface Granted {
  readonly to: Grantee;
  readonly amount: number;
  readonly until: Date | null;
  readonly timeZone: string;
  /** What is used before them. */
  readonly allowance: Allowance;
  readonly reason: string;
}

export function grantedReply(granted: Granted): Reply {
  const { to, amount, until, timeZone, allowance, reason } = granted;
  const date = until === null ? null : dayIn(timeZone, until);
  return plainReply(
    msg('admin.granted', { amount, ...named(to) }),
    facts(
      date === null ? msg('admin.granted-forever') : msg('admin.granted-until', { date }),
      usedAfter(to, allowance),
    ),
    ...because(reason),
  );
}

function usedAfter(to: Grantee, allowance: Allowance): Message | null {
  switch (allowance.kind) {
    case 'credits':
      return msg('admin.granted-used-after', { per: allowance.per });
    case 'unlimited':
      return msg('admin.granted-unlimited', { of: named(to).of });
    case 'none':
      return null;
  }
}

export function revokedReply(from: Grantee, taken: number, reason: string): Reply {
  return taken === 0
    ? refusedReply(
        [{ bold: msg('admin.nothing-revoked', named(from)) }],
        msg('admin.nothing-revoked-line', { command: 'quota show' }),
      )
    : plainReply(
        msg('admin.revoked', { amount: taken, ...named(from) }),
        msg('admin.revoked-line'),
        ...because(reason),
      );
}

function named(of: Grantee): { readonly of: 'pool' | 'one'; readonly subject: ListItem } {
  return of === 'pool' ? { of, subject: '' } : { of: 'one', subject: of };
}

function because(reason: string): Message[] {
  if (reason.trim() === '') return [];
  const value = { quote: shorten(reason, 300) };
  return [msg('chat.label-value', { label: msg('admin.reason'), value })];
}

/** What somebody used of an allowance. */
export interface UseNow {
  readonly allowance: Allowance;
  readonly used: number;
  readonly renewsAt: Date;
}

export interface Shown {
  readonly of: Subject;
  readonly policy: SourcedPolicy;
  /** Roles by their id, as the chat of whoever asks shows them. */
  readonly role: (id: string) => Mention;
  /** Null for a role: each who has it uses their own. */
  readonly use: UseNow | null;
  readonly grants: readonly Grant[];
  readonly open: { readonly jobs: number; readonly held: number } | null;
  readonly pool: { readonly use: UseNow; readonly atOnce: number | null } | null;
  readonly poolGrants: readonly Grant[];
  readonly timeZone: string;
  /** What the answer could not know. */
  readonly doubt: Message | null;
}

export function shownReply(shown: Shown): Reply {
  const { policy, use, open, pool, timeZone, doubt } = shown;
  const { allowance, perJob, atOnce } = policy;
  const part = (name: keyof Policy, is: Message, from: PolicySource): Message => {
    const source = sourceWords(from, shown.role);
    return msg('admin.limit-line', { label: msg(PART_LABELS[name]), is, source });
  };
  const most = perJob.value === null ? null : msg('credits.amount', { amount: perJob.value });
  const unlimited = msg('credits.unlimited');
  return plainReply(
    [{ bold: limitsFor(shown.of) }],
    part('allowance', allowanceWords(allowance.value), allowance.from),
    part('perJob', most ?? unlimited, perJob.from),
    part('atOnce', atOnce.value === null ? unlimited : countWords(atOnce.value), atOnce.from),
    ...(use === null ? [] : [useWords('credits.used', use)]),
    ...(open === null || open.jobs === 0
      ? []
      : [msg('credits.on-hold-for', { held: open.held, count: open.jobs })]),
    ...grantLines('extra', shown.grants, timeZone),
    ...(pool === null
      ? []
      : [
          valueLine('admin.team-budget', allowanceWords(pool.use.allowance)),
          ...(pool.atOnce === null
            ? []
            : [valueLine('admin.team-at-once', countWords(pool.atOnce))]),
          useWords('credits.team-used', pool.use),
          ...grantLines('team-extra', shown.poolGrants, timeZone),
        ]),
    msg('chat.label-value', { label: msg('admin.time-zone'), value: timeZone }),
    ...(doubt === null ? [] : [doubt]),
  );
}

function countWords(count: number): Message {
  return msg('video.count', { count });
}

function valueLine(label: 'admin.team-budget' | 'admin.team-at-once', value: Message): Message {
  return msg('admin.value-is', { label: msg(label), value });
}

function sourceWords(from: PolicySource, role: (id: string) => Mention): Message {
  switch (from.kind) {
    case 'person':
      return msg('admin.source-person');
    case 'role':
      return msg('admin.source-role', { role: role(from.id) });
    case 'team':
      return msg('admin.source-team');
    case 'service':
      return msg('credits.default');
  }
}

function useWords(
  of: 'credits.used' | 'credits.team-used',
  { allowance, used, renewsAt }: UseNow,
): Message {
  const at: Moment = { time: renewsAt.getTime(), as: 'day' };
  return allowance.kind === 'credits'
    ? msg(of, { used, limit: allowance.credits, at })
    : msg(`${of}-unlimited`, { used });
}

const MOST_GRANTS = 10;

function grantLines(
  whose: 'extra' | 'team-extra',
  grants: readonly Grant[],
  timeZone: string,
): readonly Words[] {
  const lines = grants.slice(0, MOST_GRANTS).map((it) => {
    const { left, credits: amount, expiresAt: until } = it;
    return facts(
      until === null
        ? msg(`admin.${whose}`, { left, amount })
        : msg(`admin.${whose}-until`, { left, amount, date: dayIn(timeZone, until) }),
      it.reason.trim() === '' ? null : [{ quote: shorten(it.reason, 80) }],
      it.grantId,
    );
  });
  const more = grants.length - lines.length;
  return more > 0 ? [...lines, msg('chat.more', { count: more })] : lines;
}

/** As many as a message can hold. */
const MOST_IN_A_LINE = 40;

/** A list that admins keep, in a line. */
export function listWords(label: Message, items: readonly ListItem[]): Message {
  const shown = items.slice(0, MOST_IN_A_LINE);
  const count = items.length - shown.length;
  const more = count > 0 ? [msg('chat.more', { count })] : [];
  const value = items.length === 0 ? msg('chat.none') : [...shown, ...more];
  return msg('chat.label-value', { label, value });
}
