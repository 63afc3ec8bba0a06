import { MessageFlags, MessageFlagsBitField, PermissionFlagsBits } from 'discord.js';
import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { Ask, Asker, Note, Want } from '../../core/domain/conversation.ts';
import { jobId } from '../../core/domain/ids.ts';
import type { VideoWish } from '../../core/domain/video-request.ts';
import { readAcceptId, readCustomId } from './custom-id.ts';
import type { DiscordMessageRef } from './message-ref.ts';
import { optionsOf } from './options.ts';
import { reachOf } from './reach.ts';
import { choicesOf, MAKING, readWish } from './wish.ts';

type Command = ChatInputCommandInteraction;
type Asking = Command | ButtonInteraction | ModalSubmitInteraction;

/** What was asked for, and the message that is to answer it as far as it is known by now. */
export interface ReadAsk {
  readonly ask: Omit<Ask, 'message'>;
  readonly ref: DiscordMessageRef;
}

/** Interaction tokens work for a quarter of an hour from the interaction on. */
const TOKEN_LIFE_MS = 15 * 60 * 1000;

/**
 * What a command asks for, or what is wrong with it. Null for one that is none of ours, or not any
 * more: clients keep old ones for a while.
 */
export function readCommand(command: Command, roles: readonly string[]): ReadAsk | Note | null {
  const want = wantOf(command);
  if (want === null || 'tone' in want) return want;
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
  { wish, ephemeral }: { readonly wish: VideoWish; readonly ephemeral: boolean },
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
      ephemeral,
      reach: reachOf(form, ephemeral),
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

export function askerOf(interaction: Interaction, roles: readonly string[]): Asker {
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

/** A sentence for somebody whose request cannot be started as it is. */
export function wrongNote(words: string): Note {
  return { tone: 'refused', headline: [words], lines: [['Nothing was charged.']] };
}

function wantOf(command: Command): Want | Note | null {
  const name = command.options.getSubcommand(false);
  const options = optionsOf(command.options.data);
  const making = MAKING.find((it) => it === name);
  if (command.commandName === 'video' && making !== undefined) {
    const read = readWish(making, options);
    return read.status === 'wrong' ? wrongNote(read.words) : { type: 'create', wish: read.wish };
  }
  switch ([command.commandName, name].filter((it) => it !== null).join(' ')) {
    case 'video settings': {
      const settings = choicesOf(options)?.settings;
      return settings === undefined ? null : { type: 'prefer', settings };
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
      const job = options.text('job')?.trim() ?? '';
      return { type: 'cancel', job: job === '' ? null : jobId(job) };
    }
    default:
      return null;
  }
}
