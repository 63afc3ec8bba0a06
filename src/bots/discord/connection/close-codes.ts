import { GatewayCloseCodes } from 'discord.js';
import type { SettingProblem } from '../../../settings/settings.ts';

export const TOKEN_REFUSED: SettingProblem = {
  variable: 'DISCORD_TOKEN',
  problem: 'is refused by Discord',
  fix: 'Copy it again from the Bot page of the application, or press "Reset Token" there for a new one.',
};

const UPDATE = 'Update this service: what it says when it connects is not taken any more.';

/** With these Discord ends a session for good, and wants no other like it. Each with what to do. */
const FINAL: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: `DISCORD_TOKEN ${TOKEN_REFUSED.problem}. ${TOKEN_REFUSED.fix} Then start this service again.`,
  [GatewayCloseCodes.InvalidShard]:
    'Discord wants another number of connections, and is asked anew.',
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in too many servers for one connection; Discord is asked anew for how many.',
  [GatewayCloseCodes.InvalidAPIVersion]: UPDATE,
  [GatewayCloseCodes.InvalidIntents]: UPDATE,
  [GatewayCloseCodes.DisallowedIntents]: UPDATE,
};

/** The token is worth nothing, or not any more. */
export const TOKEN_CODE: number = GatewayCloseCodes.AuthenticationFailed;

/** Null for a code after which the session goes on, or another is begun at once. */
export function fixFor(code: number): string | null {
  return FINAL[code] ?? null;
}

export function closeName(code: number): string {
  return `${code} ${GatewayCloseCodes[code] ?? ''}`.trim();
}
