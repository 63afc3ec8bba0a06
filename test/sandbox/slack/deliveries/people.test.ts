import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createSlackEmulator } from '../../../../sandbox/slack/emulator.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const VIEW = {
  type: 'modal',
  callback_id: 'ask',
  title: plain('Ask'),
  submit: plain('Go'),
  blocks: [
    {
      type: 'input',
      block_id: 'prompt',
      label: plain('Prompt'),
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
};

type Payload = Readonly<Record<string, string>>;

/** A whole Slack with an app that answers commands, and calls back as it is told. */
async function aStudio(onCommand: (it: Studio, payload: Payload) => Promise<string>) {
  const slack = await createSlackEmulator();
  const workspace = slack.addWorkspace();
  const person = workspace.addPerson({ name: 'Ada' });
  const other = workspace.addPerson({ name: 'Grace' });
  const channel = workspace.addChannel({ name: 'films' });
  const studio = {
    slack,
    workspace,
    person,
    other,
    channel,
    api: async (method: string, body: unknown) => {
      const response = await fetch(slack.apiUrl + method, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${workspace.botToken}`,
          'content-type': 'application/json; charset=utf-8',
        },
        body: JSON.stringify(body),
      });
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
    respond: async (url: string | undefined, body: unknown) =>
      (await fetch(url ?? '', { method: 'POST', body: JSON.stringify(body) })).status,
  };
  const app = createServer((request, response) => {
    void (async () => {
      let raw = '';
      for await (const chunk of request) raw += String(chunk);
      const fields = Object.fromEntries(new URLSearchParams(raw));
      const said = fields.command === undefined ? '' : await onCommand(studio, fields);
      response.end(said);
    })();
  });
  app.listen(0, '127.0.0.1');
  await new Promise((resolve) => app.once('listening', resolve));
  slack.deliverTo({ eventsUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/` });
  return {
    ...studio,
    async [Symbol.asyncDispose]() {
      await slack[Symbol.asyncDispose]();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

interface Studio {
  readonly api: (method: string, body: unknown) => Promise<Readonly<Record<string, unknown>>>;
  readonly respond: (url: string | undefined, body: unknown) => Promise<number>;
}

describe('a person', () => {
  it('fills in the form that a command opened, and closes it', async () => {
    const answers: unknown[] = [];
    await using it = await aStudio(async ({ api }, { trigger_id }) => {
      answers.push(await api('views.open', { trigger_id, view: VIEW }));
      answers.push(await api('views.open', { trigger_id, view: VIEW }));
      return '';
    });
    const act = await it.person.command('/video', '', { channel: it.channel });
    const modal = await act.modal();
    expect(answers).toMatchObject([
      { ok: true, view: { id: modal.id } },
      { ok: false, error: 'exchanged_trigger_id' },
    ]);
    expect(it.other.modal).toBeNull();
    const { end } = await it.person.submit(modal, { prompt: 'a cat' });
    expect(end).toEqual({ status: 'closed' });
  });

  it('reads what only they may see, and the others do not', async () => {
    await using it = await aStudio(async ({ api }, { channel_id: channel, user_id: user }) => {
      await api('chat.postEphemeral', { channel, user, text: 'For you.' });
      await api('chat.postMessage', { channel, text: 'For all.' });
      return 'On it.';
    });
    const act = await it.person.command('/video', 'a cat', { channel: it.channel });
    const texts = (seen: typeof act.messages) => seen.map((one) => one.text).toSorted();
    expect(texts(act.messages)).toEqual(['For all.', 'For you.', 'On it.']);
    expect(texts(act.ephemerals)).toEqual(['For you.', 'On it.']);
    expect(texts(it.slack.messages(it.channel, it.other))).toEqual(['For all.']);
    expect(it.slack.violations).toEqual([]);
  });

  it('can be answered five times where the app is no member', async () => {
    const statuses: number[] = [];
    await using it = await aStudio(async ({ api, respond }, payload) => {
      const posted = await api('chat.postMessage', { channel: payload.channel_id, text: 'Hi.' });
      if (posted.ok === true) throw new Error('It should not see the channel.');
      for (let count = 0; count < 6; count += 1) {
        statuses.push(await respond(payload.response_url, { text: 'Here.' }));
      }
      return '';
    });
    const channel = it.slack.world.channels.get(it.workspace.directMessage(it.person, it.other).id);
    const act = await it.person.command('/video', 'a cat', { channel: channel!.id });
    expect(act.ephemerals).toHaveLength(5);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
  });
});
