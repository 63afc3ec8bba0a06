import { randomBytes } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from './http-request.ts';
import type { Holder } from '../organisations.ts';
import { workspaceOf, type PersonRecord, type World } from '../world.ts';

/**
 * Where a person is asked whether the app may come in. The form of the page goes back to the same
 * address by POST, with `user`, `decision` (`allow` or `deny`) and, for a whole organisation,
 * `enterprise` beside what was asked.
 */
export function authorizePage({ world, url, note }: HttpRequest): HttpAnswer {
  const problem = problemOf(world, url.searchParams);
  if (problem !== null) {
    note(problem);
    return page(400, `<h1>Something went wrong</h1><p>${escaped(problem)}</p>`);
  }
  const hidden = [...url.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return page(
    200,
    `<h1>${escaped(world.app.name)} asks to be installed</h1>
<p>${escaped(url.searchParams.get('scope') ?? '')}</p>
<form method="post" action="/oauth/v2/authorize">${hidden.join('')}
<input name="user" placeholder="Member id">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Cancel</button></form>`,
  );
}

/** The person has decided: back to the app, with a code or without. */
export function approve({ world, bytes, call, note }: HttpRequest): HttpAnswer {
  const form = new URLSearchParams(bytes.toString());
  call.args = Object.fromEntries(form);
  const problem = problemOf(world, form);
  const installer = world.people.get(form.get('user') ?? '');
  if (problem !== null || installer === undefined) {
    const reason = problem ?? 'no such member';
    note(reason);
    return page(400, `<p>${escaped(reason)}</p>`);
  }
  const redirectUri = form.get('redirect_uri') ?? '';
  const back = new URL(redirectUri);
  back.searchParams.set('state', form.get('state') ?? '');
  const holder = holderFor(world, installer, form.get('enterprise'));
  if (form.get('decision') !== 'allow' || holder === null) {
    back.searchParams.set('error', 'access_denied');
  } else {
    const code = `${randomBytes(5).toString('hex')}.${randomBytes(16).toString('hex')}`;
    world.oauthCodes.set(code, {
      holderId: holder.id,
      installerId: installer.id,
      scopes: (form.get('scope') ?? '').split(/[ ,]+/).filter((it) => it !== ''),
      redirectUri,
      issuedAt: world.now(),
      used: false,
    });
    back.searchParams.set('code', code);
  }
  return { status: 302, headers: { Location: back.href }, body: '' };
}

/** Null for whoever may not bring the app along: guests, and for all workspaces all but admins. */
function holderFor(
  world: World,
  installer: PersonRecord,
  enterpriseId: string | null,
): Holder | null {
  if (installer.guest !== null) return null;
  const workspace = workspaceOf(world, installer.workspaceId);
  if (enterpriseId === null) return workspace;
  const mayForAll = installer.admin && workspace.enterpriseId === enterpriseId;
  return mayForAll ? (world.organisations.get(enterpriseId) ?? null) : null;
}

function problemOf(world: World, asked: URLSearchParams): string | null {
  if (asked.get('client_id') !== world.app.clientId) return 'invalid_client_id';
  if ((asked.get('scope') ?? '') === '') return 'no scopes requested';
  if (URL.parse(asked.get('redirect_uri') ?? '') === null) return 'bad_redirect_uri';
  return null;
}

function page(status: number, body: string): HttpAnswer {
  return { status, body: `<!doctype html><html><body>${body}</body></html>` };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
