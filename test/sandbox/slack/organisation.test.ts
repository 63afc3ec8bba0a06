import { describe, expect, it } from 'vitest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aSlackApp } from './deliveries/support.ts';
import { aSlack } from './web-api/support.ts';

const redirectUri = 'http://127.0.0.1:9/slack/oauth_redirect';

/** An organisation of two workspaces, and the app installed for both of them. */
async function anOrganisation(options: { readonly tokenRotation?: boolean } = {}) {
  const it = await aSlack(options);
  const { slack } = it;
  const organisation = slack.addOrganisation({ name: 'Acme' });
  const one = organisation.addWorkspace({ name: 'One' });
  const two = organisation.addWorkspace({ name: 'Two' });
  const admin = one.addPerson({ name: 'Ada', admin: true });
  const member = two.addPerson({ name: 'Bea' });
  async function decide(user: string, enterprise: string = organisation.id) {
    const response = await fetch(slack.authorizeUrl, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        client_id: slack.clientId,
        scope: 'chat:write,commands,files:read,files:write,im:write,usergroups:read,users:read',
        redirect_uri: redirectUri,
        user,
        enterprise,
        decision: 'allow',
      }),
    });
    return new URL(response.headers.get('location') ?? '').searchParams;
  }
  async function access(args: Record<string, string>) {
    const response = await fetch(`${slack.apiUrl}oauth.v2.access`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: slack.clientId,
        client_secret: slack.clientSecret,
        ...args,
      }),
    });
    return (await response.json()) as Record<string, unknown>;
  }
  const granted = await access({ code: (await decide(admin.id)).get('code') ?? '' });
  return {
    slack,
    organisation,
    one,
    two,
    admin,
    member,
    granted,
    decide,
    access,
    pass: (ms: number) => it.pass(ms),
    takeViolations: () => it.takeViolations(),
    /** Calls by the organisation's token. */
    call: async (method: string, args: Record<string, unknown> = {}) =>
      (await it.api(method, args, organisation.botToken)).body,
    [Symbol.asyncDispose]: () => it[Symbol.asyncDispose](),
  };
}

describe('an app that is installed for an organisation', () => {
  it('gets one token, of no workspace', async () => {
    await using it = await anOrganisation();
    expect(it.granted).toMatchObject({
      ok: true,
      access_token: it.organisation.botToken,
      bot_user_id: it.organisation.botUserId,
      team: null,
      enterprise: { id: it.organisation.id, name: 'Acme' },
      is_enterprise_install: true,
    });
    expect(await it.call('auth.test')).toMatchObject({
      team_id: it.organisation.id,
      enterprise_id: it.organisation.id,
      is_enterprise_install: true,
    });
    expect([it.one.installation, it.two.installation]).toEqual([null, null]);
  });

  it('is brought along by its admins alone, and for their own organisation', async () => {
    await using it = await anOrganisation();
    const other = it.slack.addOrganisation({ name: 'Other' });
    expect((await it.decide(it.member.id)).get('error')).toBe('access_denied');
    expect((await it.decide(it.admin.id, other.id)).get('error')).toBe('access_denied');
  });

  it('reaches all of its workspaces and no others', async () => {
    await using it = await anOrganisation();
    const elsewhere = it.slack.addWorkspace({ name: 'Elsewhere' }).addChannel({ name: 'x' });
    for (const workspace of [it.one, it.two]) {
      const channel = workspace.addChannel({ name: 'films' });
      const posted = await it.call('chat.postMessage', { channel: channel.id, text: 'Hi' });
      expect(posted).toMatchObject({ ok: true, message: { team: workspace.id } });
    }
    expect(await it.call('chat.postMessage', { channel: elsewhere.id, text: 'Hi' })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await it.call('users.info', { user: it.member.id })).toMatchObject({
      user: {
        team_id: it.two.id,
        enterprise_user: { enterprise_id: it.organisation.id, teams: [it.two.id] },
      },
    });
    const opened = await it.call('conversations.open', { users: it.member.id });
    expect(opened).toMatchObject({ ok: true });
  });

  it('has to say of which workspace it wants the user groups', async () => {
    await using it = await anOrganisation();
    it.two.addUserGroup({ handle: 'makers', members: [it.member] });
    expect(await it.call('usergroups.list')).toMatchObject({ error: 'missing_argument' });
    expect(await it.call('usergroups.list', { team_id: it.two.id })).toMatchObject({
      usergroups: [{ handle: 'makers' }],
    });
    expect(await it.call('usergroups.list', { team_id: it.one.id })).toMatchObject({
      usergroups: [],
    });
    expect(await it.call('usergroups.list', { team_id: 'T0NOBODY' })).toMatchObject({
      error: 'team_access_not_granted',
    });
    expect(it.takeViolations()).toHaveLength(1);
  });

  it('is kept out of a workspace where an admin says so', async () => {
    await using it = await anOrganisation();
    const channel = it.two.addChannel({ name: 'films' });
    it.organisation.withheld.add(it.two.id);
    expect(await it.call('chat.postMessage', { channel: channel.id, text: 'Hi' })).toMatchObject({
      error: 'team_access_not_granted',
    });
  });

  it('uploads and reads files wherever it is', async () => {
    await using it = await anOrganisation();
    const channel = it.two.addChannel({ name: 'films' });
    const bytes = new Uint8Array([1, 2, 3]);
    const place = { team_id: it.two.id };
    const opened = await it.call('files.getUploadURLExternal', {
      ...place,
      filename: 'a.mp4',
      length: 3,
    });
    await fetch(String(opened.upload_url), { method: 'POST', body: bytes });
    const files = [{ id: opened.file_id, title: 'a' }];
    expect(
      await it.call('files.completeUploadExternal', { ...place, files, channel_id: channel.id }),
    ).toMatchObject({ ok: true });
    const file = it.member.upload({ name: 'b.png', bytes });
    const info = await it.call('files.info', { file: file.id });
    const url = (info.file as { url_private: string }).url_private;
    const headers = { authorization: `Bearer ${it.organisation.botToken}` };
    const fetched = await fetch(url, { headers });
    expect((await fetched.arrayBuffer()).byteLength).toBe(3);
  });

  it('has a token that is refreshed', async () => {
    await using it = await anOrganisation({ tokenRotation: true });
    await it.pass(43_200_000);
    expect(await it.call('auth.test')).toMatchObject({ error: 'token_expired' });
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(it.granted.refresh_token),
    };
    const renewed = await it.access(refresh);
    expect(renewed).toMatchObject({ ok: true, is_enterprise_install: true, team: null });
    expect(await it.call('auth.test')).toMatchObject({ ok: true });
  });

  it('dies with all of its tokens, but for those of workspaces with an installation of their own', async () => {
    await using it = await anOrganisation();
    const own = it.slack.addWorkspace({ name: 'Own', enterpriseId: it.organisation.id });
    const token = it.organisation.botToken;
    it.slack.uninstall(it.organisation);
    const test = async (value: string) =>
      (
        await fetch(`${it.slack.apiUrl}auth.test`, {
          method: 'POST',
          headers: { authorization: `Bearer ${value}` },
        })
      ).json();
    expect(await test(token)).toMatchObject({ error: 'account_inactive' });
    expect(await test(own.botToken)).toMatchObject({ ok: true, team_id: own.id });
  });
});

