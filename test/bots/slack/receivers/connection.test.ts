import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../../../sandbox/slack/deliveries/signing.ts';
import { SENT_AT } from '../../../../src/bots/slack/interactions/listener-types.ts';
import { SettingRefused } from '../../../../src/settings/settings.ts';
import { settled } from '../../../support/patience.ts';
import { startListening } from './listening.ts';
import type { Listening } from './listening.ts';

/** A person in a channel of theirs. */
function scene({ workspace }: Listening) {
  return {
    ada: workspace.addPerson({ name: 'Ada' }),
    channel: workspace.addChannel({ name: 'films' }),
  };
}

/** What Slack, or somebody who has its secret, sends. */
async function send(
  slack: Listening,
  body: string,
  { signed = true, type = 'application/json', method = 'POST' } = {},
) {
  const timestamp = String(Math.floor(slack.clock.now().getTime() / 1000));
  const signature = signatureOf(slack.emulator.signingSecret, timestamp, body);
  return fetch(slack.eventsUrl, {
    method,
    headers: {
      'content-type': type,
      ...(signed ? { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } : {}),
    },
    ...(method === 'POST' ? { body } : {}),
  });
}

describe('requests by HTTP', () => {
  it('are heard and acknowledged', async () => {
    await using slack = await startListening();
    await slack.connect();
    const { ada, channel } = scene(slack);
    const act = await ada.command('/video', 'a lighthouse', { channel });
    expect(act.error).toBeNull();
    expect(slack.received).toHaveLength(1);
    expect(slack.emulator.violations).toEqual([]);
  });

  it.each([
    ['by somebody else', 'wrong-secret'],
    ['and changed on the way', 'tampered'],
    ['by nobody', 'missing'],
    ['six minutes ago', { skewMs: -6 * 60_000 }],
    ['for two minutes from now', { skewMs: 2 * 60_000 }],
  ] as const)('signed %s are refused, and nobody hears of them', async (_words, signing) => {
    await using slack = await startListening();
    await slack.connect();
    const { ada, channel } = scene(slack);
    const act = await ada.command('/video', 'a secret idea', { channel, signing });
    expect(act.delivery.answer).toMatchObject({ status: 'refused', httpStatus: 401 });
    expect(slack.received).toEqual([]);
    expect(slack.logged.join()).not.toContain('secret idea');
  });

  it.each([-4 * 60_000, 30_000])('signed %i ms off are still heard', async (skewMs) => {
    await using slack = await startListening();
    await slack.connect();
    const { ada, channel } = scene(slack);
    await ada.command('/video', 'a lighthouse', { channel, signing: { skewMs } });
    expect(slack.received).toHaveLength(1);
  });

  it('are answered with 503 before it listens, and after', async () => {
    await using slack = await startListening();
    const { ada, channel } = scene(slack);
    expect(slack.connection.ready()).toBe(false);
    const before = await ada.command('/video', 'too early', { channel });
    expect(before.delivery.answer).toMatchObject({ httpStatus: 503 });
    await slack.connect();
    expect(slack.connection.ready()).toBe(true);
    await slack.connection.close();
    expect(slack.connection.ready()).toBe(false);
    const after = await ada.command('/video', 'too late', { channel });
    expect(after.delivery.answer).toMatchObject({ httpStatus: 503 });
    expect(slack.received).toEqual([]);
  });

  it('that only check the line are answered', async () => {
    await using slack = await startListening();
    await slack.connect();
    const form = 'application/x-www-form-urlencoded';
    const ssl = await send(slack, 'ssl_check=1&token=x', { signed: false, type: form });
    expect(ssl.status).toBe(200);
    const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    expect(await (await send(slack, challenge)).json()).toEqual({ challenge: 'abc' });
    expect((await send(slack, challenge, { signed: false })).status).toBe(401);
    expect((await send(slack, '', { method: 'GET' })).status).toBe(405);
    expect(slack.received).toEqual([]);
  });

  it('that nobody can read harm nothing', async () => {
    await using slack = await startListening();
    await slack.connect();
    const form = 'application/x-www-form-urlencoded';
    for (const body of ['null', '[]', '"text"', '{', '']) {
      expect((await send(slack, body)).status, body).toBe(400);
    }
    expect((await send(slack, 'payload=null', { type: form })).status).toBe(400);
    expect((await send(slack, 'payload={', { type: form })).status).toBe(400);
    for (const body of ['{}', '{"event":null}', '{"type":"block_actions","actions":[]}']) {
      expect([200, 500], body).toContain((await send(slack, body)).status);
    }
    const { ada, channel } = scene(slack);
    await ada.command('/video', 'still here', { channel });
    expect(slack.received).toHaveLength(1);
  });

  it('of more than a megabyte are not read', async () => {
    await using slack = await startListening();
    await slack.connect();
    expect((await send(slack, JSON.stringify({ text: 'x'.repeat(1_100_000) }))).status).toBe(413);
    const event = { type: 'x', text: 'x'.repeat(900_000) };
    expect((await send(slack, JSON.stringify({ event }))).status).toBe(200);
  });

  it('tell listeners when Slack sent them', async () => {
    const sent: unknown[] = [];
    await using slack = await startListening({
      listen(app) {
        app.command(/.*/, async ({ ack, context }) => {
          sent.push(context[SENT_AT]);
          await ack();
        });
      },
    });
    await slack.connect();
    const { ada, channel } = scene(slack);
    await ada.command('/video', 'a lighthouse', { channel, signing: { skewMs: -10_000 } });
    expect(Number(sent[0]) / 1000).toBeCloseTo(slack.clock.now().getTime() / 1000 - 10, -1);
  });

  it('that no listener knows are acknowledged without a word', async () => {
    await using slack = await startListening({ listen: () => undefined });
    await slack.connect();
    const { ada } = scene(slack);
    const act = await ada.shortcut('of_an_older_version');
    expect(act.delivery.answer).toMatchObject({ status: 'acknowledged', body: null });
  });

  it('whose listener fails are answered all the same where somebody typed a command', async () => {
    await using slack = await startListening({
      listen(app) {
        app.command(/.*/, () => Promise.reject(new Error('broken')));
      },
    });
    await slack.connect();
    const { ada, channel } = scene(slack);
    const act = await ada.command('/video', 'a lighthouse', { channel });
    expect(act.error).toBeNull();
    const said = slack.emulator.text(await act.ephemeral());
    expect(said).toContain('Showrunner ran into an error');
    const [, key = 'none'] = /operator: (\S+)/.exec(said) ?? [];
    expect(slack.logged.join('')).toContain(key);
  });

  it('whose listener fails are told to Slack as failed where they are no command', async () => {
    await using slack = await startListening({
      listen(app) {
        app.shortcut('create_video', () => Promise.reject(new Error('broken')));
      },
    });
    await slack.connect();
    const act = await scene(slack).ada.shortcut('create_video');
    expect(act.error).toBe('http_service_error');
  });

  it.each(['hangs up', 'says that nothing more will come'])(
    'are not acknowledged to a caller who %s',
    async (how) => {
      const told = Promise.withResolvers<string>();
      const heard = Promise.withResolvers<undefined>();
      const gone = Promise.withResolvers<undefined>();
      await using slack = await startListening({
        listen(app) {
          app.command(/.*/, async ({ ack }) => {
            heard.resolve(undefined);
            await gone.promise;
            await settled();
            const outcome = ack().then(() => 'acknowledged', String);
            told.resolve(await outcome);
          });
        },
      });
      await slack.connect();
      const { ada, channel } = scene(slack);
      const body = new URLSearchParams({
        command: '/video',
        text: 'a kite',
        trigger_id: '1.2.abc',
        team_id: slack.workspace.id,
        user_id: ada.id,
        channel_id: channel.id,
        response_url: 'https://hooks.slack.com/commands/1',
      });
      const timestamp = String(Math.floor(slack.clock.now().getTime() / 1000));
      const call = httpRequest(slack.eventsUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(body).length,
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signatureOf(slack.emulator.signingSecret, timestamp, String(body)),
        },
      });
      call.on('error', () => undefined).end(String(body));
      await heard.promise;
      if (how === 'hangs up') call.destroy();
      else call.socket?.end();
      gone.resolve(undefined);
      expect(await told.promise).toContain('too late to acknowledge');
    },
  );

  it('that are being answered are waited for at the end', async () => {
    let answered = false;
    await using slack = await startListening({
      listen(app) {
        app.command(/.*/, async ({ ack }) => {
          await ack();
          await delay(300);
          answered = true;
        });
      },
    });
    await slack.connect();
    const { ada, channel } = scene(slack);
    await ada.command('/video', 'a lighthouse', { channel });
    expect(answered).toBe(false);
    await slack.connection.close();
    expect(answered).toBe(true);
  });
});

