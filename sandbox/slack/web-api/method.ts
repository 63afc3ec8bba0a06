import type { JsonObject } from '../../shared/json.ts';
import type { Args } from './args.ts';
import { broken, refused } from '../errors.ts';
import type { Tier } from './rate-limits.ts';
import type { ChannelRecord, Token, WorkspaceRecord, World } from '../world.ts';

export interface MethodRequest {
  readonly world: World;
  readonly args: Args;
  readonly workspace: WorkspaceRecord;
  readonly token: Token;
  /** Writes down a broken rule although the call succeeds. */
  readonly note: (reason: string) => void;
}

interface MethodBase {
  readonly tier: Tier;
  /** The arguments it knows; others are written down. */
  readonly takes: readonly string[];
}

export interface BotMethod extends MethodBase {
  /** One of these must have been granted; none needed if empty. */
  readonly scopes: readonly string[];
  readonly handle: (request: MethodRequest) => JsonObject;
}

export type BotMethods = Readonly<Record<string, BotMethod>>;

/** A conversation the app may know of; another one does not exist for it. */
export function visibleChannel(request: MethodRequest, id: string): ChannelRecord {
  const { world, workspace } = request;
  const channel = world.channels.get(id);
  if (channel?.workspaceId !== workspace.id) throw refused('channel_not_found');
  const isMember = channel.members.has(workspace.botUserId);
  if (channel.kind !== 'public' && !isMember) throw refused('channel_not_found');
  return channel;
}

export function requireScope(request: MethodRequest, scope: string): void {
  const { scopes } = request.token;
  if (scopes.has(scope)) return;
  throw broken('missing_scope', `needs the scope ${scope}`, {
    needed: scope,
    provided: [...scopes].join(','),
  });
}
