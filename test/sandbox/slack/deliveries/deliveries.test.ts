import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMessage } from '../../../../sandbox/slack/messages/messages.ts';
import { aSlackApp, type ASlackApp, type Received } from './support.ts';

/** The check that every app has to make, written down once more. */
function isGenuine(it: ASlackApp, { headers, raw }: Received): boolean {
  const timestamp = String(headers['x-slack-request-timestamp']);
  if (Math.abs(it.clock.now / 1000 - Number(timestamp)) > 300) return false;
  const mac = createHmac('sha256', it.world.app.signingSecret);
  const expected = `v0=${mac.update(`v0:${timestamp}:${raw}`).digest('hex')}`;
  return headers['x-slack-signature'] === expected;
}

const button = (actionId: string, value?: string) => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text: 'Go' },
  ...(value === undefined ? {} : { value }),
});

function card(it: ASlackApp, more: { readonly ephemeralFor?: string } = {}) {
  return createMessage(it.world, {
    workspaceId: it.workspace.id,
    channelId: it.channel.id,
    authorId: it.workspace.botUserId,
    text: 'A card',
    blocks: [
      { type: 'actions', block_id: 'row-1', elements: [button('again', 'one')] },
      { type: 'actions', block_id: 'row-2', elements: [button('again', 'two')] },
    ],
    ...more,
  });
}

