import type { BlockAction, Context, MessageShortcut, SlashCommand } from '@slack/bolt';
import type { SlackUser } from './requester.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import { SENT_AT } from './listener-types.ts';
import { NOWHERE } from '../shared/form-context.ts';
import type { FormContext } from '../shared/form-context.ts';
import type { SlackMessageRef } from '../shared/message-ref.ts';

/** Response urls work for half an hour, and for five answers. */
const RESPONSE = { lifeMs: 30 * 60_000, uses: 5 } as const;

/** Slack says only the second: nothing is taken for older than it may be. */
const SECOND_MS = 999;

/** When Slack sent it, in milliseconds since 1970; null where nobody says. */
export function sentAtOf(context: Context): number | null {
  const sentAt: unknown = context[SENT_AT];
  return typeof sentAt === 'number' ? sentAt + SECOND_MS : null;
}

export function commandUser(command: SlashCommand): SlackUser {
  return {
    team: { teamId: command.team_id, enterpriseId: command.enterprise_id ?? null },
    userId: command.user_id,
    // Commands are offered only to people of the workspace that has the app.
    userTeamId: null,
    name: command.user_name,
    channelId: command.channel_id,
  };
}

interface User {
  readonly id: string;
  readonly team_id?: string | undefined;
  readonly name?: string | undefined;
  readonly username?: string | undefined;
}

/** @throws where nobody can say where it comes from, which is then answered as a fault */
export function interactionUser(
  { teamId, enterpriseId }: Pick<Context, 'teamId' | 'enterpriseId'>,
  user: User,
): SlackUser {
  const id = teamId ?? user.team_id;
  if (id === undefined) throw new Error('Nobody can say which workspace this comes from');
  return {
    team: { teamId: id, enterpriseId: enterpriseId ?? null },
    userId: user.id,
    userTeamId: user.team_id ?? null,
    name: user.name ?? user.username,
  };
}

export function commandRef(
  command: SlashCommand,
  { team, userId }: SlackUser,
  how: { readonly private: boolean; readonly now: number },
): SlackMessageRef {
  return {
    ...blankRef(team, userId),
    kind: 'command',
    channelId: command.channel_id,
    ...answeredBy(command.response_url, how.now),
    private: how.private,
  };
}

/** The message with the button, if others than the presser can see it. */
export function pressRef(
  body: BlockAction,
  { team, userId }: SlackUser,
  now: number,
): SlackMessageRef {
  const { container } = body;
  if (body.view?.type === 'home') return { ...blankRef(team, userId), kind: 'home' };
  const ephemeral = container.is_ephemeral === true;
  return {
    ...blankRef(team, userId),
    kind: 'press',
    channelId: body.channel?.id ?? textOf(container.channel_id),
    ts: ephemeral ? null : textOf(container.message_ts),
    threadTs: textOf(container.thread_ts),
    // Slack gives one with every press on a message.
    ...answeredBy(body.response_url, now),
  };
}

/** What a form asks for is shown where the person chose, or directly. */
export function formRef(
  channelId: string | null,
  { responseUrl, expiresAt }: FormContext,
  { team, userId }: SlackUser,
): SlackMessageRef {
  return {
    ...blankRef(team, userId),
    kind: 'form',
    channelId,
    responseUrl,
    usesLeft: responseUrl === null ? 0 : RESPONSE.uses,
    expiresAt,
    private: channelId === null,
  };
}

/** What a form carries that was opened by a command or on a message. */
export function contextOf(
  opened: { readonly channelId: string; readonly responseUrl: string },
  now: number,
): FormContext {
  const { responseUrl, expiresAt } = answeredBy(opened.responseUrl, now);
  return { ...NOWHERE, channelId: opened.channelId, responseUrl, expiresAt };
}

export function shortcutContext(shortcut: MessageShortcut, now: number): FormContext {
  const { channel, response_url: responseUrl } = shortcut;
  return contextOf({ channelId: channel.id, responseUrl }, now);
}

function answeredBy(url: string | undefined, now: number) {
  if (url === undefined || url === '') return { responseUrl: null, usesLeft: 0, expiresAt: 0 };
  return { responseUrl: url, usesLeft: RESPONSE.uses, expiresAt: now + RESPONSE.lifeMs };
}

function blankRef({ teamId, enterpriseId }: SlackTeam, userId: string): SlackMessageRef {
  return {
    kind: 'command',
    teamId,
    enterpriseId,
    channelId: null,
    userId,
    responseUrl: null,
    usesLeft: 0,
    expiresAt: 0,
    ts: null,
    threadTs: null,
    movedTo: null,
    upload: null,
    private: false,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
