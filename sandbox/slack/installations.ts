import { randomBytes } from 'node:crypto';
import type { Installation, Token, WorkspaceRecord, World } from './world.ts';

const ROTATION_S = 12 * 60 * 60;

/** Scopes given where a test names none. */
export const USUAL_SCOPES: readonly string[] = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'chat:write.public',
  'commands',
  'files:read',
  'files:write',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:read',
  'mpim:write',
  'team:read',
  'usergroups:read',
  'users:read',
];

export interface InstallationChoice {
  readonly scopes: readonly string[];
  /** Tokens that run out and are refreshed. */
  readonly rotation: boolean;
  readonly installerId?: string;
}

export interface Granted {
  readonly installation: Installation;
  readonly refreshToken: string | null;
  readonly expiresInS: number | null;
}

/**
 * Puts the app into a workspace. Installed again it keeps its token, which may then do more; only
 * tokens that run out are made anew.
 */
export function install(
  world: World,
  workspace: WorkspaceRecord,
  choice: InstallationChoice,
): Granted {
  const before = workspace.installation;
  const scopes = [...new Set([...(before?.scopes ?? []), ...choice.scopes])];
  const granted = { ...choice, scopes };
  const bot = mint(world, workspace.id, choice.rotation ? 'xoxe.xoxb-1' : 'xoxb', granted);
  const value = before === null || choice.rotation ? bot.value : before.botToken;
  world.tokens.set(value, { ...bot, value });
  workspace.installation = {
    botToken: value,
    scopes,
    installerId: choice.installerId ?? workspace.botUserId,
  };
  const refresh = choice.rotation
    ? mint(world, workspace.id, 'xoxe-1', { ...granted, rotation: false }, 'refresh')
    : null;
  if (refresh !== null) world.tokens.set(refresh.value, refresh);
  return {
    installation: workspace.installation,
    refreshToken: refresh?.value ?? null,
    expiresInS: choice.rotation ? ROTATION_S : null,
  };
}

/** Takes the app out of a workspace: every token dies and the app is told. */
export function uninstall(world: World, workspace: WorkspaceRecord): void {
  if (workspace.installation === null) return;
  for (const token of world.tokens.values()) {
    if (token.workspaceId === workspace.id) token.state = 'account-inactive';
  }
  workspace.installation = null;
  world.announce(workspace.id, {
    type: 'tokens_revoked',
    tokens: { oauth: [], bot: [workspace.botUserId] },
  });
  world.announce(workspace.id, { type: 'app_uninstalled' });
  world.changed();
}

function mint(
  world: World,
  workspaceId: string,
  prefix: string,
  choice: InstallationChoice,
  kind: Token['kind'] = 'bot',
): Token {
  return {
    value: `${prefix}-${workspaceId}-${randomBytes(16).toString('hex')}`,
    kind,
    workspaceId,
    scopes: new Set(choice.scopes),
    expiresAt: choice.rotation ? world.now() + ROTATION_S * 1000 : null,
    state: 'valid',
  };
}

/** The app-level token, for Socket Mode. */
export function mintAppToken(world: World): string {
  const value = `xapp-1-${world.app.id}-${randomBytes(16).toString('hex')}`;
  world.tokens.set(value, {
    value,
    kind: 'app',
    workspaceId: null,
    scopes: new Set(['connections:write']),
    expiresAt: null,
    state: 'valid',
  });
  return value;
}
