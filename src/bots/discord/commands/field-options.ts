import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import type { APIApplicationCommandBasicOption } from 'discord.js';
import type { Field, Fields } from '../../../core/commands/domain/catalogue/field.ts';
import { MOST_CREDITS } from '../../../core/credits/domain/allowance.ts';
import { msg, msgOf } from '../../../core/messages/domain/message.ts';
import { LANGUAGE_CHOICES } from '../../shared/choice-words.ts';
import { choices, described } from './localizations.ts';

type Option = APIApplicationCommandBasicOption;

/** Both parts of what somebody may use, and what stands in their place. */
export const LIMIT_OPTIONS = { credits: 'credits', per: 'per', instead: 'limit' } as const;

/** Beside a channel that may be none. */
export const OFF_OPTION = 'off';

export const PERIODS = {
  day: msg('forms.period-day'),
  week: msg('forms.period-week'),
  month: msg('forms.period-month'),
} as const;

export const INSTEAD = {
  unlimited: msg('forms.limit-unlimited'),
  none: msg('forms.limit-none'),
  inherit: msg('forms.limit-default'),
} as const;

const POSTED_IN = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/** Threads follow the channel that they are in. */
const VIDEOS_IN = [
  ...POSTED_IN,
  ...[ChannelType.GuildVoice, ChannelType.GuildStageVoice, ChannelType.GuildForum],
] as const;

/** What of a command is filled in, as Discord's options. Verbs are subcommands there. */
export function optionsFor(fields: Fields): Option[] {
  return Object.entries(fields).flatMap(([name, field]) => optionFor(name, field));
}

function optionFor(name: string, field: Field): Option[] {
  const required = field.required === true ? { required: true } : {};
  const base = { name, ...described(field.hint ?? msgOf(field.label)), ...required };
  switch (field.kind) {
    case 'whole': {
      const { min, max, orDefault = false } = field;
      const type = ApplicationCommandOptionType.Integer as const;
      return [{ ...base, type, min_value: orDefault ? 0 : min, max_value: max }];
    }
    case 'limit':
      return [
        {
          type: ApplicationCommandOptionType.Integer,
          name: LIMIT_OPTIONS.credits,
          ...described(msg('forms.credits-hint')),
          min_value: 1,
          max_value: MOST_CREDITS,
        },
        {
          ...TEXT,
          choices: choices(PERIODS),
          name: LIMIT_OPTIONS.per,
          ...described(msg('forms.period-hint')),
        },
        { ...TEXT, choices: choices(INSTEAD), ...base, name: LIMIT_OPTIONS.instead },
      ];
    case 'text':
      return [{ ...base, ...TEXT, max_length: field.most }];
    case 'id':
      return [{ ...base, ...TEXT, max_length: 64 }];
    case 'model':
    case 'zone':
      return [{ ...base, ...TEXT, autocomplete: true }];
    case 'language':
      return [{ ...base, ...TEXT, choices: [...LANGUAGE_CHOICES] }];
    case 'person':
      return [{ ...base, type: ApplicationCommandOptionType.User }];
    case 'subject':
      return field.roles
        ? [
            {
              ...base,
              ...described(msg('forms.subject-typed-hint')),
              type: ApplicationCommandOptionType.Mentionable,
            },
          ]
        : [{ ...base, type: ApplicationCommandOptionType.User }];
    case 'channel': {
      const types = field.for === 'posts' ? POSTED_IN : VIDEOS_IN;
      const channel = {
        ...base,
        type: ApplicationCommandOptionType.Channel as const,
        channel_types: [...types],
      };
      const off = { name: OFF_OPTION, ...described(msg('forms.off')) };
      return field.off === true
        ? [channel, { ...off, type: ApplicationCommandOptionType.Boolean }]
        : [channel];
    }
    case 'verb':
      return [];
  }
}

const TEXT = { type: ApplicationCommandOptionType.String } as const;
