import type {
  Allowance,
  Per,
  Policy,
  PolicySource,
  SourcedPolicy,
} from '../../credits/domain/allowance.ts';
import { plainReply, refusedReply } from '../../messages/domain/reply.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Grant } from '../../credits/domain/grant.ts';
import { credits, grouped, shorten, videos } from '../../messages/domain/rich-text.ts';
import type { Inline } from '../../messages/domain/inline.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

/** Who is spoken of: a mention, or the team. */
export type Named = Inline;

export const EVERYONE: Named = 'everyone here';

export const THE_POOL: Named = 'the pool of the whole team';

export function notAdminReply(): Reply {
  return refusedReply(
    [{ bold: 'Only admins may do this' }],
    'Nothing was changed. That it was tried is in the log of this team.',
  );
}

export function personalReply(): Reply {
  return refusedReply(
    [{ bold: 'There is nothing to set here' }],
    'This is a space of your own. Quotas are set in servers and workspaces.',
    'Nothing was changed.',
  );
}

/** What holds for somebody after an admin set it, and what it was before. */
export function policySetReply(of: Named, before: Policy, after: Policy): Reply {
  const lines = PARTS.flatMap((part): RichText[] => {
    const [was, is] = [partWords(part, before), partWords(part, after)];
    return was === is ? [] : [[`${PART_NAMES[part]}: `, { bold: is }, ` (before: ${was})`]];
  });
  return plainReply(
    [{ bold: lines.length === 0 ? 'Nothing changed' : 'Set' }, ' for ', of],
    ...(lines.length === 0
      ? ['It was so already.']
      : [...lines, 'This counts from now on, in the running period too.']),
  );
}

const PARTS = ['allowance', 'perJob', 'atOnce'] as const;

const PART_NAMES = {
  allowance: 'Credits',
  perJob: 'Most for one video',
  atOnce: 'Most at one time',
} as const satisfies Record<(typeof PARTS)[number], string>;

function partWords(part: (typeof PARTS)[number], policy: Policy): string {
  switch (part) {
    case 'allowance':
      return policy.allowance === undefined ? 'not set here' : allowanceWords(policy.allowance);
    case 'perJob':
      return policy.perJob === undefined ? 'not set here' : credits(policy.perJob);
    case 'atOnce':
      return policy.atOnce === undefined ? 'not set here' : videos(policy.atOnce);
  }
}

export function allowanceWords(allowance: Allowance): string {
  return allowance.kind === 'credits'
    ? `${credits(allowance.credits)} a ${allowance.per}`
    : allowance.kind;
}

export function grantedReply(to: Named, amount: number, until: Date | null, reason: string): Reply {
  return plainReply(
    [{ bold: `Granted ${credits(amount)}` }, ' to ', to],
    until === null
      ? 'They stay until they are used.'
      : ['They can be used until ', { time: until.getTime(), as: 'day' }, '.'],
    'They are used once the allowance is used up.',
    ...because(reason),
  );
}

export function revokedReply(from: Named, taken: number, reason: string): Reply {
  return taken === 0
    ? refusedReply(
        [{ bold: 'There was nothing to take back' }, ' from ', from],
        'No extra credits are left there by that name. /quota show lists them.',
      )
    : plainReply(
        [{ bold: `Took back ${credits(taken)}` }, ' from ', from],
        'What videos on the way hold of them stays theirs.',
        ...because(reason),
      );
}

function because(reason: string): RichText[] {
  return reason.trim() === '' ? [] : [['Why: ', { quote: shorten(reason, 300) }]];
}

/** What somebody used of an allowance. */
export interface UseNow {
  readonly allowance: Allowance;
  readonly used: number;
  readonly renewsAt: Date;
}

export interface Shown {
  readonly of: Named;
  readonly policy: SourcedPolicy;
  /** Roles by their id, as the chat of whoever asks shows them. */
  readonly role: (id: string) => Named;
  /** Null for a role: each who has it uses their own. */
  readonly use: UseNow | null;
  readonly grants: readonly Grant[];
  readonly open: { readonly jobs: number; readonly held: number } | null;
  readonly pool: { readonly use: UseNow; readonly atOnce: number | null } | null;
  readonly poolGrants: readonly Grant[];
  readonly timeZone: string;
  /** What the answer could not know. */
  readonly doubt: string | null;
}

