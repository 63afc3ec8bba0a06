import { MOST_PATTERN } from '../../../admin/domain/validate-admin-command.ts';
import type { AdminAct } from '../../../chat/domain/admin-command.ts';
import { MOST_CREDITS } from '../../../credits/domain/allowance.ts';
import type { ConfirmOver } from '../../../teams/domain/confirm-over.ts';
import type { MessageKey } from '../../../messages/domain/catalogue.ts';
import { msg } from '../../../messages/domain/message.ts';
import { adminCommand } from './admin-command.ts';
import type { AdminCommand } from './admin-command.ts';
import { LIST, OFF } from './field.ts';
import type { Field, Fields, FieldValue } from './field.ts';

const CHANNEL = {
  kind: 'channel',
  for: 'videos',
  label: 'forms.team-channel',
  hint: msg('forms.team-channel-hint'),
  required: true,
} as const satisfies Field;

const POSTS = { kind: 'channel', for: 'posts', off: true, label: 'forms.team-channel' } as const;

const MODEL = {
  kind: 'model',
  label: 'forms.model',
  hint: msg('forms.model-rule-hint'),
  required: true,
} as const satisfies Field;

const PATTERN = {
  kind: 'text',
  most: MOST_PATTERN,
  label: 'forms.pattern',
  hint: msg('forms.pattern-hint'),
  required: true,
} as const satisfies Field;

/** A list that is looked at, or changed by one entry. */
function listed<const Changes extends string>(
  command: Pick<AdminCommand, 'name' | 'aliases' | 'description'>,
  {
    verbs,
    entry,
    called,
    example,
  }: {
    readonly verbs: Readonly<Record<Changes, MessageKey>>;
    readonly entry: Field;
    readonly called: string;
    readonly example: string;
  },
  act: (change: Changes, entry: string | null) => AdminAct,
): AdminCommand {
  const fields: Fields = {
    change: { kind: 'verb', label: 'forms.change', verbs },
    [called]: entry,
  };
  const isChange = (verb: FieldValue): verb is Changes =>
    typeof verb === 'string' && Object.hasOwn(verbs, verb);
  return {
    ...command,
    submit: 'forms.submit-save',
    fields,
    example,
    act(values) {
      const change = values['change'] ?? LIST;
      if (!isChange(change)) throw new Error(`${command.name} was asked for unchecked`);
      const value = values[called];
      return act(change, change === LIST || typeof value !== 'string' ? null : value);
    },
  };
}

/** What is the same for everybody in a team. */
export const RULE_COMMANDS: readonly AdminCommand[] = [
  listed(
    { name: 'admins', aliases: ['admin'], description: 'commands.quota-admins' },
    {
      verbs: {
        list: 'commands.quota-admins-list',
        add: 'commands.quota-admins-add',
        remove: 'commands.quota-admins-remove',
      },
      entry: { kind: 'person', label: 'forms.person', required: true },
      called: 'who',
      example: 'add {person}',
    },
    (change, person) => ({ act: 'admins', change, person }),
  ),
  listed(
    { name: 'channels', aliases: ['channel'], description: 'commands.quota-channels' },
    {
      verbs: {
        list: 'commands.quota-channels-list',
        allow: 'commands.quota-channels-allow',
        deny: 'commands.quota-channels-deny',
        clear: 'commands.quota-channels-clear',
      },
      entry: CHANNEL,
      called: 'channel',
      example: 'allow {channel}',
    },
    (change, channel) => ({ act: 'channels', change, channel }),
  ),
  listed(
    { name: 'words', aliases: ['word'], description: 'commands.quota-words' },
    {
      verbs: {
        list: 'commands.quota-words-list',
        add: 'commands.quota-words-add',
        remove: 'commands.quota-words-remove',
      },
      entry: PATTERN,
      called: 'word',
      example: 'add "{phrase}"',
    },
    (change, pattern) => ({ act: 'words', change, pattern }),
  ),
  listed(
    { name: 'model', aliases: ['models'], description: 'commands.quota-model' },
    {
      verbs: {
        list: 'commands.quota-model-list',
        allow: 'commands.quota-model-allow',
        deny: 'commands.quota-model-deny',
        prefer: 'commands.quota-model-prefer',
        clear: 'commands.quota-model-clear',
      },
      entry: MODEL,
      called: 'model',
      example: 'deny "Model One"',
    },
    (change, model) => ({ act: 'model', change, model }),
  ),
  adminCommand({
    name: 'timezone',
    aliases: ['time-zone'],
    description: 'commands.quota-time-zone',
    submit: 'forms.submit-save',
    fields: {
      zone: {
        kind: 'zone',
        label: 'admin.time-zone',
        hint: msg('forms.zone-hint'),
        required: true,
      },
    },
    example: 'Europe/Berlin',
    act: ({ zone }) => ({ act: 'time-zone', zone }),
  }),
  adminCommand({
    name: 'language',
    description: 'commands.quota-language',
    submit: 'forms.submit-save',
    fields: {
      language: {
        kind: 'language',
        label: 'forms.language',
        hint: msg('forms.team-language-hint'),
        required: true,
      },
    },
    example: 'Deutsch',
    act: ({ language }) => ({ act: 'language', language }),
  }),
  adminCommand({
    name: 'confirm',
    description: 'commands.quota-confirm',
    submit: 'forms.submit-save',
    fields: {
      change: {
        kind: 'verb',
        label: 'forms.change',
        verbs: {
          above: 'commands.quota-confirm-above',
          always: 'forms.confirm-always',
          never: 'forms.confirm-never',
          default: 'commands.quota-confirm-default',
        },
        alone: ['always', 'never', 'default'],
      },
      credits: {
        kind: 'whole',
        min: 1,
        max: MOST_CREDITS,
        unit: 'credits',
        label: 'credits.credits',
        hint: msg('forms.confirm-above-hint'),
        required: true,
      },
    },
    example: 'above 500',
    act: ({ change, credits }) => ({ act: 'confirm', over: confirmOverOf(change, credits) }),
  }),
  adminCommand({
    name: 'inbox',
    description: 'commands.quota-inbox',
    submit: 'forms.submit-save',
    fields: { channel: { ...POSTS, hint: msg('forms.private-channel-hint') } },
    example: '{channel}',
    act: ({ channel }) => posting('inbox', channel),
  }),
  adminCommand({
    name: 'digest',
    description: 'commands.quota-digest',
    submit: 'forms.submit-save',
    fields: { channel: { ...POSTS, hint: msg('forms.private-channel-hint') } },
    example: '{channel}',
    act: ({ channel }) => posting('digest', channel),
  }),
];

function confirmOverOf(
  change: 'above' | 'always' | 'never' | 'default',
  credits: number,
): ConfirmOver {
  if (change === 'above') return credits;
  return change === 'always' ? 0 : change;
}

/** What is set is shown where nothing is said, rather than switched off. */
function posting(act: 'inbox' | 'digest', channel: string | null): AdminAct {
  if (channel === null) return { act: 'show', of: { kind: 'team' } };
  return { act, channel: channel === OFF ? null : channel };
}
