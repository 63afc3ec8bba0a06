import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hostileChanges } from '../../../support/hostile.ts';
import { patience } from '../../../support/patience.ts';
import { startListening } from '../receivers/listening.ts';
import type { Listening } from '../receivers/listening.ts';

async function ask(slack: Listening) {
  const ada = slack.workspace.addPerson({ name: 'Ada' });
  const channel = slack.workspace.addChannel({ name: `films-${slack.received.length}` });
  return ada.command('/video', 'a lighthouse', { channel });
}

async function until(what: () => boolean, ms = 10_000): Promise<void> {
  for (let waited = 0; !what() && waited < ms; waited += 10) await delay(10);
  expect(what()).toBe(true);
}

const SEED = 20_261_130;
const DONE = {
  type: 'block_actions',
  user: { id: 'U1', team_id: 'T1' },
  trigger_id: '1.2.a',
  view: { id: 'V1', type: 'modal', private_metadata: '{}', state: { values: {} }, blocks: [] },
};

/** What Slack documents, what it may send one day, and what nobody should ever send. */
const FRAMES: Readonly<Record<string, string | Buffer>> = {
  'an envelope without an inner event': JSON.stringify({
    envelope_id: 'e-1',
    type: 'events_api',
    accepts_response_payload: false,
    payload: {
      type: 'app_rate_limited',
      token: 'x',
      team_id: 'T1',
      minute_rate_limited: 1_518_467_820,
      api_app_id: 'A1',
    },
  }),
  'an event without a payload': JSON.stringify({ envelope_id: 'e-2', type: 'events_api' }),
  'a payload that is null': JSON.stringify({
    envelope_id: 'e',
    type: 'interactive',
    payload: null,
  }),
  'a payload that is text': JSON.stringify({ envelope_id: 'e', type: 'events_api', payload: 'x' }),
  'an inner event that is null': JSON.stringify({
    envelope_id: 'e',
    type: 'events_api',
    payload: { type: 'event_callback', event: null },
  }),
  'a type nobody knows': JSON.stringify({ envelope_id: 'e', type: 'tomorrow', payload: {} }),
  'a type that is an event of the SDK': JSON.stringify({ type: 'disconnected', payload: {} }),
  'another of these': JSON.stringify({ type: 'close', payload: {} }),
  'an inner event of that name': JSON.stringify({
    envelope_id: 'e',
    type: 'events_api',
    payload: { type: 'event_callback', event: { type: 'error' } },
  }),
  'a frame without a type': JSON.stringify({ envelope_id: 'e', payload: {} }),
  null: 'null',
  'a list': '[]',
  'a number': '7',
  'broken JSON': '{"type":"slash_commands",',
  'nothing at all': '',
  bytes: Buffer.from([0, 1, 2, 255]),
};

describe('a frame of Slack over a connection of our own', () => {
  it.each(Object.entries(FRAMES))('costs itself alone: %s', async (_name, frame) => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    slack.emulator.deliveries.socketMode.sendRaw(frame);
    const act = await ask(slack);
    expect(act.error).toBeNull();
    expect(slack.received).toHaveLength(1);
    expect(slack.connection.ready()).toBe(true);
  });

  it('costs itself alone with anything in it', { timeout: patience(20_000) }, async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    const { deliveries } = slack.emulator;
    await ask(slack);
    const [real] = deliveries.log;
    const envelopes = [
      { envelope_id: 'e', type: 'slash_commands', payload: real?.payload ?? {} },
      {
        envelope_id: 'e',
        type: 'interactive',
        payload: { ...DONE, actions: [{ type: 'button' }] },
      },
      { envelope_id: 'e', type: 'interactive', payload: { ...DONE, type: 'view_submission' } },
      { envelope_id: 'e', type: 'events_api', payload: { event: { type: 'app_home_opened' } } },
    ];
    for (const [index, change] of hostileChanges(SEED, 300).entries()) {
      const envelope = change({ ...envelopes[index % envelopes.length] });
      deliveries.socketMode.sendRaw(JSON.stringify(envelope));
    }
    const received = slack.received.length;
    expect((await ask(slack)).error).toBeNull();
    expect(slack.received.length).toBeGreaterThan(received);
    expect(slack.connection.ready()).toBe(true);
    expect(Math.max(...slack.logged.map((it) => it.length))).toBeLessThan(5_000);
  });

  it('is acknowledged where it says that events are held back, and that is logged', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    const payload = { type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1_518_467_820 };
    const { socketMode } = slack.emulator.deliveries;
    const answer = await socketMode.deliver('events_api', payload, null);
    expect(answer.status).toBe('acknowledged');
    expect(slack.logged.join('')).toContain('holds events back');
  });
});

describe('connections that are sent away right after they were greeted', () => {
  it('are tried again after growing pauses, and stand once there is room', async () => {
    await using slack = await startListening({ hearing: 'socket', skipIdleTime: 100 });
    const { socketMode } = slack.emulator.deliveries;
    socketMode.full = true;
    await slack.connect();
    // Two are kept up, each at its own pace: one may be ahead of the other.
    const times = (ms: number) => slack.paused.filter((it) => it === ms).length;
    await until(() => times(8_000) === 2);
    expect([1_000, 2_000, 4_000].map(times)).toEqual([2, 2, 2]);
    expect(slack.logged.join('')).toContain('too_many_websockets');
    socketMode.full = false;
    await until(() => slack.connection.ready());
    expect((await ask(slack)).error).toBeNull();
  });

  it('are not asked for before Slack will hear of it', async () => {
    await using slack = await startListening({ hearing: 'socket', skipIdleTime: 100 });
    await slack.connect();
    await until(() => slack.emulator.deliveries.socketMode.connections.length === 2);
    slack.emulator.failNext('apps.connections.open', { rateLimited: 90 }, 2);
    slack.emulator.deliveries.socketMode.cut();
    await until(() => slack.paused.filter((it) => it === 90_000).length === 2);
    await until(() => slack.connection.ready());
  });

  it('are not asked for by a start before Slack will hear of it', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    slack.emulator.failNext('apps.connections.open', { rateLimited: 90 });
    await expect(slack.connect()).rejects.toMatchObject({ retryAfterMs: 90_000 });
  });
});