describe('a bot token', () => {
  it('that Slack does not know is told at once', async () => {
    await using slack = await startListening({ token: 'xoxb-not-a-token-of-anyone' });
    await expect(slack.connect()).rejects.toThrow(SettingRefused);
    expect(slack.connection.ready()).toBe(false);
  });

  it('is not blamed when Slack does not answer, and works when it is asked again', async () => {
    await using slack = await startListening();
    slack.emulator.failNext('auth.test', { status: 503 });
    await expect(slack.connect()).rejects.not.toThrow(SettingRefused);
    await slack.connect();
    expect(slack.connection.ready()).toBe(true);
  });

  it('that is revoked is not used for a while', async () => {
    await using slack = await startListening();
    await slack.connect();
    const team = { teamId: slack.workspace.id, enterpriseId: null };
    await slack.clients.revoked(team);
    await expect(slack.clients.token(team)).resolves.toBe(slack.workspace.botToken);
    slack.emulator.uninstall(slack.workspace);
    await slack.clients.revoked(team);
    await expect(slack.clients.progress(team)).rejects.toMatchObject({ code: 'gone' });
  });

  it('lets nobody in who belongs to another workspace', async () => {
    await using slack = await startListening();
    await slack.connect();
    const elsewhere = slack.emulator.addWorkspace({ name: 'Elsewhere' });
    const eve = elsewhere.addPerson({ name: 'Eve' });
    const channel = elsewhere.addChannel({ name: 'general' });
    const act = await eve.command('/video', 'on their credits', { channel });
    expect((await act.ephemeral()).text).toContain("isn't installed in your workspace");
    expect(slack.received).toEqual([]);
  });
});
