import type { AdminAct } from '../chat/domain/admin-command.ts';
import { MOST_LISTED } from './domain/validate-admin-command.ts';
import { listWords } from './domain/admin-replies.ts';
import type { ConfirmOver } from '../teams/domain/confirm-over.ts';
import { confirmOverWords } from '../teams/domain/confirm-over-words.ts';
import { mention } from '../messages/domain/mention.ts';
import { msg } from '../messages/domain/message.ts';
import type { ListItem, Message } from '../messages/domain/message.ts';
import { inLanguage, plainReply, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import type { Words } from '../messages/domain/rich-text.ts';
import { timeZoneOf } from '../teams/domain/team-settings.ts';
import type { TeamSettings } from '../teams/domain/team-settings.ts';
import { isSame } from '../shared/domain/chat-ref.ts';
import type { ChatRef, Place } from '../shared/domain/chat-ref.ts';
import type { Admin } from './subject.ts';
import { canPostThere } from '../chat/post-in-channel.ts';
import type { PostInChannelDependencies } from '../chat/post-in-channel.ts';
import { teamLanguage } from '../people/language.ts';
import type { TeamLanguageDependencies } from '../people/language.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';

export interface SetTeamRulesDependencies
  extends PostInChannelDependencies, TeamLanguageDependencies {
  readonly teams: TeamStore;
  readonly clock: Clock;
}

type Act<name extends AdminAct['act']> = Extract<AdminAct, { readonly act: name }>;

export async function changeAdmins(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, person }: Act<'admins'>,
): Promise<Reply> {
  const { platform: chat } = admin.context.requester;
  const listOf = ({ admins }: TeamSettings) =>
    listWords(msg('admin.admins-added'), admins.map(asPerson));
  if (change === 'list' || person === null) {
    return plainReply([{ bold: msg('admin.admins') }], listOf(admin.settings));
  }
  const ref = { platform: chat, id: person };
  const { after } = await changed(deps, admin, (settings) => ({
    ...settings,
    admins: change === 'add' ? withRef(settings.admins, ref) : withoutRef(settings.admins, ref),
  }));
  if (change === 'remove') {
    return plainReply(msg('admin.admin-removed', { person: ref }), listOf(after));
  }
  if (!after.admins.some((it) => isSame(it, ref))) return fullReply();
  const command = 'quota';
  return plainReply(
    msg('admin.admin-added', { person: ref, command }),
    listOf(after),
    msg('admin.admin-hidden', { chat, command }),
  );
}

export async function changeChannels(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, channel }: Act<'channels'>,
): Promise<Reply> {
  const replyWith = (did: Words, { channels }: TeamSettings): Reply => {
    const [allow, deny] = [channels.allow.map(asChannel), channels.deny.map(asChannel)];
    if (allow.length > 0) {
      return plainReply(did, listWords(msg('admin.channels-only'), allow), ...neverIn(deny));
    }
    return plainReply(
      did,
      deny.length === 0
        ? msg('admin.channels-everywhere')
        : listWords(msg('admin.channels-except'), deny),
    );
  };
  if (change === 'list' || channel === null) {
    return replyWith([{ bold: msg('admin.channels') }], admin.settings);
  }
  const ref = { platform: admin.context.requester.platform, id: channel };
  const { after } = await changed(deps, admin, (settings) => {
    const allow = withoutRef(settings.channels.allow, ref);
    const deny = withoutRef(settings.channels.deny, ref);
    const channels = {
      allow: change === 'allow' ? withRef(allow, ref) : allow,
      deny: change === 'deny' ? withRef(deny, ref) : deny,
    };
    return isFull(channels.allow) || isFull(channels.deny) ? settings : { ...settings, channels };
  });
  const there = { allow: after.channels.allow, deny: after.channels.deny, clear: [ref] }[change];
  if (!there.some((it) => isSame(it, ref))) return fullReply();
  const did = {
    allow: msg('admin.channel-allowed', { channel: ref }),
    deny: msg('admin.channel-denied', { channel: ref }),
    clear: msg('admin.rule-removed', { name: asChannel(ref) }),
  };
  return replyWith(did[change], after);
}

function neverIn(channels: readonly ListItem[]): readonly Message[] {
  return channels.length === 0 ? [] : [listWords(msg('admin.channels-never'), channels)];
}

