import { createHash } from 'node:crypto';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type { RESTPutAPIApplicationCommandsJSONBody } from 'discord.js';
import { msg } from '../../../core/messages/domain/message.ts';
import { wordingOf } from '../wording.ts';
import { described, named } from './localizations.ts';
import * as options from './command-options.ts';
import { file, prompt, references } from './command-options.ts';
import { QUOTA } from './quota-definition.ts';
import { subcommand, subcommandGroup } from './subcommand.ts';

/** In the menu of every message. */
export const ANIMATE = wordingOf(null).text(msg('commands.animate-this'));
export const EDIT = wordingOf(null).text(msg('commands.edit-this'));

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
    ...described(msg('commands.video')),
    options: [
      subcommand('create', 'commands.video-create', [
        prompt(msg('forms.prompt-hint')),
        file('image', options.FIRST_HINT),
        file('last_frame', msg('forms.last-hint')),
        ...options.SETTINGS,
        options.MODEL,
        options.PRIVATE,
        ...options.ADVANCED,
        file('reference_video', options.REFERENCE_VIDEO_HINT),
        file('reference_sound', options.REFERENCE_AUDIO_HINT),
        ...references(options.MOST_REFERENCES),
      ]),
      subcommand('storyboard', 'commands.video-storyboard', [
        file('image', options.FIRST_HINT),
        ...[options.ASPECT, options.QUALITY, options.SOUND, options.GUIDANCE],
        ...[options.MODEL, options.PRIVATE],
        ...options.elements(false),
      ]),
      subcommand('elements', 'commands.video-elements', [
        prompt(msg('forms.prompt-elements-hint')),
        ...options.elements(true),
        file('image', options.FIRST_HINT),
        file('last_frame', msg('forms.last-hint')),
        ...options.SETTINGS,
        ...[options.MODEL, options.PRIVATE],
      ]),
      subcommand('edit', 'commands.video-edit', [
        file('video', msg('forms.source'), true),
        prompt(msg('forms.edit-prompt-hint')),
        options.flag('keep_sound', msg('forms.keep-sound-hint')),
        ...[options.QUALITY, options.MODEL, options.PRIVATE, options.SEED],
        ...references(options.MOST_EDIT_REFERENCES),
      ]),
      subcommand('replace', 'commands.video-replace', [
        file('character', options.CHARACTER_HINT, true),
        file('video', options.MOTION_VIDEO_HINT, true),
        ...[options.QUALITY, options.MODEL, options.PRIVATE],
      ]),
      subcommand('status', 'commands.video-status'),
      subcommand('cancel', 'commands.video-cancel', [options.text('job', msg('forms.job-hint'))]),
      subcommand('settings', 'commands.video-settings', [
        ...options.SETTINGS,
        options.CONFIRM_OVER,
        options.LANGUAGE,
        options.flag('reset', msg('forms.reset')),
      ]),
      subcommand('link', 'commands.video-link', [
        options.text('code', msg('forms.code-hint'), { max_length: 64 }),
      ]),
      subcommand('unlink', 'commands.video-unlink'),
      subcommandGroup('forget', 'commands.video-forget', [
        subcommand('me', 'commands.video-forget-me'),
      ]),
      subcommand('history', 'commands.video-history'),
      subcommand('help', 'commands.video-help'),
    ],
  },
  {
    ...EVERYWHERE,
    name: 'credits',
    ...described(msg('commands.credits')),
  },
  QUOTA,
  { ...EVERYWHERE, type: ApplicationCommandType.Message, ...named(msg('commands.animate-this')) },
  { ...EVERYWHERE, type: ApplicationCommandType.Message, ...named(msg('commands.edit-this')) },
];

/** The same for the same commands: they are sent to Discord only when it changed. */
export function fingerprintOf(body: RESTPutAPIApplicationCommandsJSONBody): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
