import { isObject, type JsonObject } from '../../../../sandbox/shared/json.ts';
import {
  createSlackEmulator,
  type SlackEmulatorOptions,
  type Workspace,
} from '../../../../sandbox/slack/emulator.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

export const section = (text: string, more: JsonObject = {}) => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...more,
});
export const button = (actionId: string, more: JsonObject = {}) => ({
  type: 'button',
  action_id: actionId,
  text: { type: 'plain_text', text: 'Go' },
  ...more,
});
export const actions = (...elements: JsonObject[]) => ({ type: 'actions', elements });
export const modal = (more: JsonObject = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'New video' },
  blocks: [section('Hello')],
  ...more,
});

/** An emulator with one workspace, channel and person, a clock to turn, and a plain client. */
export async function aSlack(options: Omit<SlackEmulatorOptions, 'now' | 'sleep'> = {}) {
  const clock = { now: Date.UTC(2026, 10, 2, 9, 30) };
  const sleeping = new Set<() => void>();
  const slack = await createSlackEmulator({
    rateLimits: false,
    ...options,
    now: () => clock.now,
    sleep: async (ms, signal) => {
      const until = clock.now + ms;
      await new Promise<void>((resolve) => {
        const look = () => {
          if (clock.now < until && !signal.aborted) return;
          sleeping.delete(look);
          resolve();
        };
        sleeping.add(look);
        signal.addEventListener('abort', look);
        look();
      });
    },
  });
  const workspace = slack.addWorkspace();
  const person = workspace.addPerson({ name: 'Ada' });
  const channel = workspace.addChannel({ name: 'general' });

  async function api(
    method: string,
    args: JsonObject = {},
    token: string | null = workspace.botToken,
  ): Promise<RawAnswer> {
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(args),
    });
    const body: unknown = await response.json();
    return {
      status: response.status,
      headers: response.headers,
      body: isObject(body) ? body : {},
    };
  }

  return {
    slack,
    clock,
    workspace,
    person,
    channel,
    api,
    /** Lets time pass, and whatever waits for it happen. */
    async pass(ms: number): Promise<void> {
      clock.now += ms;
      for (const look of [...sleeping]) look();
      await new Promise((resolve) => setImmediate(resolve));
    },
    /** What the method answers, and nothing else of it. */
    error: async (method: string, args: JsonObject = {}) => (await api(method, args)).body.error,
    async post(args: JsonObject = {}): Promise<string> {
      const { body } = await api('chat.postMessage', { channel: channel.id, text: 'Hi', ...args });
      if (typeof body.ts !== 'string') throw new Error(`Not posted: ${JSON.stringify(body)}`);
      return body.ts;
    },
    /** Uploads bytes and completes the upload. */
    async upload(name: string, bytes: Uint8Array, more: JsonObject = {}) {
      const opened = await api('files.getUploadURLExternal', {
        filename: name,
        length: bytes.length,
      });
      await fetch(String(opened.body.upload_url), { method: 'POST', body: new Uint8Array(bytes) });
      const files = [{ id: opened.body.file_id, title: name }];
      const completed = await api('files.completeUploadExternal', { files, ...more });
      return { id: String(opened.body.file_id), completed };
    },
    /** The reasons that were written down, and none of them any more. */
    takeViolations: () => slack.violations.splice(0, Infinity).map((it) => it.reason),
    trigger: (of: Workspace = workspace, viewId: string | null = null) =>
      slack.world.triggers.issue({ workspaceId: of.id, userId: person.id, viewId }),
    async [Symbol.asyncDispose]() {
      await slack[Symbol.asyncDispose]();
    },
  };
}
