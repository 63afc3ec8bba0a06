import {
  MOST_AT_ONCE,
  MOST_DAYS,
  MOST_REASON,
} from '../../../admin/domain/validate-admin-command.ts';
import type { AdminAct, PolicyChange } from '../../../chat/domain/admin-command.ts';
import { MOST_CREDITS } from '../../../credits/domain/allowance.ts';
import type { Allowance } from '../../../credits/domain/allowance.ts';
import { msg } from '../../../messages/domain/message.ts';
import { adminCommand } from './admin-command.ts';
import type { AdminCommand } from './admin-command.ts';
import type { Field, Problem } from './field.ts';

const WHO = {
  kind: 'subject',
  roles: true,
  label: 'forms.person',
  hint: msg('forms.subject-hint'),
} as const satisfies Field;

const GRANTEE = {
  kind: 'subject',
  roles: false,
  label: 'forms.person',
  hint: msg('forms.grantee-hint'),
} as const satisfies Field;

const LIMIT = {
  kind: 'limit',
  label: 'admin.part-limit',
  hint: msg('forms.limit-hint'),
} as const satisfies Field;

const REASON = {
  kind: 'text',
  most: MOST_REASON,
  label: 'admin.reason',
  hint: msg('forms.reason-hint'),
} as const satisfies Field;

const CREDITS = { kind: 'whole', min: 1, max: MOST_CREDITS, unit: 'credits' } as const;

const PER_JOB = {
  ...CREDITS,
  orDefault: true,
  label: 'forms.per-job',
  hint: msg('forms.per-job-hint'),
} as const satisfies Field;

const AT_ONCE = {
  kind: 'whole',
  min: 1,
  max: MOST_AT_ONCE,
  orDefault: true,
  label: 'forms.at-once',
} as const;

/** What is set of somebody's limits. */
interface Set {
  readonly limit: Allowance | 'inherit' | null;
  readonly per_job?: number | 'inherit' | null;
  readonly at_once: number | 'inherit' | null;
}

function changed(
  { limit, per_job: perJob = null, at_once: atOnce }: Set,
  act: (change: PolicyChange) => AdminAct,
): AdminAct | Problem {
  if (limit === null && perJob === null && atOnce === null) {
    const fields = [msg('admin.part-limit'), msg('forms.per-job'), msg('forms.at-once')];
    return { field: 'limit', words: msg('admin.nothing-to-set', { fields }) };
  }
  return act({
    ...(limit === null ? {} : { allowance: limit }),
    ...(perJob === null ? {} : { perJob }),
    ...(atOnce === null ? {} : { atOnce }),
  });
}

/** What somebody may use, and what they are given beside it. */
export const LIMIT_COMMANDS: readonly AdminCommand[] = [
  adminCommand({
    name: 'set',
    description: 'commands.quota-set',
    submit: 'forms.submit-save',
    fields: {
      who: WHO,
      limit: LIMIT,
      per_job: PER_JOB,
      at_once: { ...AT_ONCE, hint: msg('forms.at-once-person-hint') },
      reason: REASON,
    },
    example: '{person} 500/week --per-job 200 --at-once 2 because {reason}',
    act: ({ who, reason, ...set }) =>
      changed(set, (change) => ({ act: 'set', for: who, change, reason: reason ?? '' })),
  }),
  adminCommand({
    name: 'pool',
    description: 'commands.quota-pool',
    submit: 'forms.submit-save',
    fields: {
      limit: LIMIT,
      at_once: { ...AT_ONCE, hint: msg('forms.at-once-team-hint') },
      reason: REASON,
    },
    example: '20000/month --at-once 5',
    act: ({ reason, ...set }) =>
      changed(set, (change) => ({ act: 'pool', change, reason: reason ?? '' })),
  }),
  adminCommand({
    name: 'grant',
    description: 'commands.quota-grant',
    submit: 'forms.submit-give',
    fields: {
      who: GRANTEE,
      credits: {
        ...CREDITS,
        label: 'credits.credits',
        hint: msg('forms.amount-hint'),
        required: true,
      },
      days: {
        kind: 'whole',
        min: 1,
        max: MOST_DAYS,
        unit: 'days',
        label: 'forms.days',
        hint: msg('forms.days-hint'),
      },
      reason: REASON,
    },
    example: '{person} 300 --days 7 because {reason}',
    act: ({ who, credits, days, reason }) => ({
      act: 'grant',
      to: who,
      credits,
      days,
      reason: reason ?? '',
    }),
  }),
  adminCommand({
    name: 'revoke',
    description: 'commands.quota-revoke',
    submit: 'forms.submit-take-back',
    fields: {
      who: GRANTEE,
      grant: {
        kind: 'id',
        label: 'admin.audit-field-id',
        hint: msg('forms.grant-hint', { command: 'quota show' }),
      },
      reason: REASON,
    },
    example: '{person}',
    act: ({ who, grant, reason }) => ({ act: 'revoke', from: who, grant, reason: reason ?? '' }),
  }),
  adminCommand({
    name: 'show',
    description: 'commands.quota-show',
    submit: 'forms.submit-show',
    fields: { who: WHO },
    example: '{person}',
    act: ({ who }) => ({ act: 'show', of: who }),
  }),
];