export function shownReply(shown: Shown): Reply {
  const { policy, use, open, pool } = shown;
  const { allowance, perJob, atOnce } = policy;
  const part = (name: string, is: string, from: PolicySource): RichText => [
    `${name}: `,
    { bold: is },
    ' (',
    ...sourceWords(from, shown.role),
    ')',
  ];
  return plainReply(
    [{ bold: 'What holds for ' }, shown.of],
    part(PART_NAMES.allowance, allowanceWords(allowance.value), allowance.from),
    part(PART_NAMES.perJob, most(perJob.value, credits), perJob.from),
    part(PART_NAMES.atOnce, most(atOnce.value, videos), atOnce.from),
    ...(use === null ? [] : [useLine('Used', use)]),
    ...(open === null || open.jobs === 0
      ? []
      : [`On the way: ${videos(open.jobs)}, ${credits(open.held)} held.`]),
    ...grantLines('Extra', shown.grants),
    ...(pool === null
      ? []
      : [
          ['Pool of the whole team: ', { bold: allowanceWords(pool.use.allowance) }],
          ...(pool.atOnce === null ? [] : [`At one time: ${videos(pool.atOnce)}.`]),
          useLine('The team used', pool.use),
          ...grantLines('Extra for the team', shown.poolGrants),
        ]),
    `Days begin at midnight in ${shown.timeZone}.`,
    ...(shown.doubt === null ? [] : [shown.doubt]),
  );
}

function most(value: number | null, words: (value: number) => string): string {
  return value === null ? 'no limit' : words(value);
}

function sourceWords(from: PolicySource, role: (id: string) => Named): RichText {
  switch (from.kind) {
    case 'person':
      return ['set for them'];
    case 'role':
      return ['by ', role(from.id)];
    case 'team':
      return ['set for everyone here'];
    case 'service':
      return ['as whoever runs the service set it'];
  }
}

function useLine(who: string, { allowance, used, renewsAt }: UseNow): RichText {
  const of = allowance.kind === 'credits' ? ` of ${grouped(allowance.credits)}` : '';
  const per: Per = allowance.kind === 'credits' ? allowance.per : 'month';
  return [
    `${who}: ${grouped(used)}${of} this ${per}, which ends `,
    { time: renewsAt.getTime(), as: 'relative' },
    '.',
  ];
}

const MOST_GRANTS = 10;

function grantLines(what: string, grants: readonly Grant[]): RichText[] {
  const lines = grants
    .slice(0, MOST_GRANTS)
    .map((it): RichText => [
      `${what}: ${grouped(it.left)} of ${credits(it.credits)} left, `,
      ...(it.expiresAt === null
        ? ['until used']
        : ['until ', { time: it.expiresAt.getTime(), as: 'day' } as const]),
      ...(it.reason.trim() === '' ? [] : [' · ', { quote: shorten(it.reason, 80) }]),
      ` · ${it.grantId}`,
    ]);
  const more = grants.length - lines.length;
  return more > 0 ? [...lines, [`… and ${more} more.`]] : lines;
}

/** A list that admins keep, after what was done to it. */
export function listReply(
  did: RichText,
  lists: readonly (readonly [string, readonly Inline[]])[],
  ...more: readonly string[]
): Reply {
  const listed = lists.map(([name, items]) => [`${name}: `, ...joined(items), '.']);
  return plainReply(did, ...listed, ...more);
}

/** As many as a message can hold. */
const MOST_JOINED = 40;

function joined(items: readonly Inline[]): RichText {
  if (items.length === 0) return ['none'];
  const shown = items.slice(0, MOST_JOINED).flatMap((it, n) => (n === 0 ? [it] : [', ', it]));
  const more = items.length - MOST_JOINED;
  return more > 0 ? [...shown, ` and ${more} more`] : shown;
}
