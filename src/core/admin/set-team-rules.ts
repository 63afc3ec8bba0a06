import type { AdminAct } from '../chat/domain/admin-command.ts';
import { MOST_LISTED, NO_SUCH_ZONE } from './domain/validate-admin-command.ts';
import { modelId } from '../video/domain/capabilities.ts';
import { listReply } from './domain/admin-replies.ts';
import { mention } from '../messages/domain/mention.ts';
import { plainReply, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { modelsCalled } from '../video/domain/routing.ts';
import { allowsModel, timeZoneOf } from '../teams/domain/team-settings.ts';
import type { ModelRules, TeamSettings } from '../teams/domain/team-settings.ts';
import { isSame } from '../shared/domain/chat-ref.ts';
import type { ChatRef } from '../shared/domain/chat-ref.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import type { RichText } from '../messages/domain/rich-text.ts';
import type { Admin } from './set-quota.ts';
import { offersOf } from '../providers/offers.ts';
import type { OffersDependencies } from '../providers/offers.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';

export interface SetTeamRulesDependencies extends OffersDependencies {
  readonly teams: TeamStore;
}

type Act<name extends AdminAct['act']> = Extract<AdminAct, { readonly act: name }>;

const FULL = `There are ${MOST_LISTED} already, the most there can be. Take one away first. Nothing was changed.`;

export async function changeAdmins(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, person }: Act<'admins'>,
): Promise<Reply> {
  const replyWith = (did: RichText, { admins }: TeamSettings, ...more: readonly string[]): Reply =>
    listReply(did, [['Admins beside those of the chat', admins.map(asPerson)]], ...more);
  if (change === 'list' || person === null) return replyWith([{ bold: 'Admins' }], admin.settings);
  const ref = { platform: admin.context.requester.platform, id: person };
  const { after } = await changed(deps, admin, (settings) => ({
    ...settings,
    admins: change === 'add' ? withRef(settings.admins, ref) : withoutRef(settings.admins, ref),
  }));
  if (change === 'remove') return replyWith([asPerson(ref), ' is no admin by this list.'], after);
  if (!after.admins.some((it) => isSame(it, ref))) return refusedReply(FULL);
  return replyWith(
    [asPerson(ref), ' may use /quota now.'],
    after,
    'Should the chat hide /quota from them, its settings for apps can show it to them.',
  );
}

