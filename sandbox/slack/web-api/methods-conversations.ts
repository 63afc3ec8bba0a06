import type { JsonObject } from '../../shared/json.ts';
import { broken, refused } from '../errors.ts';
import {
  requireScope,
  visibleChannel,
  type BotMethod,
  type BotMethods,
  type MethodRequest,
} from './method.ts';
import { directChannel } from '../scenery.ts';
import type { ChannelRecord, WorkspaceRecord } from '../world.ts';

const READ = { public: 'channels', private: 'groups', direct: 'im', group: 'mpim' } as const;
const READ_SCOPES = Object.values(READ).map((it) => `${it}:read`);
const MOST_MEMBERS = 1000;

const open: BotMethod = {
  tier: 'tier-3',
  scopes: ['im:write', 'mpim:write'],
  takes: ['users', 'channel', 'return_im', 'prevent_creation'],
  handle(request) {
    const { world, args, workspace } = request;
    const known = args.text('channel');
    if (known !== null) {
      const channel = visibleChannel(request, known);
      return { no_op: true, already_open: true, channel: { id: channel.id } };
    }
    const users = args.required('users', 'users_list_not_supplied').split(',');
    for (const id of users) checkPerson(request, id);
    requireScope(request, users.length === 1 ? 'im:write' : 'mpim:write');
    const { channel, existed } = directChannel(world, workspace, [...users, workspace.botUserId]);
    const json = args.flag('return_im') ? channelJson(workspace, channel) : { id: channel.id };
    return { no_op: existed, already_open: existed, channel: json };
  },
};

const info: BotMethod = {
  tier: 'tier-3',
  scopes: READ_SCOPES,
  takes: ['channel', 'include_locale', 'include_num_members'],
  handle(request) {
    const channel = channelToRead(request);
    return {
      channel: {
        ...channelJson(request.workspace, channel),
        ...(request.args.flag('include_num_members') ? { num_members: channel.members.size } : {}),
      },
    };
  },
};

const members: BotMethod = {
  tier: 'tier-4',
  scopes: READ_SCOPES,
  takes: ['channel', 'cursor', 'limit'],
  handle(request) {
    const channel = channelToRead(request);
    const from = Number(request.args.text('cursor') ?? '0');
    const count = Math.min(request.args.integer('limit') ?? 100, MOST_MEMBERS);
    const all = [...channel.members];
    const next = from + count < all.length ? String(from + count) : '';
    return { members: all.slice(from, from + count), response_metadata: { next_cursor: next } };
  },
};

export const conversationMethods: BotMethods = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
};

function channelToRead(request: MethodRequest): ChannelRecord {
  const channel = visibleChannel(request, request.args.required('channel', 'channel_not_found'));
  requireScope(request, `${READ[channel.kind]}:read`);
  return channel;
}

function checkPerson({ world, workspace }: MethodRequest, id: string): void {
  const person = world.people.get(id);
  if (person?.workspaceId !== workspace.id) throw refused('user_not_found');
  if (person.isBot) throw broken('cannot_dm_bot', 'direct messages to a bot');
  if (person.deactivated) throw refused('user_disabled');
}

function channelJson(workspace: WorkspaceRecord, channel: ChannelRecord): JsonObject {
  const { kind } = channel;
  const other = [...channel.members].find((id) => id !== workspace.botUserId);
  return {
    id: channel.id,
    is_channel: kind === 'public',
    is_group: kind === 'private',
    is_im: kind === 'direct',
    is_mpim: kind === 'group',
    is_private: kind !== 'public',
    is_archived: channel.archived,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    context_team_id: workspace.id,
    ...(kind === 'direct'
      ? { user: other ?? '' }
      : {
          name: channel.name,
          name_normalized: channel.name,
          is_member: channel.members.has(workspace.botUserId),
        }),
  };
}
