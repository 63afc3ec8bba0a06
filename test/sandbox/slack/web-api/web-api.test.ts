import { describe, expect, it } from 'vitest';
import { aSlack, section } from './support.ts';

describe('the Web API', () => {
  it('takes forms with nested JSON, JSON with a bearer token, and nothing else', async () => {
    await using it = await aSlack();
    const { slack, workspace, channel } = it;
    const post = async (type: string, body: string, token?: string) => {
      const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: {
          'Content-Type': type,
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        body,
      });
      return (await response.json()) as { ok: boolean; error?: string };
    };
    const form = new URLSearchParams({
      token: workspace.botToken,
      channel: channel.id,
      text: 'Hi',
      blocks: JSON.stringify([section('*Hi* <https://example.com|there> &amp; here')]),
    });
    const formType = 'application/x-www-form-urlencoded';
    expect(await post(formType, form.toString())).toMatchObject({ ok: true });
    expect(slack.messages(channel).map(slack.text)).toEqual([
      '*Hi* there <https://example.com> & here',
    ]);

    const json = JSON.stringify({ channel: channel.id, text: 'Hi', token: workspace.botToken });
    expect(await post('application/json', json, workspace.botToken)).toMatchObject({ ok: true });
    expect(it.takeViolations()).toEqual([]);
    expect((await post('application/json', json)).error).toBe('not_authed');
    expect((await post('application/json', '{', workspace.botToken)).error).toBe('invalid_json');
    expect((await post('text/plain', 'x', workspace.botToken)).error).toBe('invalid_post_type');
    form.set('blocks', '[{');
    expect((await post(formType, form.toString())).error).toBe('invalid_arguments');
    expect(it.takeViolations()).toHaveLength(4);
  });

  it('checks tokens and scopes', async () => {
    await using it = await aSlack({ scopes: ['chat:write'] });
    expect((await it.api('auth.test', {}, null)).body).toEqual({ ok: false, error: 'not_authed' });
    expect((await it.api('auth.test', {}, 'xoxb-wrong')).body.error).toBe('invalid_auth');
    expect((await it.api('auth.test', {}, it.slack.appToken)).body.error).toBe(
      'not_allowed_token_type',
    );
    expect((await it.api('users.info', { user: it.person.id })).body).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write',
    });
    expect(it.takeViolations()).toHaveLength(4);
    expect((await it.api('auth.test')).body).toMatchObject({
      ok: true,
      team_id: it.workspace.id,
      user_id: it.workspace.botUserId,
      bot_id: it.workspace.botId,
    });
  });

  it('tells a removed app from a revoked token', async () => {
    await using it = await aSlack();
    const other = it.slack.addWorkspace({ name: 'Other' });
    const { botToken } = other;
    const own = it.workspace.botToken;
    const events: unknown[] = [];
    it.slack.world.eventListeners.add((_, event) => events.push(event.type));
    it.slack.uninstall(other);
    expect((await it.api('auth.test', {}, botToken)).body.error).toBe('account_inactive');
    expect((await it.api('auth.revoke', { test: true })).body.revoked).toBe(false);
    expect((await it.api('auth.revoke')).body.revoked).toBe(true);
    expect((await it.api('auth.test', {}, own)).body.error).toBe('token_revoked');
    expect(events).toEqual([
      'tokens_revoked',
      'app_uninstalled',
      'tokens_revoked',
      'app_uninstalled',
    ]);
    expect(it.workspace.installation).toBeNull();
    expect(it.takeViolations()).toEqual([]);
  });

  it('knows no other methods and notes unknown arguments', async () => {
    await using it = await aSlack();
    expect(await it.error('files.upload')).toBe('unknown_method');
    expect(await it.error('constructor')).toBe('unknown_method');
    await it.api('files.getUploadURLExternal', { filename: 'a.png', length: 3, alt_text: 'x' });
    expect((await fetch(`${it.slack.url}/nowhere`)).status).toBe(501);
    expect(it.takeViolations()).toEqual([
      'files.upload is no method',
      'constructor is no method',
      'files.getUploadURLExternal takes no argument alt_text',
      'no such route in the emulator: GET /nowhere',
    ]);
  });

  it('tells who people are', async () => {
    await using it = await aSlack();
    const { workspace } = it;
    const owner = workspace.addPerson({ name: 'Bo', owner: true });
    const guest = workspace.addPerson({ name: 'Cy', guest: 'single-channel' });
    const group = workspace.addUserGroup({ handle: 'editors', members: [owner] });
    const info = async (user: string) => (await it.api('users.info', { user })).body.user;
    expect(await info(owner.id)).toMatchObject({ is_admin: true, is_owner: true });
    expect(await info(guest.id)).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    expect(await info(it.person.id)).toMatchObject({ is_admin: false, is_restricted: false });
    expect(await it.error('users.info', { user: 'U0NOBODY' })).toBe('user_not_found');
    expect((await it.api('usergroups.list', { include_users: true })).body.usergroups).toEqual([
      expect.objectContaining({ id: group.id, handle: 'editors', users: [owner.id] }),
    ]);
    const members = await it.api('usergroups.users.list', { usergroup: group.id });
    expect(members.body.users).toEqual([owner.id]);
    expect((await it.api('team.info')).body.team).toMatchObject({ id: workspace.id });
  });

  it('opens conversations and knows those it may see', async () => {
    await using it = await aSlack();
    const { workspace, person } = it;
    const other = workspace.addPerson({ name: 'Bo' });
    const opened = (await it.api('conversations.open', { users: person.id })).body;
    const again = (await it.api('conversations.open', { users: person.id })).body;
    expect(opened).toMatchObject({ already_open: false });
    expect(again).toMatchObject({ already_open: true, channel: opened.channel });
    const info = async (channel: string) => (await it.api('conversations.info', { channel })).body;
    expect((await info(workspace.directMessage(person).id)).channel).toMatchObject({
      is_im: true,
      user: person.id,
    });
    expect((await info(it.channel.id)).channel).toMatchObject({ is_member: true });
    expect((await info(workspace.directMessage(person, other).id)).error).toBe('channel_not_found');
    const hidden = workspace.addChannel({ name: 'x', private: true, botIsMember: false });
    expect((await info(hidden.id)).error).toBe('channel_not_found');
    const elsewhere = it.slack.addWorkspace().addChannel({ name: 'general' });
    expect((await info(elsewhere.id)).error).toBe('channel_not_found');
    const { body } = await it.api('conversations.members', { channel: it.channel.id, limit: 1 });
    expect(body.members).toHaveLength(1);
    expect(body.response_metadata).toEqual({ next_cursor: '1' });
  });
});

