import { MessageFlags, MessageFlagsBitField, PermissionFlagsBits } from 'discord.js';
import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { Ask, Asker, Note, Want } from '../../core/domain/conversation.ts';
import type { VideoWish } from '../../core/domain/video-request.ts';
import { wantOf } from './command-want.ts';
import { readAcceptId, readCustomId } from './custom-id.ts';
import type { DiscordMessageRef } from './message-ref.ts';
import { reachOf } from './reach.ts';
import type { Sent } from './sent.ts';

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
export function readCommand(command: Command, sent: Sent): ReadAsk | Note | null {
  const want = wantOf(command);
  if (want === null || 'tone' in want) return want;
  // Only the one who asked reads lists and balances; a video is for all unless it is private.
  const ephemeral = want.type !== 'create' || (command.options.getBoolean('private') ?? false);
  return {
    ask: askOf(command, want, sent),
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
export function readPress(press: ButtonInteraction, sent: Sent): ReadAsk | null {
  const want = pressedWant(press.customId);
  if (want === null) return null;
  return { ask: askOf(press, want, sent), ref: pressRef(press, press.message) };
}

/** A press whose form asked how many credits. Null where it was opened from no message. */
export function readAmountForm(
  form: ModalSubmitInteraction,
  { proposal, credits }: { readonly proposal: string; readonly credits: number },
  sent: Sent,
): ReadAsk | null {
  const { channelId, message } = form;
  if (channelId === null || message === null) return null;
  return {
    ask: askOf(form, { type: 'accept', proposal, credits }, sent),
    ref: { ...pressRef(form, message), channelId },
  };
}

function pressRef<channel extends string | null>(
  interaction: (ButtonInteraction | ModalSubmitInteraction) & { readonly channelId: channel },
  message: ButtonInteraction['message'],
) {
  const ephemeral = new MessageFlagsBitField(message.flags).has(MessageFlags.Ephemeral);
  return {
    ...refOf(interaction),
    ...({ kind: 'press', messageId: message.id, ephemeral } as const),
    reach: reachOf(interaction, ephemeral),
  };
}

/** What a form asks for. Null where nobody says in which channel it was filled in. */
export function readForm(
  form: ModalSubmitInteraction,
  { wish, ephemeral }: { readonly wish: VideoWish; readonly ephemeral: boolean },
  sent: Sent,
): ReadAsk | null {
  const { channelId } = form;
  if (channelId === null) return null;
  return {
    ask: askOf(form, { type: 'create', wish }, sent),
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

function askOf(interaction: Asking, want: Want, sent: Sent): Omit<Ask, 'message'> {
  return {
    key: interaction.id,
    at: interaction.createdTimestamp,
    asker: askerOf(interaction, sent),
    want,
  };
}

export function askerOf(interaction: Interaction, { roles, name, channel }: Sent): Asker {
  const { guildId, user } = interaction;
  const person = { id: user.id, ...(name === null ? {} : { name }) };
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
    ...(channel === null ? {} : { channel }),
    roles,
    // Said by Discord in every interaction; owners and administrators have it too.
    admin: interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}