export async function changeWords(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, pattern }: Act<'words'>,
): Promise<Reply> {
  const replyWith = (did: Words, { words }: TeamSettings): Reply =>
    plainReply(
      did,
      listWords(
        msg('admin.words'),
        words.map((quote) => ({ quote })),
      ),
    );
  if (change === 'list' || pattern === null) {
    return replyWith([{ bold: msg('admin.words') }], admin.settings);
  }
  const word = pattern.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
  const others = (words: readonly string[]) =>
    words.filter((it) => it.toLowerCase() !== word.toLowerCase());
  const { after } = await changed(deps, admin, (settings) => {
    const rest = others(settings.words);
    if (change === 'remove') return { ...settings, words: rest };
    return rest.length < settings.words.length || isFull([...rest, word])
      ? settings
      : { ...settings, words: [...rest, word] };
  });
  if (change === 'remove') return replyWith(msg('admin.word-unblocked', { word }), after);
  return others(after.words).length < after.words.length
    ? replyWith(msg('admin.word-blocked', { word }), after)
    : fullReply();
}

export async function changeTimeZone(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  zone: string,
): Promise<Reply> {
  const timeZone = timeZoneOf(zone);
  if (timeZone === null) return refusedReply(msg('admin.time-zone-unknown', { zone }));
  const { before } = await changed(deps, admin, (settings) => ({ ...settings, timeZone }));
  const label = msg('admin.time-zone');
  return before.timeZone === timeZone
    ? plainReply(msg('chat.label-value', { label, value: timeZone }), msg('admin.no-change'))
    : plainReply(
        msg('admin.changed', { label, is: timeZone, was: before.timeZone }),
        msg('admin.time-zone-next'),
      );
}

export async function changeConfirmOver(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  confirmOver: ConfirmOver,
): Promise<Reply> {
  const { before } = await changed(deps, admin, (settings) => ({ ...settings, confirmOver }));
  const label = msg('chat.confirmation');
  const is = confirmOverWords(confirmOver);
  if (before.confirmOver === confirmOver) {
    return plainReply(msg('chat.label-value', { label, value: is }), msg('admin.no-change'));
  }
  const was = confirmOverWords(before.confirmOver);
  return plainReply(msg('admin.changed', { label, is, was }), msg('admin.confirm-next'));
}

export async function changeRequestChannel(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  channel: string | null,
): Promise<Reply> {
  const set = (inbox: Place | null) => changed(deps, admin, (settings) => ({ ...settings, inbox }));
  if (channel === null) {
    await set(null);
    return plainReply(msg('admin.requests-here'));
  }
  const { key, requester } = admin.context;
  const { platform, workspace } = requester;
  const inbox: Place = { platform, id: channel, workspace: workspace.id };
  const said = plainReply([{ bold: msg('admin.requests-come-here') }]);
  const here = inLanguage(said, teamLanguage(deps, admin.settings));
  if (!(await canPostThere(deps, inbox, here, `inbox ${key}`))) {
    return refusedReply(msg('reports.cannot-post', { channel: inbox }));
  }
  await set(inbox);
  return plainReply(msg('admin.requests-to', { channel: inbox }));
}

export function changed(
  deps: { readonly teams: TeamStore },
  { context, entry }: Admin,
  to: (settings: TeamSettings) => TeamSettings,
) {
  return deps.teams.change(context.who.teamId, to, entry);
}

/** With one more, where there is room for it. */
function withRef(refs: readonly ChatRef[], ref: ChatRef): readonly ChatRef[] {
  return refs.some((it) => isSame(it, ref)) || isFull([...refs, ref]) ? refs : [...refs, ref];
}

function withoutRef(refs: readonly ChatRef[], ref: ChatRef): readonly ChatRef[] {
  return refs.filter((it) => !isSame(it, ref));
}

export function fullReply(): Reply {
  return refusedReply(msg('admin.list-full', { most: MOST_LISTED }));
}

export function isFull(items: readonly unknown[]): boolean {
  return items.length > MOST_LISTED;
}

const asPerson = (ref: ChatRef) => mention(ref, 'person');
const asChannel = (ref: ChatRef) => mention(ref, 'channel');
