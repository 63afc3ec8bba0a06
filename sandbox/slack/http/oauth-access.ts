import type { JsonObject } from '../../shared/json.ts';
import type { Args } from '../web-api/args.ts';
import { broken, refused } from '../errors.ts';
import type { HttpRequest } from './http-request.ts';
import { install, type Granted } from '../installations.ts';
import { enterpriseRef, isOrganisation, type Holder } from '../organisations.ts';
import { holderOf, type World } from '../world.ts';

const CODE_LIFE_MS = 10 * 60_000;

interface AccessRequest extends HttpRequest {
  readonly args: Args;
}

/** oauth.v2.access: a code for a token, or a refresh token for the next pair. */
export function exchangeCode(request: AccessRequest, rotation: boolean): JsonObject {
  checkClient(request);
  return request.args.text('grant_type') === 'refresh_token'
    ? refresh(request)
    : exchange(request, rotation);
}

function exchange({ world, args, call }: AccessRequest, rotation: boolean): JsonObject {
  const code = world.oauthCodes.get(args.required('code', 'invalid_code'));
  if (code === undefined) throw broken('invalid_code', 'no such code');
  if (code.used) throw broken('code_already_used', 'a code is exchanged once');
  if (world.now() - code.issuedAt > CODE_LIFE_MS) throw refused('invalid_code');
  if ((args.text('redirect_uri') ?? code.redirectUri) !== code.redirectUri) {
    throw broken('bad_redirect_uri', 'another redirect_uri than the one that was authorised');
  }
  code.used = true;
  const { holderId, scopes, installerId } = code;
  const holder = holderOf(world, holderId);
  call.workspaceId = isOrganisation(holder) ? null : holder.id;
  return answer(world, holder, install(world, holder, { scopes, installerId, rotation }));
}

function refresh({ world, args, call }: AccessRequest): JsonObject {
  const old = world.tokens.get(args.required('refresh_token', 'invalid_refresh_token'));
  const holderId = old?.workspaceId ?? old?.enterpriseId ?? null;
  if (old?.kind !== 'refresh' || holderId === null) {
    throw broken('invalid_refresh_token', 'no such refresh token');
  }
  if (old.state === 'revoked')
    throw broken('invalid_refresh_token', 'a refresh token is used once');
  if (old.state === 'account-inactive') throw refused('invalid_refresh_token');
  old.state = 'revoked';
  call.workspaceId = old.workspaceId;
  const holder = holderOf(world, holderId);
  const installerId = holder.installation?.installerId ?? holder.botUserId;
  const choice = { scopes: [...old.scopes], installerId, rotation: true };
  return answer(world, holder, install(world, holder, choice));
}

function answer(world: World, holder: Holder, granted: Granted): JsonObject {
  const { installation, refreshToken, expiresInS } = granted;
  const forAll = isOrganisation(holder);
  const { id, name } = holder;
  return {
    app_id: world.app.id,
    access_token: installation.botToken,
    token_type: 'bot',
    scope: installation.scopes.join(','),
    bot_user_id: holder.botUserId,
    team: forAll ? null : { id, name },
    enterprise: forAll ? { id, name } : enterpriseRef(world, holder),
    authed_user: { id: installation.installerId },
    is_enterprise_install: forAll,
    ...(refreshToken === null ? {} : { refresh_token: refreshToken, expires_in: expiresInS }),
  };
}

function checkClient({ world, request, args }: AccessRequest): void {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [headerId, headerSecret] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':');
  const id = headerId === '' ? args.text('client_id') : headerId;
  if (id !== world.app.clientId) throw broken('invalid_client_id', 'no such client id');
  const secret = headerSecret ?? args.text('client_secret');
  if (secret !== world.app.clientSecret) throw broken('bad_client_secret', 'a wrong client secret');
}
