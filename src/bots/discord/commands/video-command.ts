import { MessageFlags } from 'discord.js';
import type { Ask } from '../../../core/chat/domain/interaction.ts';
import type { Asker } from '../../../core/teams/domain/requester.ts';
import type { Note } from '../../../core/messages/domain/reply.ts';
import type { Want } from '../../../core/chat/domain/command.ts';
import type { VideoWish } from '../../../core/video/domain/video-request.ts';
import { wantOf } from './read-command.ts';
import { readAcceptId, readCustomId } from '../shared/custom-id.ts';
import type { ButtonDeed, CommandDeed, FormDeed, SourceMessage } from '../interactions/interaction-data.ts';
import type { Interaction, Origin } from '../interactions/interaction.ts';
import type { DiscordMessageRef } from '../shared/message-ref.ts';
import { reachOf } from '../interactions/reach.ts';

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
export function readCommand(command: Interaction<CommandDeed>): ReadAsk | Note | null {
  const want = wantOf(command);
  if (want === null || 'tone' in want) return want;
  // Only the one who asked reads lists and balances; a video is for all unless it is private.
  const ephemeral = want.type !== 'create' || (command.options.flag('private') ?? false);
  return { ask: askOf(command, want), ref: answerRef(command, ephemeral) };
}

/** Null when the button's id was forged, or the button is older than what we understand. */
export function readPress(press: Interaction<ButtonDeed>): ReadAsk | null {
  const want = pressedWant(press.customId);
  if (want === null) return null;
  return { ask: askOf(press, want), ref: pressRef(press, press.message) };
}

/** A press whose form asked how many credits. Null where it was opened from no message. */
export function readAmountForm(
  form: Interaction<FormDeed>,
  { proposal, credits }: { readonly proposal: string; readonly credits: number },
): ReadAsk | null {
  const { message } = form;
  if (message === null) return null;
  return {
    ask: askOf(form, { type: 'accept', proposal, credits }),
    ref: pressRef(form, message),
  };
}

function pressRef(origin: Origin, { id: messageId, flags }: SourceMessage): DiscordMessageRef {
  const ephemeral = (flags & MessageFlags.Ephemeral) !== 0;
  return { ...answerRef(origin, ephemeral), kind: 'press', messageId };
}

/** What a form asks for. */
export function readForm(
  form: Interaction<FormDeed>,
  { wish, ephemeral }: { readonly wish: VideoWish; readonly ephemeral: boolean },
): ReadAsk {
  return { ask: askOf(form, { type: 'create', wish }), ref: answerRef(form, ephemeral) };
}

/** Without any setting it asks what they are. */
export function asksForSettings({ name, subcommand, options }: CommandDeed): boolean {
  return name === 'video' && subcommand === 'settings' && options.none;
}

function pressedWant(customId: string): Want | null {
  const proposal = readAcceptId(customId);
  if (proposal !== null) return { type: 'accept', proposal };
  const read = readCustomId(customId);
  return read === null ? null : { type: 'press', ...read };
}

/** The one message that answers a command or a form. */
function answerRef(origin: Origin, ephemeral: boolean): DiscordMessageRef {
  const { applicationId, channelId, guildId, userId, token, attachmentSizeLimit } = origin;
  return {
    ...{ applicationId, channelId, guildId, userId, token, attachmentSizeLimit, ephemeral },
    kind: 'command',
    messageId: null,
    tokenExpiresAt: origin.createdAt + TOKEN_LIFE_MS,
    reach: reachOf(origin, ephemeral),
    movedTo: null,
  };
}

function askOf(origin: Origin, want: Want): Omit<Ask, 'message'> {
  return { key: origin.id, at: origin.createdAt, asker: askerOf(origin), want };
}

export function askerOf(origin: Origin): Asker {
  const { guildId, userId, personName, roles, place } = origin;
  const person = { id: userId, ...(personName === null ? {} : { name: personName }) };
  // An app that people only installed for themselves is nobody's in that server.
  if (guildId === null || origin.installedTo !== guildId) {
    const workspace = { id: `user:${userId}`, kind: 'personal' } as const;
    return { platform: 'discord', workspace, person, roles: [], admin: true };
  }
  return {
    platform: 'discord',
    workspace: { id: guildId, kind: 'shared' },
    person,
    channel: place,
    roles,
    // Said by Discord in every interaction.
    admin: origin.managesServer,
  };
}
