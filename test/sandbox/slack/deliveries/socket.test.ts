import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { asObject, type JsonObject } from '../../../../sandbox/shared/json.ts';
import { aSlackApp, type ASlackApp } from './support.ts';

type Acknowledge = (envelope: JsonObject) => JsonObject | null;

/** A connection of an app that acknowledges everything, unless it is told how. */
async function connect(it: ASlackApp, acknowledge: Acknowledge = () => ({})) {
  it.deliveries.deliverTo(null);
  const socket = new WebSocket(it.deliveries.connectionUrl());
  const received: JsonObject[] = [];
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const say = (message: JsonObject) => {
    socket.send(JSON.stringify(message));
  };
  const until = async (what: (message: JsonObject) => boolean): Promise<JsonObject> => {
    for (;;) {
      const found = received.find(what);
      if (found !== undefined) return found;
      await new Promise((resolve) => socket.once('message', resolve));
    }
  };
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as JsonObject;
    received.push(message);
    if (message.envelope_id === undefined) return;
    const answer = acknowledge(message);
    if (answer !== null) say({ envelope_id: message.envelope_id, ...answer });
  });
  await until((message) => message.type === 'hello' || message.type === 'disconnect');
  const envelopes = () => received.filter((message) => message.envelope_id !== undefined);
  return { socket, received, closed, say, until, envelopes };
}

const ask = (it: ASlackApp) => it.person.command('/video', 'a cat', { channel: it.channel });

