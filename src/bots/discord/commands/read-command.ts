import { MessageFlags } from 'discord.js';
import type { Interaction } from '../../../core/chat/domain/interaction.ts';
import { MAKING, VIDEO_COMMANDS } from '../../../core/commands/domain/catalogue/video-commands.ts';
import { problemsIn } from '../../../core/commands/domain/catalogue/video-values.ts';
import type { Requester } from '../../../core/teams/domain/requester.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { pressedCommand } from '../../shared/button-ids.ts';
import type {
  ButtonDeed,
  CommandDeed,
  FormDeed,
  SourceMessage,
  Typed,
} from '../interactions/interaction-data.ts';
import type { DiscordInteraction, Origin } from '../interactions/interaction.ts';
import type { DiscordMessageRef } from '../shared/message-ref.ts';
import { reachOf } from '../interactions/reach.ts';
import { unchangedReply, wrongReply } from '../../shared/replies.ts';
import type { Options } from '../interactions/options.ts';
import { readAct } from './quota-command.ts';
import { readVideoFields } from './read-video-fields.ts';

/** What was asked for, and the message that is to answer it as far as it is known by now. */
export interface ReadInteraction {
  readonly interaction: Omit<Interaction, 'message'>;
  readonly ref: DiscordMessageRef;
}

/** Interaction tokens work for a quarter of an hour from the interaction on. */
const TOKEN_LIFE_MS = 15 * 60 * 1000;

/**
 * What a command asks for, or what is wrong with it. Null for one that is none of ours, or not any
 * more: clients keep old ones for a while.
 */
export function readCommand(
  command: DiscordInteraction<CommandDeed>,
): ReadInteraction | Reply | null {
  const coreCommand = commandOf(command);
  if (coreCommand === null || 'tone' in coreCommand) return coreCommand;
  // Only the one who asked reads lists and balances; a video is for all unless it is private.
  const ephemeral = coreCommand.type !== 'create' || (command.options.flag('private') ?? false);
  return { interaction: interactionOf(command, coreCommand), ref: answerRef(command, ephemeral) };
}

/** Null when the button's id was forged, or the button is older than what we understand. */
export function readPress(press: DiscordInteraction<ButtonDeed>): ReadInteraction | null {
  const command = pressedCommand(press.customId);
  if (command === null) return null;
  return { interaction: interactionOf(press, command), ref: pressRef(press, press.message) };
}

/** A press whose form asked how many credits. Null where it was opened from no message. */
export function readAmountForm(
  form: DiscordInteraction<FormDeed>,
  { pendingAction, credits }: { readonly pendingAction: string; readonly credits: number },
): ReadInteraction | null {
  const { message } = form;
  if (message === null) return null;
  return {
    interaction: interactionOf(form, { type: 'accept', pendingAction, credits }),
    ref: pressRef(form, message),
  };
}

function pressRef(origin: Origin, { id: messageId, flags }: SourceMessage): DiscordMessageRef {
  const ephemeral = (flags & MessageFlags.Ephemeral) !== 0;
  return { ...answerRef(origin, ephemeral), kind: 'press', messageId };
}

/** What a form asks for. */
export function readForm(
  form: DiscordInteraction<FormDeed>,
  { draft, ephemeral }: { readonly draft: VideoDraft; readonly ephemeral: boolean },
): ReadInteraction {
  return {
    interaction: interactionOf(form, { type: 'create', draft }),
    ref: answerRef(form, ephemeral),
  };
}

/** Without any setting it asks what they are. */
export function opensSettings({ name, subcommand, options }: CommandDeed): boolean {
  return name === 'video' && subcommand === 'settings' && options.none;
}

/** The one message that answers a command or a form. */
function answerRef(origin: Origin, ephemeral: boolean): DiscordMessageRef {
  const { applicationId, channelId, guildId, userId, token, attachmentSizeLimit } = origin;
  return {
    applicationId,
    channelId,
    guildId,
    userId,
    token,
    attachmentSizeLimit,
    ephemeral,
    kind: 'command',
    messageId: null,
    tokenExpiresAt: origin.createdAt + TOKEN_LIFE_MS,
    reach: reachOf(origin, ephemeral),
    movedTo: null,
  };
}

function interactionOf(origin: Origin, command: Command): Omit<Interaction, 'message'> {
  return { key: origin.id, at: origin.createdAt, requester: requesterOf(origin), command };
}

export function requesterOf(origin: Origin): Requester {
  const { guildId, userId, personName, locale, roles, place } = origin;
  const person = {
    id: userId,
    ...(personName === null ? {} : { name: personName }),
    ...(locale === null ? {} : { locale }),
  };
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

type TypedCommand = Typed & { readonly guildId: string | null };

/** For what is none of ours, or not any more. */
export const NOT_UNDERSTOOD = refusedReply(msg('chat.outdated'), msg('chat.outdated-command'));

/** Null for a command that is none of ours, or not any more. */
export function commandOf({
  name,
  subcommand,
  options,
  guildId,
}: TypedCommand): Command | Reply | null {
  if (name === 'credits') return { type: 'credits' };
  if (name === 'video') return videoCommand(subcommand, options);
  if (name !== 'quota') return null;
  // The role that everybody has goes by the id of the server.
  const read = readAct(subcommand, options, guildId);
  if (read === null) return null;
  return 'words' in read ? unchangedReply(read.words) : { type: 'admin', act: read };
}

function videoCommand(name: string, options: Options): Command | Reply | null {
  const command = VIDEO_COMMANDS.find((it) => it.name === name && it.own !== true);
  if (command === undefined) return null;
  const { fields } = command;
  const read = readVideoFields(fields, options);
  const asked =
    'problem' in read
      ? read.problem
      : (problemsIn(fields, read.values, (it) => it)[0] ?? command.act(read.values));
  if (!('words' in asked)) return asked;
  return MAKING.some((it) => it.name === name)
    ? wrongReply(asked.words)
    : unchangedReply(asked.words);
}
