import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import {
  MOST_AT_ONCE,
  MOST_DAYS,
  MOST_PATTERN,
  MOST_REASON,
} from '../../../core/admin/domain/validate-admin-command.ts';
import { MOST_CREDITS } from '../../../core/credits/domain/allowance.ts';
import { subcommand, subcommandGroup } from './subcommand.ts';

type Option = APIApplicationCommandBasicOption;

export const PERIODS = ['day', 'week', 'month'] as const;
export const WITHOUT_NUMBER = ['unlimited', 'none', 'inherit'] as const;
export const REPORT_DAYS = [7, 30, 90] as const;

const text = (name: string, description: string, more: object = {}): Option => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  ...more,
});

const number = (
  name: string,
  description: string,
  [least, most]: readonly [number, number],
  required = false,
): Option => ({
  type: ApplicationCommandOptionType.Integer,
  name,
  description,
  min_value: least,
  max_value: most,
  required,
});

const user = (description: string, required = false): Option => ({
  type: ApplicationCommandOptionType.User,
  name: 'who',
  description,
  required,
});

const anyone = (description: string): Option => ({
  type: ApplicationCommandOptionType.Mentionable,
  name: 'who',
  description,
});

const TALKED_IN = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/** Threads follow the channel that they are in. */
const ASKED_IN = [
  ...TALKED_IN,
  ...[ChannelType.GuildVoice, ChannelType.GuildStageVoice, ChannelType.GuildForum],
] as const;

const channel = (
  description: string,
  types: typeof TALKED_IN | typeof ASKED_IN,
  required = false,
): Option => ({
  type: ApplicationCommandOptionType.Channel,
  name: 'channel',
  description,
  required,
  channel_types: [...types],
});

const reason = (required = false) =>
  text('reason', 'Why; it is kept in the log', { max_length: MOST_REASON, required });

const PER_WORDS = { day: 'a day', week: 'a week', month: 'a month' } as const;
const WITHOUT_NUMBER_WORDS = {
  unlimited: 'Unlimited',
  none: 'None at all',
  inherit: 'No rule of its own: what is more general decides',
} as const;

const ALLOWANCE: readonly Option[] = [
  number('credits', 'How many credits; choose the period too', [1, MOST_CREDITS]),
  text('per', 'The period the credits are for', {
    choices: PERIODS.map((value) => ({ name: PER_WORDS[value], value })),
  }),
  text('allowance', 'In place of a number of credits', {
    choices: WITHOUT_NUMBER.map((value) => ({ name: WITHOUT_NUMBER_WORDS[value], value })),
  }),
];

const atOnce = (whose: string) =>
  number('at_once', `Videos ${whose} on the way at a time; 0: no rule of its own`, [
    0,
    MOST_AT_ONCE,
  ]);

const pattern = (description: string) =>
  text('word', description, { max_length: MOST_PATTERN, required: true });

const model = (description: string) =>
  text('model', description, { required: true, autocomplete: true });

/**
 * Shown only to those who manage the server; whoever runs a server can show it to others. That is
 * a convenience: who may do it is decided anew for every request.
 */
export const QUOTA: RESTPostAPIChatInputApplicationCommandsJSONBody = {
  type: ApplicationCommandType.ChatInput,
  name: 'quota',
  description: 'What people here may spend, and how they do',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  options: [
    subcommand('set', 'What somebody, a role or everybody may use', [
      anyone('A person or a role; left out: everybody who has no rule of their own'),
      ...ALLOWANCE,
      number('most_per_job', 'Credits one video may cost; 0: no rule of its own', [
        0,
        MOST_CREDITS,
      ]),
      atOnce('a person may have'),
      reason(),
    ]),
    subcommand('pool', 'What the whole team may use together', [
      ...ALLOWANCE,
      atOnce('the team may have'),
      reason(),
    ]),
    subcommand('grant', 'Give extra credits', [
      number('credits', 'How many', [1, MOST_CREDITS], true),
      reason(true),
      user('To whom; left out: to the whole team'),
      number('days', 'For how many days; left out: until they are used', [1, MOST_DAYS]),
    ]),
    subcommand('revoke', 'Take back what is left of extra credits', [
      reason(true),
      user('From whom; left out: from the whole team'),
      text('grant', 'Which, as /quota show names it; left out: all of them', { max_length: 100 }),
    ]),
    subcommand('show', 'What holds for somebody, and where each part comes from', [
      anyone('A person or a role; left out: the whole team'),
    ]),
    subcommandGroup('admins', 'Who else may use /quota', [
      subcommand('add', 'Let somebody use /quota', [user('Who', true)]),
      subcommand('remove', 'Do not let them any more', [user('Who', true)]),
      subcommand('list', 'Who may'),
    ]),
    subcommandGroup('channels', 'Where videos may be asked for', [
      subcommand('allow', 'Only in this channel, and others that you allow', [
        channel('Which; threads in it count as well', ASKED_IN, true),
      ]),
      subcommand('deny', 'Not in this channel', [
        channel('Which; threads in it count as well', ASKED_IN, true),
      ]),
      subcommand('clear', 'No rule for this channel any more', [channel('Which', ASKED_IN, true)]),
      subcommand('list', 'The rules there are'),
    ]),
    subcommandGroup('words', 'What no prompt may have', [
      subcommand('add', 'Block a word or a phrase', [
        pattern('The word or phrase; * stands for any letters within a word'),
      ]),
      subcommand('remove', 'Do not block it any more', [pattern('As /quota words list has it')]),
      subcommand('list', 'What is blocked'),
    ]),
    subcommandGroup('model', 'Which models may be used', [
      subcommand('allow', 'Only this model, and others that you allow', [model('Which')]),
      subcommand('deny', 'Not this model', [model('Which')]),
      subcommand('prefer', 'This one wherever it can make what is asked for', [model('Which')]),
      subcommand('clear', 'No rule for this model any more', [model('Which')]),
      subcommand('list', 'The rules there are'),
    ]),
    subcommand('timezone', 'Where days, weeks and months begin at midnight', [
      text('zone', 'For example Europe/Berlin', { required: true, autocomplete: true }),
    ]),
    subcommand('inbox', 'Where requests for more credits go', [
      channel('Which; left out: where they are made', TALKED_IN),
    ]),
    subcommand('digest', 'A report every week', [
      channel('Where to; left out: none any more', TALKED_IN),
    ]),
    subcommand('report', 'What was made and what it cost, with a chart and a table', [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'days',
        description: 'How far back; 30 days unless you say otherwise',
        choices: REPORT_DAYS.map((value) => ({ name: `${value} days`, value })),
      },
    ]),
    subcommand('audit', 'Who changed what, newest first', [
      number('from', 'From this entry back; left out: from the newest', [1, MOST_CREDITS]),
    ]),
    subcommand('link', 'One wallet with another server or workspace', [
      text('code', 'The code you got over there; left out: makes one', { max_length: 100 }),
    ]),
    subcommand('unlink', 'Two wallets again'),
  ],
};
