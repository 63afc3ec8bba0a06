import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SettingRefused } from '../../../../src/settings/settings.ts';
import { patience, settled } from '../../../support/patience.ts';
import { startListening } from './listening.ts';
import type { Listening } from './listening.ts';

async function ask(slack: Listening) {
  const ada = slack.workspace.addPerson({ name: 'Ada' });
  const channel = slack.workspace.addChannel({ name: `films-${slack.received.length}` });
  return ada.command('/video', 'a lighthouse', { channel });
}

async function until(what: () => boolean, ms = patience(5_000)): Promise<void> {
  for (let waited = 0; !what() && waited < ms; waited += 10) await delay(10);
  expect(what()).toBe(true);
}

const connections = ({ emulator }: Listening) => emulator.deliveries.socketMode.connections.length;

describe('connections of our own', () => {
  it('hear what people ask, without anything to reach from outside', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    expect(slack.connection.routes).toBeNull();
    expect(slack.connection.ready()).toBe(false);
    await slack.connect();
    expect(slack.connection.ready()).toBe(true);
    const act = await ask(slack);
    expect(act.error).toBeNull();
    expect(slack.received).toHaveLength(1);
    expect(slack.emulator.violations).toEqual([]);
  });

  it('leave what came while this process stood still, for Slack has called it dead', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    const asked = ask(slack);
    // Slack has sent it by then, and nobody here has read it.
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_300);
    const act = await asked;
    expect(act.error).toBe('operation_timeout');
    expect(slack.received).toEqual([]);
    await delay(1_000);
    expect((await ask(slack)).error).toBeNull();
    expect(slack.received).toHaveLength(1);
  });

  it('are two, so that one hears while Slack renews the other', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    await until(() => connections(slack) === 2);
    const [first] = slack.emulator.deliveries.socketMode.connections;
    slack.emulator.deliveries.socketMode.disconnect('refresh_requested', [first ?? '']);
    for (let count = 0; count < 10; count += 1) {
      expect((await ask(slack)).error).toBeNull();
      expect(slack.connection.ready()).toBe(true);
      await delay(20);
    }
    await until(() => connections(slack) === 2);
    expect(slack.received).toHaveLength(10);
  });

  it('that are cut are not ready, and come back by themselves', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    await until(() => connections(slack) === 2);
    slack.emulator.failNext('apps.connections.open', { status: 503 }, 2);
    slack.emulator.deliveries.socketMode.cut();
    await until(() => !slack.connection.ready());
    await until(() => slack.connection.ready());
    expect((await ask(slack)).error).toBeNull();
  });

  it('outlive a refusal that came after they stood', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    await until(() => connections(slack) === 2);
    slack.emulator.failNext('apps.connections.open', { error: 'invalid_auth' }, 2);
    slack.emulator.deliveries.socketMode.cut();
    await until(() => !slack.connection.ready());
    await until(() => slack.connection.ready());
  });

  it('are closed when it stops, and hear nothing more', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    await slack.connect();
    await until(() => connections(slack) === 2);
    await slack.connection.close();
    expect(slack.connection.ready()).toBe(false);
    await until(() => connections(slack) === 0);
    await settled(100);
    expect(connections(slack)).toBe(0);
  });

  it('with a token that Slack does not know are told at once', async () => {
    await using slack = await startListening({ hearing: 'socket', appToken: 'xapp-1-A0-nobody' });
    await expect(slack.connect()).rejects.toThrow(SettingRefused);
    expect(slack.connection.ready()).toBe(false);
  });

  it('are tried again when Slack could not be reached at first', async () => {
    await using slack = await startListening({ hearing: 'socket' });
    slack.emulator.failNext('apps.connections.open', 'drop-before');
    await expect(slack.connect()).rejects.not.toThrow(SettingRefused);
    await slack.connect();
    expect(slack.connection.ready()).toBe(true);
    await ask(slack);
    expect(slack.received).toHaveLength(1);
  });
});
