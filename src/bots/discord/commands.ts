import { createHash } from 'node:crypto';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';

/** In the menu of every message. */
export const ANIMATE = 'Animate this image';

const EVERYWHERE = {
  type: ApplicationCommandType.ChatInput,
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
};

/** What can be chosen for one video, and as what is usual. */
const settingOptions: APIApplicationCommandBasicOption[] = [
  {
    type: ApplicationCommandOptionType.Integer,
    name: 'seconds',
    description: 'How long it is; longer costs more',
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'aspect',
    description: 'Its shape; a picture to start from decides it otherwise',
    choices: [
      { name: 'Wide 16:9', value: '16:9' },
      { name: 'Tall 9:16', value: '9:16' },
      { name: 'Square 1:1', value: '1:1' },
    ],
  },
  {
    type: ApplicationCommandOptionType.String,
    name: 'quality',
    description: 'Standard costs less, pro looks better',
    choices: [
      { name: 'Standard', value: 'std' },
      { name: 'Pro', value: 'pro' },
    ],
  },
  {
    type: ApplicationCommandOptionType.Boolean,
    name: 'sound',
    description: 'With sound; costs more',
  },
  {
    type: ApplicationCommandOptionType.Number,
    name: 'guidance',
    description: 'How closely it follows the prompt, from 0 (freely) to 1 (to the letter)',
  },
];

/**
 * What people can type. Limits of length and number are left out on purpose: they differ from model
 * to model, and the answer to a request says more about them than a greyed-out field.
 */
export const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    ...EVERYWHERE,
    name: 'video',
    description: 'Make a short video from words and pictures',
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'create',
        description: 'Make a video; the price is shown before it starts',
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'prompt',
            description: 'What happens in the video: who or what, where, how it moves',
            required: true,
          },
          {
            type: ApplicationCommandOptionType.Attachment,
            name: 'image',
            description: 'The picture it starts from (PNG, JPEG or WebP)',
          },
          {
            type: ApplicationCommandOptionType.Attachment,
            name: 'last_frame',
            description: 'The picture it ends on; needs a picture to start from too',
          },
          ...settingOptions,
          {
            type: ApplicationCommandOptionType.Boolean,
            name: 'private',
            description: 'Only you see it',
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'status',
        description: 'Your videos that are on the way',
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'cancel',
        description: 'Take a video out of the line and get its credits back',
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'job',
            description: 'Which one, as /video status names it; left out: the one in line',
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'settings',
        description: 'Your usual settings; what you leave out is up to the model',
        options: settingOptions,
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'history',
        description: 'Your last videos and what they cost',
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'help',
        description: 'What can be made here, and how',
      },
    ],
  },
  {
    ...EVERYWHERE,
    name: 'credits',
    description: 'What you have left, and when it renews',
  },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, name: ANIMATE },
];

/** The same for the same commands: they are sent to Discord only when it changed. */
export function fingerprintOf(body: RESTPutAPIApplicationCommandsJSONBody): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