describe('rate limits', () => {
  it('hold each method in each workspace to its tier, and say how long', async () => {
    await using it = await aSlack({ rateLimits: true });
    const ts = await it.post();
    const update = (n: number) =>
      it.api('chat.update', { channel: it.channel.id, ts, text: `Step ${n}` });
    for (let n = 0; n < 50; n += 1) expect((await update(n)).status).toBe(200);
    await it.pass(20_000);
    const refused = await update(50);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(refused.body).toEqual({ ok: false, error: 'ratelimited' });
    // Another method, and another workspace, have their own.
    expect((await it.api('users.info', { user: it.person.id })).status).toBe(200);
    const other = it.slack.addWorkspace();
    const args = { channel: it.channel.id, ts, text: 'x' };
    expect((await it.api('chat.update', args, other.botToken)).status).toBe(200);
    await it.pass(40_000);
    expect((await update(51)).status).toBe(200);
  });

  it('let one message a second into a channel', async () => {
    await using it = await aSlack({ rateLimits: true });
    const other = it.workspace.addChannel({ name: 'other' });
    await it.post();
    await it.post({ channel: other.id });
    const args = { channel: it.channel.id, text: 'Hi' };
    const refused = await it.api('chat.postMessage', args);
    expect(refused.headers.get('retry-after')).toBe('1');
    await it.pass(1000);
    await it.post();
  });
});

describe('faults', () => {
  it('befall the next calls of a method only', async () => {
    await using it = await aSlack();
    const { slack } = it;
    slack.failNext('auth.test', { error: 'fatal_error' });
    expect((await it.api('auth.test')).body).toEqual({ ok: false, error: 'fatal_error' });
    slack.failNext('auth.test', { rateLimited: 7 }, 2);
    const limited = [await it.api('auth.test'), await it.api('auth.test')];
    expect(limited.map((answer) => answer.status)).toEqual([429, 429]);
    expect(limited[1]?.headers.get('retry-after')).toBe('7');
    slack.failNext('auth.test', { status: 503 });
    const down = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(down.status).toBe(503);
    expect((await it.api('auth.test')).body.ok).toBe(true);
  });

  it('can cut the connection before and after the deed', async () => {
    await using it = await aSlack();
    const { slack, channel } = it;
    slack.failNext('chat.postMessage', 'drop-before');
    await expect(it.post()).rejects.toThrow();
    expect(slack.messages(channel)).toHaveLength(0);
    slack.failNext('chat.postMessage', 'drop-after');
    await expect(it.post()).rejects.toThrow();
    expect(slack.messages(channel)).toHaveLength(1);
    const drops = slack.calls.filter((call) => call.method === 'chat.postMessage');
    expect(drops.map((call) => call.status)).toEqual([0, 0]);
  });

  it('can be slow, and calls can be held', async () => {
    await using it = await aSlack();
    it.slack.failNext('auth.test', { delayMs: 5000 });
    const held: string[] = [];
    const end = it.slack.onCall((call) => void held.push(call.method));
    let done = false;
    const slow = it.api('auth.test').then(() => (done = true));
    await it.slack.until('the call', () => it.slack.calls[0]);
    await it.api('team.info');
    expect(done).toBe(false);
    await it.pass(5000);
    await slow;
    end();
    await it.api('auth.test');
    expect(held).toEqual(['auth.test', 'team.info']);
  });
});
