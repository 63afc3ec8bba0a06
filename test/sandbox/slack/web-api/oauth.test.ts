import { describe, expect, it } from 'vitest';
import { aSlack } from './support.ts';

const redirectUri = 'http://127.0.0.1:9/slack/oauth_redirect';

type Installing = Awaited<ReturnType<typeof installing>>;

async function installing(tokenRotation = false) {
  const it = await aSlack({ tokenRotation });
  const { slack } = it;
  const workspace = slack.addWorkspace({ name: 'New', installed: false });
  const person = workspace.addPerson({ name: 'Bo' });
  const asked = {
    client_id: slack.clientId,
    scope: 'chat:write,commands',
    state: 'a state',
    redirect_uri: redirectUri,
  };
  return {
    ...it,
    workspace,
    newcomer: person,
    asked,
    async decide(decision: string, user = person.id): Promise<URLSearchParams> {
      const response = await fetch(slack.authorizeUrl, {
        method: 'POST',
        body: new URLSearchParams({ ...asked, user, decision }),
        redirect: 'manual',
      });
      const location = response.headers.get('location') ?? '';
      expect(location.startsWith(redirectUri)).toBe(true);
      return new URL(location).searchParams;
    },
    async access(args: Record<string, string>): Promise<Record<string, unknown>> {
      const response = await fetch(`${slack.apiUrl}oauth.v2.access`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: slack.clientId,
          client_secret: slack.clientSecret,
          ...args,
        }),
      });
      return (await response.json()) as Record<string, unknown>;
    },
    [Symbol.asyncDispose]: () => it[Symbol.asyncDispose](),
  };
}

async function allowed(it: Installing): Promise<string> {
  return (await it.decide('allow')).get('code') ?? '';
}

describe('installing', () => {
  it('asks a person and gives a code for a token, once', async () => {
    await using it = await installing();
    const page = await fetch(
      `${it.slack.authorizeUrl}?${new URLSearchParams(it.asked).toString()}`,
    );
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Allow')]);
    const back = await it.decide('allow');
    expect(back.get('state')).toBe('a state');
    const code = back.get('code') ?? '';
    expect((await it.access({ code, redirect_uri: 'https://other.example/' })).error).toBe(
      'bad_redirect_uri',
    );
    expect((await it.access({ code, client_secret: 'wrong' })).error).toBe('bad_client_secret');
    expect((await it.access({ code, client_id: 'wrong' })).error).toBe('invalid_client_id');
    const granted = await it.access({ code, redirect_uri: redirectUri });
    expect(granted).toMatchObject({
      ok: true,
      token_type: 'bot',
      scope: 'chat:write,commands',
      team: { id: it.workspace.id, name: 'New' },
      authed_user: { id: it.newcomer.id },
      bot_user_id: it.workspace.botUserId,
    });
    expect(granted).not.toHaveProperty('refresh_token');
    expect((await it.api('auth.test', {}, String(granted.access_token))).body.team_id).toBe(
      it.workspace.id,
    );
    expect((await it.access({ code })).error).toBe('code_already_used');
    expect((await it.access({ code: 'x' })).error).toBe('invalid_code');
  });

  it('can be denied, comes too late after ten minutes, and is not for guests', async () => {
    await using it = await installing();
    expect((await it.decide('deny')).get('error')).toBe('access_denied');
    const guest = it.workspace.addPerson({ name: 'Cy', guest: 'multi-channel' });
    expect((await it.decide('allow', guest.id)).get('error')).toBe('access_denied');
    const code = await allowed(it);
    await it.pass(10 * 60_000 + 1);
    expect((await it.access({ code })).error).toBe('invalid_code');
    expect(it.workspace.installation).toBeNull();
  });

  it('shows an error to whoever asks wrongly', async () => {
    await using it = await installing();
    for (const wrong of [{ client_id: 'x' }, { scope: '' }, { redirect_uri: 'x' }]) {
      const query = new URLSearchParams({ ...it.asked, ...wrong });
      expect((await fetch(`${it.slack.authorizeUrl}?${query.toString()}`)).status).toBe(400);
    }
    expect(it.takeViolations()).toHaveLength(3);
  });

  it('keeps its token when it is done again, and the token may then do more', async () => {
    await using it = await installing();
    const first = await it.access({ code: await allowed(it) });
    const asked = it.asked;
    asked.scope = 'users:read';
    const second = await it.access({ code: await allowed(it) });
    expect(second.access_token).toBe(first.access_token);
    expect(second.scope).toBe('chat:write,commands,users:read');
  });

  it('gives tokens that run out, and new ones for each refresh token once', async () => {
    await using it = await installing(true);
    const first = await it.access({ code: await allowed(it) });
    expect(first.expires_in).toBe(43_200);
    await it.pass(43_200_000);
    const test = async (token: unknown) =>
      (await it.api('auth.test', {}, String(token))).body.error;
    expect(await test(first.access_token)).toBe('token_expired');
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.refresh_token) };
    const second = await it.access(refresh);
    expect(await test(second.access_token)).toBeUndefined();
    expect(second.access_token).not.toBe(first.access_token);
    expect((await it.access(refresh)).error).toBe('invalid_refresh_token');
    expect(it.takeViolations()).toEqual(['a refresh token is used once']);
  });
});
