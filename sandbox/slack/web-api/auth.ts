import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../../shared/json.ts';
import { broken, refused } from '../errors.ts';
import type { Token, World } from '../world.ts';

/** The token of a call: a bearer header, or a field of a form. JSON bodies must use the header. */
export function tokenOf(request: IncomingMessage, args: JsonObject): string | null {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
  return !isJson && typeof args.token === 'string' && args.token !== '' ? args.token : null;
}

export function checkToken(world: World, value: string | null, kind: 'bot' | 'app'): Token {
  if (value === null) throw broken('not_authed', 'no token');
  const token = world.tokens.get(value);
  if (token === undefined) throw broken('invalid_auth', 'no such token');
  // Revoked from outside, so no fault of the app's.
  if (token.state === 'revoked') throw refused('token_revoked');
  if (token.state === 'account-inactive') throw refused('account_inactive');
  if (token.expiresAt !== null && world.now() >= token.expiresAt) throw refused('token_expired');
  if (token.kind !== kind) {
    throw broken('not_allowed_token_type', `a ${token.kind} token where a ${kind} token belongs`);
  }
  return token;
}