export async function changeChannels(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, channel }: Act<'channels'>,
): Promise<Reply> {
  const replyWith = (did: RichText, { channels }: TeamSettings): Reply =>
    listReply(
      did,
      channels.allow.length === 0
        ? [['Anywhere but', channels.deny.map(asChannel)]]
        : [
            ['Only in', channels.allow.map(asChannel)],
            ['Never in', channels.deny.map(asChannel)],
          ],
    );
  if (change === 'list' || channel === null) {
    return replyWith([{ bold: 'Where videos may be asked for' }], admin.settings);
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
  if (!there.some((it) => isSame(it, ref))) return refusedReply(FULL);
  const DID = {
    allow: ' is one of the only channels for videos now.',
    deny: ' is closed for videos now.',
    clear: ' has no rule of its own now.',
  } as const;
  return replyWith([asChannel(ref), DID[change]], after);
}

export async function changeWords(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, pattern }: Act<'words'>,
): Promise<Reply> {
  const replyWith = (did: RichText, { words }: TeamSettings): Reply =>
    listReply(did, [['Blocked', words.map((it) => ({ quote: it }))]]);
  if (change === 'list' || pattern === null) {
    return replyWith([{ bold: 'Words that are blocked' }], admin.settings);
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
  if (change === 'remove') return replyWith([{ quote: word }, ' is not blocked any more.'], after);
  return others(after.words).length < after.words.length
    ? replyWith([{ quote: word }, ' is blocked now.'], after)
    : refusedReply(FULL);
}

export async function changeModels(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  { change, model }: Act<'model'>,
): Promise<Reply> {
  const offers = offersOf(deps);
  const there = offers.map((it) => modelId(it.provider, it.model));
  const replyWith = (did: RichText, { models }: TeamSettings): Reply => {
    const usable = there.filter((it) => allowsModel(models, it));
    return listReply(did, [
      ['May be used here', usable],
      // An empty list of those that may be used alone would read as if none may.
      ...(models.allow.length === 0 ? [] : [['Only these', models.allow] as const]),
      ...(models.deny.length === 0 ? [] : [['Never these', models.deny] as const]),
      ...(models.prefer === null ? [] : [['Taken first', [models.prefer]] as const]),
    ]);
  };
  if (change === 'list') return replyWith([{ bold: 'Models' }], admin.settings);
  if (model === null) {
    const rules = { allow: [], deny: [], prefer: null };
    const { after } = await changed(deps, admin, (settings) => ({ ...settings, models: rules }));
    return replyWith(['Every model may be used now.'], after);
  }
  const named = modelsCalled(offers, model);
  // One that is not set up any more can still be taken off the lists.
  const ids = named.length === 0 && change === 'clear' ? [model.trim()] : named;
  const [id] = ids;
  if (id === undefined) {
    const known = there.join(', ');
    return refusedReply(
      `No model here is called ${shorten(model, 60)}. There are: ${known}. Nothing was changed.`,
    );
  }
  if (change === 'prefer' && ids.length > 1) {
    return refusedReply(
      `Several are called so: ${ids.join(', ')}. Name one of them. Nothing was changed.`,
    );
  }
  const { after } = await changed(deps, admin, (settings) => {
    const models = ruled(settings.models, change, ids);
    return isFull(models.allow) || isFull(models.deny) ? settings : { ...settings, models };
  });
  return replyWith([`${ids.join(', ')} ${MODEL_DID[change]}`], after);
}

const MODEL_DID = {
  allow: 'may be used.',
  deny: 'may not be used.',
  prefer: 'is taken first where it can make the video.',
  clear: 'has no rule of its own now.',
} as const;

function ruled(
  rules: ModelRules,
  change: keyof typeof MODEL_DID,
  ids: readonly string[],
): ModelRules {
  const rest = (of: readonly string[]) => of.filter((it) => !ids.includes(it));
  const [allow, deny] = [rest(rules.allow), rest(rules.deny)];
  const kept = rules.prefer !== null && ids.includes(rules.prefer) ? null : rules.prefer;
  switch (change) {
    case 'allow':
      return { ...rules, allow: [...allow, ...ids], deny };
    case 'deny':
      return { allow, deny: [...deny, ...ids], prefer: kept };
    case 'prefer':
      return { ...rules, prefer: ids[0] ?? null };
    case 'clear':
      return { allow, deny, prefer: kept };
  }
}

export async function changeTimeZone(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  zone: string,
): Promise<Reply> {
  const timeZone = timeZoneOf(zone);
  if (timeZone === null) return refusedReply(`${NO_SUCH_ZONE} Nothing was changed.`);
  const { before } = await changed(deps, admin, (settings) => ({ ...settings, timeZone }));
  return plainReply(
    `Days begin at midnight in ${timeZone}.`,
    ...(before.timeZone === timeZone
      ? ['It was so already.']
      : [
          `Before: ${before.timeZone}.`,
          'Periods that run already end when they were to end; the next ones follow this.',
        ]),
  );
}

export async function changeRequestChannel(
  deps: SetTeamRulesDependencies,
  admin: Admin,
  channel: string | null,
): Promise<Reply> {
  const { platform, workspace } = admin.context.requester;
  const inbox = channel === null ? null : { platform, id: channel, workspace: workspace.id };
  await changed(deps, admin, (settings) => ({ ...settings, inbox }));
  return plainReply(
    inbox === null
      ? 'Requests for credits are shown where they are made.'
      : ['Requests for credits go to ', asChannel(inbox), '.'],
    ...(inbox === null ? [] : ['The bot must be able to write there.']),
  );
}

function changed(
  deps: SetTeamRulesDependencies,
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

function isFull(items: readonly unknown[]): boolean {
  return items.length > MOST_LISTED;
}

const asPerson = (ref: ChatRef) => mention(ref, 'person');
const asChannel = (ref: ChatRef) => mention(ref, 'channel');
