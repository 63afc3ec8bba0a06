import { MOST_PATTERN } from '../../../admin/domain/validate-admin-command.ts';
import type { AdminAct } from '../../../chat/domain/admin-command.ts';
import { msg } from '../../../messages/domain/message.ts';
import { adminCommand } from './admin-command.ts';
import type { AdminCommand } from './admin-command.ts';
import { OFF } from './field.ts';
import type { Field } from './field.ts';

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

/** What is the same for everybody in a team. */
export const RULE_COMMANDS: readonly AdminCommand[] = [
  adminCommand({
    name: 'admins',
    aliases: ['admin'],
    description: 'commands.quota-admins',
    submit: 'forms.submit-save',
    fields: {
      change: {
        kind: 'verb',
        label: 'forms.change',
        verbs: {
          list: { description: 'commands.quota-admins-list', alone: true },
          add: { description: 'commands.quota-admins-add' },
          remove: { description: 'commands.quota-admins-remove' },
        },
      },
      who: { kind: 'person', label: 'forms.person', required: true },
    },
    example: 'add {person}',
    act: ({ change, who }) => ({ act: 'admins', change, person: change === 'list' ? null : who }),
  }),
  adminCommand({
    name: 'channels',
    aliases: ['channel'],
    description: 'commands.quota-channels',
    submit: 'forms.submit-save',
    fields: {
      change: {
        kind: 'verb',
        label: 'forms.change',
        verbs: {
          list: { description: 'commands.quota-channels-list', alone: true },
          allow: { description: 'commands.quota-channels-allow' },
          deny: { description: 'commands.quota-channels-deny' },
          clear: { description: 'commands.quota-channels-clear' },
        },
      },
      channel: CHANNEL,
    },
    example: 'allow {channel}',
    act: ({ change, channel }) => ({
      act: 'channels',
      change,
      channel: change === 'list' ? null : channel,
    }),
  }),
  adminCommand({
    name: 'words',
    aliases: ['word'],
    description: 'commands.quota-words',
    submit: 'forms.submit-save',
    fields: {
      change: {
        kind: 'verb',
        label: 'forms.change',
        verbs: {
          list: { description: 'commands.quota-words-list', alone: true },
          add: { description: 'commands.quota-words-add' },
          remove: { description: 'commands.quota-words-remove' },
        },
      },
      word: {
        kind: 'text',
        most: MOST_PATTERN,
        label: 'forms.pattern',
        hint: msg('forms.pattern-hint'),
        required: true,
      },
    },
    example: 'add "{phrase}"',
    act: ({ change, word }) => ({ act: 'words', change, pattern: change === 'list' ? null : word }),
  }),
  adminCommand({
    name: 'model',
    aliases: ['models'],
    description: 'commands.quota-model',
    submit: 'forms.submit-save',
    fields: {
      change: {
        kind: 'verb',
        label: 'forms.change',
        verbs: {
          list: { description: 'commands.quota-model-list', alone: true },
          allow: { description: 'commands.quota-model-allow' },
          deny: { description: 'commands.quota-model-deny' },
          prefer: { description: 'commands.quota-model-prefer' },
          clear: { description: 'commands.quota-model-clear' },
        },
      },
      model: MODEL,
    },
    example: 'deny "Model One"',
    act: ({ change, model }) => ({
      act: 'model',
      change,
      model: change === 'list' ? null : model,
    }),
  }),
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

/** What is set is shown where nothing is said, rather than switched off. */
function posting(act: 'inbox' | 'digest', channel: string | null): AdminAct {
  if (channel === null) return { act: 'show', of: { kind: 'team' } };
  return { act, channel: channel === OFF ? null : channel };
}
