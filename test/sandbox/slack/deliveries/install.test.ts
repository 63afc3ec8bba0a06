import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createSlackEmulator } from '../../../../sandbox/slack/emulator.ts';

const STATE = 'state-of-the-app';

/** A Slack with a workspace that lacks the app, and an app with the two pages that an install needs. */
async function anInstallation(how: { readonly redirects?: boolean; readonly scope?: string } = {}) {
  const slack = await createSlackEmulator();
  const workspace = slack.addWorkspace({ installed: false });
  const admin = workspace.addPerson({ name: 'Ada', admin: true });
  const guest = workspace.addPerson({ name: 'Grace', guest: 'multi-channel' });
  const granted: Record<string, unknown>[] = [];
  let authorizeUrl = slack.authorizeUrl;

  const app = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', appUrl);
      if (url.pathname === '/slack/install') {
        const link = new URL(authorizeUrl);
        link.searchParams.set('client_id', slack.clientId);
        link.searchParams.set('scope', how.scope ?? 'commands,chat:write');
        link.searchParams.set('state', STATE);
        link.searchParams.set('redirect_uri', `${appUrl}/slack/oauth_redirect`);
        const cookie = {
          'set-cookie': `app-state=${STATE}; Path=/; HttpOnly; Secure; Max-Age=600`,
        };
        if (how.redirects === true) {
          response.writeHead(302, { ...cookie, location: link.href }).end();
          return;
        }
        const href = link.href.replaceAll('&', '&amp;');
        response.writeHead(200, cookie).end(`<p><a class="x" href="${href}">Add to Slack</a></p>`);
        return;
      }
      if (url.pathname === '/done') {
        response.end('Installed.');
        return;
      }
      const given = url.searchParams.get('state');
      if (given !== STATE || request.headers.cookie !== `app-state=${STATE}`) {
        response.writeHead(400).end('The state is not of this browser.');
        return;
      }
      const code = url.searchParams.get('code');
      if (code === null) {
        response.writeHead(200).end(url.searchParams.get('error'));
        return;
      }
      const answer = await fetch(`${slack.apiUrl}oauth.v2.access`, {
        method: 'POST',
        body: new URLSearchParams({
          client_id: slack.clientId,
          client_secret: slack.clientSecret,
          redirect_uri: `${appUrl}/slack/oauth_redirect`,
          code,
        }),
      });
      granted.push((await answer.json()) as Record<string, unknown>);
      response.writeHead(302, { location: '/done' }).end();
    })();
  });
  app.listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  const installUrl = `${appUrl}/slack/install`;
  return {
    slack,
    workspace,
    admin,
    guest,
    granted,
    installUrl,
    leadTo(url: string): void {
      authorizeUrl = url;
    },
    async [Symbol.asyncDispose]() {
      await slack[Symbol.asyncDispose]();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

describe('installing the app in a browser', () => {
  it.each([
    ['by a link', false],
    ['by a redirect', true],
  ])('ends with a token for its workspace, led there %s', async (_, redirects) => {
    await using it = await anInstallation({ redirects });
    const { slack, admin, workspace, installUrl } = it;
    const end = await slack.deliveries.install({ installUrl, personId: admin.id });
    expect(end).toMatchObject({ status: 200, body: 'Installed.' });
    expect(it.granted).toMatchObject([
      {
        ok: true,
        access_token: workspace.botToken,
        scope: 'commands,chat:write',
        team: { id: workspace.id },
        authed_user: { id: admin.id },
      },
    ]);
    expect(slack.violations).toEqual([]);
  });

  it('ends without one when the person says no, or may not', async () => {
    await using it = await anInstallation();
    const { slack, installUrl } = it;
    const no = { installUrl, personId: it.admin.id, decision: 'deny' } as const;
    expect((await slack.deliveries.install(no)).body).toBe('access_denied');
    const asGuest = await slack.deliveries.install({ installUrl, personId: it.guest.id });
    expect(asGuest.body).toBe('access_denied');
    expect(it.workspace.installation).toBeNull();
  });

  it.each(['cookies-lost', 'other-state'] as const)('can come back with %s', async (tamper) => {
    await using it = await anInstallation();
    const { slack, admin, installUrl } = it;
    const end = await slack.deliveries.install({ installUrl, personId: admin.id, tamper });
    expect(end.status).toBe(400);
    expect(it.granted).toEqual([]);
    expect(it.workspace.installation).toBeNull();
  });

  it('stops at a page that asks for nothing', async () => {
    await using it = await anInstallation({ scope: '' });
    const end = await it.slack.deliveries.install({
      installUrl: it.installUrl,
      personId: it.admin.id,
    });
    expect(end).toMatchObject({ status: 400, callbackUrl: null });
  });

  it('never leaves the machine', async () => {
    await using it = await anInstallation();
    it.leadTo('https://slack.com/oauth/v2/authorize');
    const walking = it.slack.deliveries.install({
      installUrl: it.installUrl,
      personId: it.admin.id,
    });
    await expect(walking).rejects.toThrow('leads to https://slack.com');
  });
});
