import { isObject } from '../../shared/json.ts';
import { createArgs } from './args.ts';
import { checkToken, tokenOf } from './auth.ts';
import { readArguments } from '../http/body.ts';
import { broken } from '../errors.ts';
import type { HttpAnswer, HttpOptions, HttpRequest } from '../http/http-request.ts';
import type { BotMethods } from './method.ts';
import { chatMethods } from './methods-chat.ts';
import { conversationMethods } from './methods-conversations.ts';
import { fileMethods } from './methods-files.ts';
import { teamMethods } from './methods-team.ts';
import { viewMethods } from './methods-views.ts';
import { exchangeCode } from '../http/oauth-access.ts';
import { organisationMethods, workspaceMeant } from './organisation-calls.ts';
import { createRateLimits } from './rate-limits.ts';
import { workspaceOf } from '../world.ts';

const METHODS: BotMethods = {
  ...chatMethods,
  ...conversationMethods,
  ...fileMethods,
  ...teamMethods,
  ...viewMethods,
};

/** Arguments that every method takes. */
const ALWAYS_TAKEN: readonly string[] = ['token', 'team_id'];

export function createWebApi(options: HttpOptions) {
  const { world } = options;
  const limits = createRateLimits(world);

  return (it: HttpRequest): HttpAnswer => {
    const { call } = it;
    const raw = readArguments(it.request, it.url, it.bytes);
    call.args = raw;
    const name = call.method;
    if (name === 'api.test') return { status: 200, body: { ok: true, args: raw } };
    if (name === 'oauth.v2.access') {
      const body = exchangeCode({ ...it, args: createArgs(raw) }, options.rotation);
      return { status: 200, body: { ok: true, ...body } };
    }
    call.token = tokenOf(it.request, raw);
    if (name === 'apps.connections.open') {
      checkToken(world, call.token, 'app');
      return { status: 200, body: { ok: true, url: options.connectionUrl() } };
    }
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (method === undefined)
      throw broken('unknown_method', `${name} is no method`, { req_method: name });

    const token = checkToken(world, call.token, 'bot');
    const args = createArgs(raw);
    const scopes = [...token.scopes].join(',');
    const headers = { 'X-OAuth-Scopes': scopes };
    const organisation = world.organisations.get(token.enterpriseId ?? '') ?? null;
    const ofItself = organisation === null ? undefined : organisationMethods[name];
    if (organisation !== null && ofItself !== undefined) {
      const body = ofItself({ world, args, organisation, token });
      return { status: 200, headers, body: { ok: true, ...body } };
    }
    const workspace =
      organisation === null
        ? workspaceOf(world, token.workspaceId ?? '')
        : workspaceMeant(world, organisation, name, args);
    call.workspaceId = workspace.id;
    const channelId = typeof raw.channel === 'string' ? raw.channel : '';
    if (options.rateLimits) {
      limits.take({ method: name, tier: method.tier, workspaceId: workspace.id, channelId });
    }
    if (method.scopes.length > 0 && !method.scopes.some((scope) => token.scopes.has(scope))) {
      throw broken('missing_scope', `${name} needs ${method.scopes.join(' or ')}`, {
        needed: method.scopes.join(','),
        provided: [...token.scopes].join(','),
      });
    }
    for (const key of Object.keys(raw)) {
      if (!method.takes.includes(key) && !ALWAYS_TAKEN.includes(key)) {
        it.note(`${name} takes no argument ${key}`);
      }
    }
    const body = method.handle({ world, args, workspace, token, note: it.note });
    return { status: 200, headers, body: { ok: true, ...(isObject(body) ? body : {}) } };
  };
}
