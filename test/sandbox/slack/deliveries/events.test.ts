import { describe, expect, it } from 'vitest';
import { uninstall } from '../../../../sandbox/slack/installations.ts';
import { publishHome } from '../../../../sandbox/slack/views/views.ts';
import { aSlackApp } from './support.ts';

const retryHeaders = (headers: Readonly<Record<string, unknown>>) => [
  headers['x-slack-retry-num'],
  headers['x-slack-retry-reason'],
];

describe('an event', () => {
  it('tells of direct messages, with files', async () => {
    await using it = await aSlackApp();
    const file = it.person.upload({ name: 'cat.png', bytes: new Uint8Array(3) });
    const { event, message } = it.person.directMessage('a cat', { files: [file] });
    await event?.settled;
    expect(it.received[0]?.payload).toMatchObject({
      type: 'event_callback',
      event_id: event?.eventId,
      team_id: it.workspace.id,
      event: {
        type: 'message',
        subtype: 'file_share',
        channel_type: 'im',
        channel: message.channelId,
        user: it.person.id,
        ts: message.ts,
        files: [{ id: file.id }],
      },
      authorizations: [{ user_id: it.workspace.botUserId, is_bot: true }],
    });
    expect(it.received[0]?.headers['content-type']).toBe('application/json');
  });

  it('tells of the app being named where it is a member, and of nothing else', async () => {
    await using it = await aSlackApp();
    const { event, message } = it.person.mention('a cat', { channel: it.channel });
    await event?.settled;
    expect(it.received[0]?.payload.event).toMatchObject({
      type: 'app_mention',
      text: `<@${it.workspace.botUserId}> a cat`,
      channel: it.channel.id,
      event_ts: message.ts,
    });
    expect(it.person.say('hello', { channel: it.channel }).event).toBeNull();
    it.channel.members.delete(it.workspace.botUserId);
    expect(it.person.mention('a cat', { channel: it.channel }).event).toBeNull();
  });

  it('tells of the home being opened, with what is shown there', async () => {
    await using it = await aSlackApp();
    const { world, workspace, person } = it;
    await person.openHome()?.settled;
    expect(it.received[0]?.payload.event).toMatchObject({ user: person.id, tab: 'home' });
    expect(it.received[0]?.payload.event).not.toHaveProperty('view');
    const view = { type: 'home', blocks: [] };
    const home = publishHome(world, { workspaceId: workspace.id, userId: person.id, view });
    expect(person.home).toBe(home);
    await person.openHome()?.settled;
    expect(it.received[1]?.payload.event).toMatchObject({ view: { id: home.id, hash: home.hash } });
  });

  it('tells of the app being removed, and then of nothing any more', async () => {
    await using it = await aSlackApp();
    uninstall(it.world, it.workspace);
    await it.world.until('both', () => it.deliveries.log.length === 2 || undefined);
    expect(it.deliveries.log.map((one) => one.name).toSorted()).toEqual([
      'app_uninstalled',
      'tokens_revoked',
    ]);
    expect(it.person.directMessage('still there?').event).toBeNull();
  });

  it('is only told to an app that asked for it', async () => {
    await using it = await aSlackApp();
    it.deliveries.deliverTo({ eventsUrl: `${it.appUrl}/slack/events`, events: ['app_mention'] });
    expect(it.person.directMessage('a cat').event).toBeNull();
    expect(it.person.mention('a cat', { channel: it.channel }).event).not.toBeNull();
  });
});

describe('an event that is not acknowledged', () => {
  it('comes again at once, after a minute and after five', async () => {
    await using it = await aSlackApp();
    it.deliveries.events.subscribe(['app_mention']);
    it.answer(() => ({ status: 503 }));
    // The minutes are too long for a test.
    const waits: number[] = [];
    const { sleep } = it.world;
    it.world.sleep = (ms, signal) => {
      if (ms < 60_000) return sleep(ms, signal);
      waits.push(ms);
      it.clock.now += ms;
      return Promise.resolve();
    };
    const { event } = it.person.mention('a cat', { channel: it.channel });
    const attempts = await event?.settled;
    expect(attempts).toHaveLength(4);
    expect(waits).toEqual([60_000, 300_000]);
    expect(it.received.map((one) => retryHeaders(one.headers))).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(it.received.map((one) => one.payload.event_id)).size).toBe(1);
  });

  it('does not come again once it is', async () => {
    await using it = await aSlackApp({ speed: 4, limits: { eventRetriesMs: [0, 10, 10] } });
    it.answer(() => (it.received.length === 1 ? 'silence' : {}));
    const { event } = it.person.mention('a cat', { channel: it.channel });
    const attempts = await event?.settled;
    expect(attempts?.map((one) => one.answer.status)).toEqual(['timeout', 'acknowledged']);
    expect(it.received.map((one) => one.headers['x-slack-retry-reason'])).toEqual([
      undefined,
      'http_timeout',
    ]);
  });

  it('does not come again when the app wants it so', async () => {
    await using it = await aSlackApp({ limits: { eventRetriesMs: [0, 10, 10] } });
    it.answer(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
    const { event } = it.person.mention('a cat', { channel: it.channel });
    expect(await event?.settled).toHaveLength(1);
  });

  it('comes again to an app that was away', async () => {
    await using it = await aSlackApp({ limits: { eventRetriesMs: [0, 10, 10] } });
    it.app.close();
    const { event } = it.person.mention('a cat', { channel: it.channel });
    const attempts = await event?.settled;
    expect(attempts?.map((one) => one.answer.status)).toEqual(Array(4).fill('unreachable'));
    expect(attempts?.at(-1)?.retry).toEqual({ attempt: 3, reason: 'connection_failed' });
  });
});
