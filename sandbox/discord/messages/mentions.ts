import { textOf } from '../rules/components.ts';
import { asStrings, isObject, type JsonObject } from '../../shared/json.ts';

export interface Mentions {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

export const NOBODY: Mentions = { users: [], roles: [], everyone: false };

export type WriteRoute = 'interaction' | 'bot';

/**
 * Whom a message notifies. Taken strictly: a backslash or a code block protects nobody here, only
 * `allowed_mentions` does. Embeds notify nobody; text displays do.
 */
export function mentionsIn(
  message: { readonly content: string; readonly components: readonly JsonObject[] },
  allowed: unknown,
  route: WriteRoute,
): Mentions {
  const text = [message.content, ...textOf(message.components)].join('\n');
  const users = found(text, /<@!?(\d+)>/g);
  const roles = found(text, /<@&(\d+)>/g);
  const everyone = /@(?:everyone|here)/.test(text);
  if (!isObject(allowed)) {
    // Left out, the default holds: an interaction's answer notifies users only, a bot everyone.
    return route === 'bot' ? { users, roles, everyone } : { users, roles: [], everyone: false };
  }
  const parse = asStrings(allowed.parse);
  return {
    users: parse.includes('users') ? users : shared(users, asStrings(allowed.users)),
    roles: parse.includes('roles') ? roles : shared(roles, asStrings(allowed.roles)),
    everyone: everyone && parse.includes('everyone'),
  };
}

export function notifies(mentions: Mentions): boolean {
  return mentions.everyone || mentions.users.length > 0 || mentions.roles.length > 0;
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((it) => it[1] ?? ''))];
}

function shared(left: readonly string[], right: readonly string[]): string[] {
  return left.filter((it) => right.includes(it));
}
