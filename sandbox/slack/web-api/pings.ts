import { isObject, type JsonObject } from '../../shared/json.ts';
import type { MessageRecord, Ping, World } from '../world.ts';

const BROADCASTS = ['here', 'channel', 'everyone'] as const;

interface Parsing {
  /** `link_names` or `parse: full`: bare @names count too. */
  readonly bareNames: boolean;
}

/** Writes down whom a message of the app's notifies, if it notifies anyone. */
export function notePings(world: World, message: MessageRecord, parsing: Parsing): void {
  if (message.ephemeralFor !== null) return;
  const texts = [message.text, ...message.blocks.flatMap(mrkdwnIn)];
  const all = texts.join('\n');
  const inRichText = message.blocks.flatMap(mentionsIn);
  const users = [
    ...[...all.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((it) => it[1] ?? ''),
    ...inRichText.flatMap((it) => (typeof it.user_id === 'string' ? [it.user_id] : [])),
    ...(parsing.bareNames ? bareNames(world, message.workspaceId, all) : []),
  ];
  const groups = [
    ...[...all.matchAll(/<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>/g)].map((it) => it[1] ?? ''),
    ...inRichText.flatMap((it) => (typeof it.usergroup_id === 'string' ? [it.usergroup_id] : [])),
  ];
  const broadcast =
    BROADCASTS.findLast(
      (it) =>
        new RegExp(`<!${it}(?:\\|[^>]*)?>`).test(all) ||
        (parsing.bareNames && new RegExp(`(?:^|\\s)@${it}\\b`, 'm').test(all)) ||
        inRichText.some((element) => element.range === it),
    ) ?? null;
  if (users.length === 0 && groups.length === 0 && broadcast === null) return;
  const ping: Ping = {
    channelId: message.channelId,
    ts: message.ts,
    users: [...new Set(users)],
    groups: [...new Set(groups)],
    broadcast,
  };
  world.pings.push(ping);
}

function bareNames(world: World, workspaceId: string, text: string): string[] {
  return [...world.people.values()]
    .filter((it) => it.workspaceId === workspaceId && text.includes(`@${it.name}`))
    .map((it) => it.id);
}

/** Texts in which mentions count: mrkdwn and markdown, never plain text. */
function mrkdwnIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnIn);
  if (!isObject(node) || node.type === 'rich_text') return [];
  if (node.type === 'mrkdwn' || node.type === 'markdown') {
    return typeof node.text === 'string' ? [node.text] : [];
  }
  return Object.values(node).flatMap(mrkdwnIn);
}

function mentionsIn(node: unknown): JsonObject[] {
  if (Array.isArray(node)) return node.flatMap(mentionsIn);
  if (!isObject(node)) return [];
  if (['user', 'usergroup', 'broadcast'].includes(String(node.type))) return [node];
  return Object.values(node).flatMap(mentionsIn);
}