describe('what an organisation-wide app hears', () => {
  async function hearing() {
    const received: Record<string, unknown>[] = [];
    const app = createServer((request, response) => {
      void (async () => {
        let raw = '';
        for await (const chunk of request) raw += String(chunk);
        const fields = new URLSearchParams(raw);
        const json = raw.startsWith('{') ? raw : fields.get('payload');
        received.push(
          json === null
            ? Object.fromEntries(fields)
            : (JSON.parse(json) as Record<string, unknown>),
        );
        response.end();
      })();
    });
    app.listen(0, '127.0.0.1');
    await new Promise((resolve) => app.once('listening', resolve));
    const it = await anOrganisation();
    const { port } = app.address() as AddressInfo;
    it.slack.deliverTo({ eventsUrl: `http://127.0.0.1:${port}/slack/events` });
    return {
      ...it,
      received,
      async [Symbol.asyncDispose]() {
        await it[Symbol.asyncDispose]();
        app.closeAllConnections();
        await new Promise((resolve) => app.close(resolve));
      },
    };
  }

  it('names the workspace in commands, and mostly not where something is pressed', async () => {
    await using it = await hearing();
    const { received, organisation, two, member } = it;
    const channel = two.addChannel({ name: 'films' });
    await member.command('/video', 'tide', { channel });
    expect(received.at(-1)).toMatchObject({
      team_id: two.id,
      enterprise_id: organisation.id,
      is_enterprise_install: 'true',
    });
    await member.shortcut('create_video');
    expect(received.at(-1)).toMatchObject({
      team: null,
      enterprise: { id: organisation.id, name: 'Acme' },
      is_enterprise_install: true,
      user: { team_id: two.id },
    });
    await it.call('views.publish', {
      user_id: member.id,
      view: {
        type: 'home',
        blocks: [
          {
            type: 'actions',
            elements: [
              { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } },
            ],
          },
        ],
      },
    });
    const { home } = member;
    if (home === null) throw new Error('no home');
    await member.press(home, 'go');
    expect(received.at(-1)).toMatchObject({
      team: null,
      user: { team_id: organisation.id },
      view: { app_installed_team_id: organisation.id },
    });
  });

  it('is told by events of one of its workspaces, and of the organisation as a whole', async () => {
    await using it = await hearing();
    const { received, organisation, two, member } = it;
    await member.openHome()?.settled;
    const authorizations = [
      {
        enterprise_id: organisation.id,
        team_id: null,
        user_id: organisation.botUserId,
        is_bot: true,
        is_enterprise_install: true,
      },
    ];
    expect(received.at(-1)).toMatchObject({
      team_id: two.id,
      enterprise_id: organisation.id,
      authorizations,
    });
    it.slack.uninstall(organisation);
    await it.slack.until('both events', () => (received.length >= 3 ? true : undefined));
    for (const event of received.slice(1)) {
      expect(event).toMatchObject({
        team_id: null,
        enterprise_id: organisation.id,
        authorizations,
      });
    }
    expect(member.openHome()).toBeNull();
  });

  it('names the workspace everywhere where it installed the app by itself', async () => {
    await using it = await aSlackApp();
    await it.person.shortcut('create_video');
    expect(it.received.at(-1)?.payload).toMatchObject({
      team: { id: it.workspace.id },
      enterprise: null,
      is_enterprise_install: false,
    });
  });
});
