import { MOST_DAYS } from '../../../admin/domain/validate-admin-command.ts';
import { msg } from '../../../messages/domain/message.ts';
import { adminCommand } from './admin-command.ts';
import type { AdminCommand } from './admin-command.ts';
import type { Field } from './field.ts';
import { LIMIT_COMMANDS } from './limit-commands.ts';
import { RULE_COMMANDS } from './rule-commands.ts';

const CODE = {
  kind: 'id',
  label: 'forms.code',
  hint: msg('forms.code-hint'),
} as const satisfies Field;

/** What admins do with `/quota`, in the order in which it is offered. */
export const QUOTA_COMMANDS: readonly AdminCommand[] = [
  ...LIMIT_COMMANDS,
  ...RULE_COMMANDS,
  adminCommand({
    name: 'report',
    description: 'commands.quota-report',
    submit: 'forms.submit-show',
    fields: {
      days: {
        kind: 'whole',
        min: 1,
        max: MOST_DAYS,
        unit: 'days',
        usual: 30,
        label: 'forms.days',
        hint: msg('forms.report-days-hint', { days: 30 }),
      },
    },
    bare: true,
    example: '30',
    act: ({ days }) => ({ act: 'report', days }),
  }),
  adminCommand({
    name: 'audit',
    aliases: ['log'],
    description: 'commands.quota-audit',
    submit: 'forms.submit-show',
    fields: {
      from: {
        kind: 'whole',
        min: 1,
        max: Number.MAX_SAFE_INTEGER,
        label: 'forms.audit-from',
        hint: msg('forms.audit-from-hint'),
      },
    },
    bare: true,
    example: '#120',
    act: ({ from }) => ({ act: 'audit', from }),
  }),
  adminCommand({
    name: 'link',
    description: 'commands.quota-link',
    submit: 'forms.submit-link',
    fields: { code: CODE },
    example: 'ABCD-1234',
    act: ({ code }) => ({ act: 'link', code }),
  }),
  adminCommand({
    name: 'unlink',
    description: 'commands.quota-unlink',
    submit: 'forms.submit-unlink',
    fields: {},
    bare: true,
    example: '',
    act: () => ({ act: 'unlink', sure: false }),
  }),
];

/** By its name or another word for it; null where there is none. */
export function quotaCommand(word: string): AdminCommand | null {
  const name = word.toLowerCase();
  return QUOTA_COMMANDS.find((it) => it.name === name || it.aliases?.includes(name)) ?? null;
}