describe('Socket Mode', () => {
  it('greets, and gives commands whose answer may say something', async () => {
    await using it = await aSlackApp();
    const app = await connect(it, () => ({ payload: { text: 'On it.' } }));
    expect(app.received[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: it.world.app.id },
    });
    const act = await ask(it);
    expect(act).toMatchObject({ error: null, delivery: { via: 'socket-mode', request: null } });
    expect(app.envelopes()).toMatchObject([
      {
        type: 'slash_commands',
        accepts_response_payload: true,
        payload: { command: '/video', text: 'a cat' },
      },
    ]);
    expect(await act.ephemeral()).toMatchObject({ text: 'On it.', ephemeralFor: it.person.id });
    expect(it.received).toEqual([]);
  });

  it('gives interactions and events, whose answers say nothing', async () => {
    await using it = await aSlackApp();
    const app = await connect(it, () => ({ payload: { text: 'hm' } }));
    await it.person.shortcut('new-video');
    await it.person.directMessage('a cat').event?.settled;
    expect(app.envelopes()).toMatchObject([
      { type: 'interactive', accepts_response_payload: false, payload: { type: 'shortcut' } },
      {
        type: 'events_api',
        accepts_response_payload: false,
        retry_attempt: 0,
        payload: { event: { type: 'message' } },
      },
    ]);
    expect(it.takeViolations()).toContain('a payload where none is accepted');
  });

  it('shares the work between connections', async () => {
    await using it = await aSlackApp();
    const apps = [await connect(it), await connect(it), await connect(it)];
    for (let count = 0; count < 6; count += 1) await ask(it);
    expect(apps.map((app) => app.envelopes().length)).toEqual([2, 2, 2]);
    expect(it.deliveries.socketMode.connections).toHaveLength(3);
  });

  it('has ten connections and no more', async () => {
    await using it = await aSlackApp();
    for (let count = 0; count < 10; count += 1) await connect(it);
    const eleventh = await connect(it);
    expect(eleventh.received[0]).toMatchObject({
      type: 'disconnect',
      reason: 'too_many_websockets',
    });
    await eleventh.closed;
    expect(it.takeViolations()).toEqual(['more than ten connections at once']);
  });

  it('opens for a ticket that is fresh and was not used', async () => {
    await using it = await aSlackApp();
    const refused = async (url: string) => {
      const socket = new WebSocket(url);
      return new Promise((resolve) => {
        socket.once('unexpected-response', (_, response) => {
          response.resume();
          resolve(response.statusCode);
        });
        socket.once('error', () => undefined);
        socket.once('open', () => {
          resolve('open');
        });
      });
    };
    const used = it.deliveries.connectionUrl();
    expect(await refused(used)).toBe('open');
    expect(await refused(used)).toBe(401);
    const stale = it.deliveries.connectionUrl();
    it.clock.now += 30_001;
    expect(await refused(stale)).toBe(401);
    expect(it.takeViolations()).toHaveLength(2);
  });

  it('fails before the person when nobody acknowledges or nobody is there', async () => {
    await using it = await aSlackApp({ speed: 100 });
    const app = await connect(it, () => null);
    expect((await ask(it)).error).toBe('operation_timeout');
    expect(it.takeViolations()).toEqual(['not acknowledged within 3000 ms']);
    const [envelope] = app.envelopes();
    app.say({ envelope_id: envelope?.envelope_id });
    await it.world.until('a late answer', () => it.world.violations[0]);
    expect(it.takeViolations()).toEqual([expect.stringContaining('too late or twice')]);
    it.deliveries.socketMode.cut();
    await app.closed;
    expect((await ask(it)).error).toBe('dispatch_failed');
    expect(it.takeViolations()).toEqual([]);
  });

  it('fails what was on its way when the connection is cut', async () => {
    await using it = await aSlackApp();
    const app = await connect(it, () => {
      it.deliveries.socketMode.cut();
      return null;
    });
    expect((await ask(it)).delivery.answer).toMatchObject({ status: 'unreachable' });
    await app.closed;
  });

  it('delivers an event again over the connection that is left', async () => {
    await using it = await aSlackApp({ speed: 4, limits: { eventRetriesMs: [0, 10, 10] } });
    const silent = await connect(it, () => null);
    const app = await connect(it);
    await it.person.directMessage('a cat').event?.settled;
    expect(silent.envelopes()).toHaveLength(1);
    expect(app.envelopes()).toMatchObject([{ retry_attempt: 1, retry_reason: 'http_timeout' }]);
  });

  it('asks to reconnect, gives the rest to others and hangs up', async () => {
    await using it = await aSlackApp();
    const first = await connect(it);
    const { socketMode } = it.deliveries;
    socketMode.disconnect('warning');
    await first.until((message) => message.reason === 'warning');
    expect((await ask(it)).error).toBeNull();
    const second = await connect(it);
    socketMode.disconnect('refresh_requested', socketMode.connections.slice(0, 1));
    await first.until((message) => message.reason === 'refresh_requested');
    await ask(it);
    await ask(it);
    expect(second.envelopes()).toHaveLength(2);
    await first.closed;
    await it.world.until('one to be left', () => socketMode.connections.length === 1 || undefined);
  });

  it('answers pings and sends its own', async () => {
    await using it = await aSlackApp({ pingMs: 20 });
    const app = await connect(it);
    const pong = new Promise((resolve) => app.socket.once('pong', resolve));
    const ping = new Promise((resolve) => app.socket.once('ping', resolve));
    app.socket.ping();
    await Promise.all([pong, ping]);
    app.socket.pause();
    await it.world.until(
      'the silent one to be gone',
      () => it.deliveries.socketMode.connections.length === 0 || undefined,
    );
  });

  it.each([
    ['what is no JSON', 'hello', 'acknowledges nothing'],
    ['an envelope that is none', '{"envelope_id":"x"}', 'no envelope x'],
  ])('writes down %s', async (_, sent, reason) => {
    await using it = await aSlackApp();
    const app = await connect(it);
    app.socket.send(sent);
    await it.world.until('a violation', () => it.world.violations[0]);
    expect(it.takeViolations()).toEqual([expect.stringContaining(reason)]);
  });

  it('lets a form be answered', async () => {
    await using it = await aSlackApp();
    const app = await connect(it, (envelope) =>
      asObject(envelope.payload).type === 'view_submission'
        ? { payload: { response_action: 'clear' } }
        : {},
    );
    const modal = it.openModal();
    const { end } = await it.person.submit(modal);
    expect(end).toEqual({ status: 'cleared' });
    expect(app.envelopes()[0]).toMatchObject({ accepts_response_payload: true });
  });
});
