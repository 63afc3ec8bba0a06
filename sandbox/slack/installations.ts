import { randomBytes } from 'node:crypto';
import { isOrganisation, type Holder } from './organisations.ts';
import type { Installation } from './organisation-record.ts';
import type { Token, World } from './world.ts';

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
 * Puts the app into a workspace, or into a whole organisation. Installed again it keeps its token, which may then do more; only
 * tokens that run out are made anew.
 */
export function install(world: World, holder: Holder, choice: InstallationChoice): Granted {
  const before = holder.installation;
  const scopes = [...new Set([...(before?.scopes ?? []), ...choice.scopes])];
  const granted = { ...choice, scopes };
  const bot = mint(world, holder, choice.rotation ? 'xoxe.xoxb-1' : 'xoxb', granted);
  const value = before === null || choice.rotation ? bot.value : before.botToken;
  world.tokens.set(value, { ...bot, value });
  holder.installation = {
    botToken: value,
    scopes,
    installerId: choice.installerId ?? holder.botUserId,
  };
  const refresh = choice.rotation
    ? mint(world, holder, 'xoxe-1', { ...granted, rotation: false }, 'refresh')
    : null;
  if (refresh !== null) world.tokens.set(refresh.value, refresh);
  return {
    installation: holder.installation,
    refreshToken: refresh?.value ?? null,
    expiresInS: choice.rotation ? ROTATION_S : null,
  };
}

/**
 * Takes the app out of a workspace, or out of an organisation: every token dies and the app is told.
 * A workspace of the organisation that installed the app by itself keeps it.
 */
export function uninstall(world: World, holder: Holder): void {
  if (holder.installation === null) return;
  for (const token of world.tokens.values()) {
    if (holder.id === (token.workspaceId ?? token.enterpriseId)) token.state = 'account-inactive';
  }
  holder.installation = null;
  world.announce(holder.id, {
    type: 'tokens_revoked',
    tokens: { oauth: [], bot: [holder.botUserId] },
  });
  world.announce(holder.id, { type: 'app_uninstalled' });
  world.changed();
}

function mint(
  world: World,
  holder: Holder,
  prefix: string,
  choice: InstallationChoice,
  kind: Token['kind'] = 'bot',
): Token {
  return {
    value: `${prefix}-${holder.id}-${randomBytes(16).toString('hex')}`,
    kind,
    workspaceId: isOrganisation(holder) ? null : holder.id,
    enterpriseId: isOrganisation(holder) ? holder.id : null,
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
    enterpriseId: null,
    scopes: new Set(['connections:write']),
    expiresAt: null,
    state: 'valid',
  });
  return value;
}
