import { MessageFlags, MessageFlagsBitField, PermissionFlagsBits } from 'discord.js';
import type {
  Attachment as DiscordAttachment,
  ButtonInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { z } from 'zod';
import type { Ask, Asker, Want } from '../../core/domain/conversation.ts';
import { jobId } from '../../core/domain/ids.ts';
import type { Attachment } from '../../core/domain/media.ts';
import { ASPECTS } from '../../core/domain/video-request.ts';
import type { VideoWish } from '../../core/domain/video-request.ts';
import { readAcceptId, readCustomId } from './custom-id.ts';
import type { DiscordMessageRef } from './message-ref.ts';
import { reachOf } from './reach.ts';

type Command = ChatInputCommandInteraction;
type Asking = Command | ButtonInteraction | ModalSubmitInteraction;

/** What was asked for, and the message that is to answer it as far as it is known by now. */
export interface ReadAsk {
  readonly ask: Omit<Ask, 'message'>;
  readonly ref: DiscordMessageRef;
}

/** Interaction tokens work for a quarter of an hour from the interaction on. */
const TOKEN_LIFE_MS = 15 * 60 * 1000;

/** Null for a command that is none of ours, or not any more: clients keep old ones for a while. */
export function readCommand(command: Command, roles: readonly string[]): ReadAsk | null {
  const want = wantOf(command);
  if (want === null) return null;
  // Only the one who asked reads lists and balances; a video is for all unless it is private.
  const ephemeral = want.type !== 'create' || (command.options.getBoolean('private') ?? false);
  return {
    ask: askOf(command, want, roles),
    ref: {
      ...refOf(command),
      kind: 'command',
      messageId: null,
      ephemeral,
      reach: reachOf(command, ephemeral),
    },
  };
}

/** Null when the button's id was forged, or the button is older than what we understand. */
export function readPress(press: ButtonInteraction, roles: readonly string[]): ReadAsk | null {
  const want = pressedWant(press.customId);
  if (want === null) return null;
  return {
    ask: askOf(press, want, roles),
    ref: {
      ...refOf(press),
      kind: 'press',
      messageId: press.message.id,
      ephemeral: new MessageFlagsBitField(press.message.flags).has(MessageFlags.Ephemeral),
      reach: 'token-only',
    },
  };
}

/** What a form asks for. Null where nobody says in which channel it was filled in. */
export function readForm(
  form: ModalSubmitInteraction,
  wish: VideoWish,
  roles: readonly string[],
): ReadAsk | null {
  const { channelId } = form;
  if (channelId === null) return null;
  return {
    ask: askOf(form, { type: 'create', wish }, roles),
    ref: {
      ...refOf(form),
      channelId,
      kind: 'command',
      messageId: null,
      ephemeral: false,
      reach: reachOf(form, false),
    },
  };
}

/** Without any setting it asks what they are. */
export function asksForSettings(command: Command): boolean {
  const name = command.options.getSubcommand(false);
  const given = command.options.data.flatMap((it) => it.options ?? []);
  return command.commandName === 'video' && name === 'settings' && given.length === 0;
}

function pressedWant(customId: string): Want | null {
  const proposal = readAcceptId(customId);
  if (proposal !== null) return { type: 'accept', proposal };
  const read = readCustomId(customId);
  return read === null ? null : { type: 'press', ...read };
}

function refOf<channel extends string | null>(
  interaction: Asking & { readonly channelId: channel },
) {
  return {
    applicationId: interaction.applicationId,
    channelId: interaction.channelId,
    guildId: interaction.guildId,
    userId: interaction.user.id,
    token: interaction.token,
    tokenExpiresAt: interaction.createdTimestamp + TOKEN_LIFE_MS,
    attachmentSizeLimit: interaction.attachmentSizeLimit,
    movedTo: null,
  };
}

function askOf(interaction: Asking, want: Want, roles: readonly string[]): Omit<Ask, 'message'> {
  return {
    key: interaction.id,
    at: interaction.createdTimestamp,
    asker: askerOf(interaction, roles),
    want,
  };
}

export function askerOf(
  interaction: Asking | MessageContextMenuCommandInteraction,
  roles: readonly string[],
): Asker {
  const { guildId, user } = interaction;
  const person = { id: user.id };
  // An app that people only installed for themselves is nobody's in that server.
  const installedTo = interaction.authorizingIntegrationOwners[0];
  if (guildId === null || installedTo !== guildId) {
    const workspace = { id: `user:${user.id}`, kind: 'personal' } as const;
    return { platform: 'discord', workspace, person, roles: [], admin: true };
  }
  return {
    platform: 'discord',
    workspace: { id: guildId, kind: 'shared' },
    person,
    roles,
    // Said by Discord in every interaction; owners and administrators have it too.
    admin: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}

function wantOf(command: Command): Want | null {
  const name = command.options.getSubcommand(false);
  switch ([command.commandName, name].filter((it) => it !== null).join(' ')) {
    case 'video create': {
      const wish = wishOf(command.options);
      return wish === null ? null : { type: 'create', wish };
    }
    case 'video settings': {
      const settings = settingsOf(command.options);
      return settings === null ? null : { type: 'prefer', settings };
    }
    case 'video status':
      return { type: 'status' };
    case 'video history':
      return { type: 'history' };
    case 'video help':
      return { type: 'help' };
    case 'credits':
      return { type: 'credits' };
    case 'video cancel': {
      const job = command.options.getString('job')?.trim() ?? '';
      return { type: 'cancel', job: job === '' ? null : jobId(job) };
    }
    default:
      return null;
  }
}

const choicesSchema = z.object({
  aspect: z.enum(ASPECTS).nullable(),
  quality: z.enum(['std', 'pro']).nullable(),
});

function wishOf(options: Command['options']): VideoWish | null {
  const settings = settingsOf(options);
  if (settings === null) return null;
  const prompt = options.getString('prompt') ?? '';
  const first = attachmentOf(options.getAttachment('image'));
  const last = attachmentOf(options.getAttachment('last_frame'));
  return {
    scene:
      first === null && last === null
        ? { kind: 'text', prompt }
        : { kind: 'frames', prompt, first, last },
    settings,
  };
}

function settingsOf(options: Command['options']): VideoWish['settings'] | null {
  const choices = choicesSchema.safeParse({
    aspect: options.getString('aspect'),
    quality: options.getString('quality'),
  });
  if (!choices.success) return null;
  return {
    ...choices.data,
    seconds: options.getInteger('seconds'),
    sound: options.getBoolean('sound'),
    guidance: options.getNumber('guidance'),
  };
}

function attachmentOf(file: DiscordAttachment | null): Attachment | null {
  return file === null ? null : { url: file.url, name: file.name, bytes: file.size };
}
