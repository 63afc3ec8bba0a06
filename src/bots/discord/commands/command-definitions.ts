import { createHash } from 'node:crypto';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type { RESTPutAPIApplicationCommandsJSONBody } from 'discord.js';
import * as options from './command-options.ts';
import { file, prompt, references } from './command-options.ts';
import { QUOTA } from './quota-definition.ts';
import { subcommand, subcommandGroup } from './subcommand.ts';

/** In the menu of every message. */
export const ANIMATE = 'Animate this image';
export const EDIT = 'Edit this video';

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

/**
 * What people can type. Limits of length and number are left out on purpose: they differ from model
 * to model, and the answer to a request says more about them than a greyed-out field. The same holds
 * for what only some models can do: commands are the same everywhere, whoever is set up.
 */
export const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    ...EVERYWHERE,
    name: 'video',
    description: 'Make a short video from words and pictures',
    options: [
      subcommand('create', 'Make a video; the price is shown before it starts', [
        prompt('What happens in the video: who or what, where, how it moves'),
        file('image', 'The picture it starts from (PNG, JPEG or WebP)'),
        file('last_frame', 'The picture it ends on; most models need a picture to start from too'),
        ...options.SETTINGS,
        options.MODEL,
        options.PRIVATE,
        ...options.ADVANCED,
        file('reference_video', 'A video it takes its motion from'),
        file('reference_sound', 'A sound it goes with (MP3, WAV or WebM)'),
        ...references(options.MOST_REFERENCES),
      ]),
      subcommand('storyboard', 'Make a video of several shots; a form asks for them', [
        file('image', 'The picture the first shot starts from'),
        ...[options.ASPECT, options.QUALITY, options.SOUND, options.GUIDANCE],
        ...[options.MODEL, options.PRIVATE],
        ...options.elements(false),
      ]),
      subcommand('elements', 'Make a video with people or things of yours in it', [
        prompt('What happens; each is called by its name: @hero enters the room'),
        ...options.elements(true),
        file('image', 'The picture it starts from'),
        file('last_frame', 'The picture it ends on'),
        ...options.SETTINGS,
        ...[options.MODEL, options.PRIVATE],
      ]),
      subcommand('edit', 'Change a video: what is in it, its light, its style', [
        file('video', 'The video to change (MP4, MOV or WebM)', true),
        prompt('What to change, and what has to stay'),
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'keep_sound',
          description: 'Keep its sound; yes unless you say no',
        },
        ...[options.QUALITY, options.MODEL, options.PRIVATE, options.SEED],
        ...references(options.MOST_EDIT_REFERENCES),
      ]),
      subcommand('replace', 'Put another character into a video', [
        file('character', 'A picture of who is to be seen', true),
        file('video', 'The video with the motion (MP4, MOV or WebM)', true),
        ...[options.QUALITY, options.MODEL, options.PRIVATE],
      ]),
      subcommand('status', 'Your videos that are on the way'),
      subcommand('cancel', 'Take a video out of the line and get its credits back', [
        {
          type: ApplicationCommandOptionType.String,
          name: 'job',
          description: 'Which one, as /video status names it; left out: the one in line',
        },
      ]),
      subcommand('settings', 'Your usual settings; what you leave out is up to the model', [
        ...options.SETTINGS,
        options.CONFIRM_OVER,
      ]),
      subcommand('link', 'Be one person with your account in another chat', [
        {
          type: ApplicationCommandOptionType.String,
          name: 'code',
          description: 'The code you got over there; left out: makes one',
          max_length: 100,
        },
      ]),
      subcommand('unlink', 'Be two people again'),
      subcommandGroup('forget', 'What is kept of you', [
        subcommand('me', 'Delete your prompts, pictures and videos; you are asked once more'),
      ]),
      subcommand('history', 'Your last videos and what they cost'),
      subcommand('help', 'What can be made here, and how'),
    ],
  },
  {
    ...EVERYWHERE,
    name: 'credits',
    description: 'What you have left, and when it renews',
  },
  QUOTA,
  { ...EVERYWHERE, type: ApplicationCommandType.Message, name: ANIMATE },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, name: EDIT },
];

/** The same for the same commands: they are sent to Discord only when it changed. */
export function fingerprintOf(body: RESTPutAPIApplicationCommandsJSONBody): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