describe('a slash command', () => {
  it('arrives signed, as a flat form', async () => {
    await using it = await aSlackApp();
    it.answer((received) => ({ status: isGenuine(it, received) ? 200 : 401 }));
    const act = await it.person.command('/video', 'a cat & <dog>', { channel: it.channel });
    expect(act).toMatchObject({ error: null, acknowledgedAfterMs: 0 });
    const [was] = it.received;
    expect(was?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(was?.payload).toMatchObject({
      command: '/video',
      text: 'a cat & <dog>',
      team_id: it.workspace.id,
      channel_id: it.channel.id,
      user_id: it.person.id,
      is_enterprise_install: 'false',
    });
    expect(was?.payload.response_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/commands\//);
    expect(was?.payload).not.toHaveProperty('thread_ts');
    expect(it.takeViolations()).toEqual([]);
  });

  it('comes with nothing optional in it but what is to be told', async () => {
    await using it = await aSlackApp();
    it.world.tells.add('user_name');
    await it.person.command('/video', '', { channel: it.channel });
    expect(it.received[0]?.payload).toHaveProperty('user_name', 'ada');
    expect(it.received[0]?.payload).not.toHaveProperty('channel_name');
    expect(it.received[0]?.payload).not.toHaveProperty('token');
  });

  it('gives a trigger that is good once, for three seconds', async () => {
    await using it = await aSlackApp();
    const { person, channel, workspace, world } = it;
    const triggerOf = async () => {
      const act = await person.command('/video', '', { channel });
      return String(act.delivery.payload.trigger_id);
    };
    const once = await triggerOf();
    expect(world.triggers.consume(once, workspace.id)).toMatchObject({ status: 'ok' });
    expect(world.triggers.consume(once, workspace.id)).toEqual({ status: 'exchanged' });
    const late = await triggerOf();
    it.clock.now += 3001;
    expect(world.triggers.consume(late, workspace.id)).toEqual({ status: 'expired' });
  });

  it.each<[string, 'silence' | number, string, string]>([
    ['says nothing', 'silence', 'operation_timeout', 'not acknowledged within 3000 ms'],
    ['breaks', 500, 'http_service_error', 'answered with HTTP status 500'],
    ['refuses', 404, 'http_client_error', 'answered with HTTP status 404'],
  ])('fails before the person when the app %s', async (_, answer, error, reason) => {
    await using it = await aSlackApp({ speed: answer === 'silence' ? 100 : 1 });
    it.answer(() => (answer === 'silence' ? answer : { status: answer }));
    const act = await it.person.command('/video', 'a cat', { channel: it.channel });
    expect(act).toMatchObject({ error, acknowledgedAfterMs: null });
    expect(it.takeViolations()).toEqual([reason]);
    expect(it.received).toHaveLength(1);
  });

  it('fails when nobody listens, which breaks no rule', async () => {
    await using it = await aSlackApp();
    it.app.close();
    const act = await it.person.command('/video', 'a cat', { channel: it.channel });
    expect(act.error).toBe('dispatch_failed');
    expect(it.takeViolations()).toEqual([]);
  });

  it('is not to be typed where the person cannot be', async () => {
    await using it = await aSlackApp();
    it.channel.archived = true;
    const typed = it.person.command('/video', 'a cat', { channel: it.channel });
    await expect(typed).rejects.toThrow('archived');
    expect(it.received).toEqual([]);
  });
});

describe('strangers', () => {
  it.each([
    ['a wrong signature', 'wrong-secret'],
    ['no signature', 'missing'],
    ['another body than was signed', 'tampered'],
    ['a timestamp of six minutes ago', { skewMs: -360_000 }],
    ['a timestamp of the next hour', { skewMs: 3_600_000 }],
  ] as const)('send %s', async (_, signing) => {
    await using it = await aSlackApp();
    it.answer((received) => ({ status: isGenuine(it, received) ? 200 : 401 }));
    const act = await it.person.command('/video', 'a cat', { channel: it.channel, signing });
    expect(act.delivery.answer).toMatchObject({ status: 'refused', httpStatus: 401 });
    expect(it.takeViolations()).toEqual([]);
  });

  it('send again what they have recorded, byte for byte', async () => {
    await using it = await aSlackApp();
    const { delivery } = await it.person.command('/video', 'a cat', { channel: it.channel });
    it.clock.now += 200_000;
    await it.deliveries.replay(delivery);
    const [first, second] = it.received;
    expect(second?.raw).toBe(first?.raw);
    const names = ['x-slack-signature', 'x-slack-request-timestamp'];
    for (const name of names) expect(second?.headers[name]).toBe(first?.headers[name]);
    expect(isGenuine(it, second!)).toBe(true);
    it.clock.now += 200_000;
    expect(isGenuine(it, second!)).toBe(false);
  });

  it('are not those who deliver the same command three times', async () => {
    await using it = await aSlackApp();
    it.answer((received) => ({ status: isGenuine(it, received) ? 200 : 401 }));
    const act = await it.person.command('/video', 'a cat', { channel: it.channel, retries: 2 });
    expect(act.deliveries.map((one) => one.answer.status)).toEqual(Array(3).fill('acknowledged'));
    expect(it.received.map((one) => one.headers['x-slack-retry-num'])).toEqual([
      undefined,
      '1',
      '2',
    ]);
    expect(it.received[1]?.headers['x-slack-retry-reason']).toBe('http_timeout');
    expect(new Set(it.received.map((one) => one.payload.trigger_id)).size).toBe(1);
  });
});

describe('what is done to a message', () => {
  it('is told with the message, its state and where to answer', async () => {
    await using it = await aSlackApp();
    const message = card(it);
    await it.person.press(message, 'again', { value: 'two' });
    expect(it.received[0]?.payload).toMatchObject({
      type: 'block_actions',
      team: { id: it.workspace.id },
      user: { id: it.person.id, name: 'ada' },
      container: { type: 'message', message_ts: message.ts, is_ephemeral: false },
      channel: { id: it.channel.id, name: 'films' },
      message: { ts: message.ts, text: 'A card' },
      actions: [{ type: 'button', action_id: 'again', block_id: 'row-2', value: 'two' }],
    });
    expect(it.received[0]?.payload.response_url).toMatch(/\/actions\//);
  });

  it('is told without the message where only one person sees it', async () => {
    await using it = await aSlackApp();
    const message = card(it, { ephemeralFor: it.person.id });
    await it.person.press(message, 'again');
    expect(it.received[0]?.payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(it.received[0]?.payload).not.toHaveProperty('message');
    await expect(it.other.press(message, 'again')).rejects.toThrow('someone else');
  });

  it('is what it offers, unless a client was tampered with', async () => {
    await using it = await aSlackApp();
    const message = card(it);
    await expect(it.person.press(message, 'refund')).rejects.toThrow('no button "refund"');
    await it.person.pressForged(message, { action_id: 'refund', value: 'all' });
    expect(it.received[0]?.payload.actions).toMatchObject([{ action_id: 'refund', value: 'all' }]);
    message.deleted = true;
    await expect(it.person.press(message, 'again')).rejects.toThrow('not there');
  });

  it('keeps what was chosen in a menu', async () => {
    await using it = await aSlackApp();
    const options = ['std', 'pro'].map((value) => ({
      text: { type: 'plain_text', text: value },
      value,
    }));
    const message = card(it);
    const menu = { type: 'static_select', action_id: 'quality', options };
    message.blocks = [{ type: 'actions', block_id: 'row', elements: [menu, button('go')] }];
    await it.person.choose(message, 'quality', 'pro');
    await it.person.press(message, 'go');
    const [chosen, pressed] = it.received;
    expect(chosen?.payload.actions).toMatchObject([
      { type: 'static_select', action_id: 'quality', selected_option: { value: 'pro' } },
    ]);
    expect(pressed?.payload.state).toMatchObject({
      values: { row: { quality: { selected_option: { value: 'pro' } } } },
    });
    await expect(it.person.choose(message, 'quality', 'best')).rejects.toThrow('does not offer');
  });

  it('may be a shortcut, of a message or of none', async () => {
    await using it = await aSlackApp();
    const message = card(it);
    const file = it.person.upload({ name: 'cat.png', bytes: new Uint8Array(10) });
    const said = it.person.say('my cat', { channel: it.channel, files: [file] });
    await it.person.messageShortcut('animate', said.message);
    await it.person.messageShortcut('animate', message);
    await it.person.shortcut('new-video');
    expect(it.received[0]?.payload).toMatchObject({
      type: 'message_action',
      callback_id: 'animate',
      message: { text: 'my cat', files: [{ id: file.id, mimetype: 'image/png' }] },
    });
    expect(it.received[1]?.payload).toMatchObject({ message_ts: message.ts });
    expect(it.received[2]?.payload).toMatchObject({ type: 'shortcut', callback_id: 'new-video' });
    expect(it.received[2]?.payload).not.toHaveProperty('channel');
    expect(it.received[2]?.payload).not.toHaveProperty('response_url');
  });
});
