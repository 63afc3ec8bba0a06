import { expect } from 'vitest';
import type { Act } from '../../../sandbox/slack/person/act.ts';
import { createSlackEmulator } from '../../../sandbox/slack/emulator.ts';
import type { SlackEmulator, SlackEmulatorOptions } from '../../../sandbox/slack/emulator.ts';
import { elementsOf } from '../../../sandbox/slack/views/form.ts';
import type { Values } from '../../../sandbox/slack/views/form.ts';
import type { HowDelivered } from '../../../sandbox/slack/person/person-context.ts';
import type { Person } from '../../../sandbox/slack/person/person.ts';
import type { Ref } from '../../../sandbox/slack/scenery.ts';
import type { MessageRecord, ViewRecord } from '../../../sandbox/slack/world.ts';
import { PATHS } from '../../../src/bots/slack/receivers/manifest.ts';
import { expectBooksBalance } from './ledger-audit.ts';
import { openHarness } from './harness/harness.ts';
import type { HarnessChat, Environment, Harness, HarnessOptions } from './harness/harness.ts';
import { patience } from '../patience.ts';

export interface SlackChatOptions extends SlackEmulatorOptions {
  /** By HTTP unless told otherwise. */
  readonly hearing?: 'http' | 'socket';
  /** One that has the app, by its token, unless told otherwise: many, that install it. */
  readonly workspaces?: 'one' | 'many';
  readonly settings?: NonNullable<Parameters<SlackEmulator['addWorkspace']>[0]>['settings'];
}

export interface SlackWorldOptions extends HarnessOptions {
  readonly slack?: SlackChatOptions;
}

export interface HarnessSlack extends HarnessChat {
  readonly emulator: SlackEmulator;
  /** With many workspaces the app is not installed in it yet. */
  readonly workspace: ReturnType<SlackEmulator['addWorkspace']>;
  readonly lines: readonly string[];
}

/** The whole service with Slack alone. */
export type SlackWorld = Awaited<ReturnType<typeof openSlackWorld>>;

export async function openSlackWorld(options: SlackWorldOptions = {}) {
  const harness = await openHarness<{ readonly slack: HarnessSlack }>(options, async (now) => ({
    slack: await slackInHarness(now, options.slack),
  }));
  const world = inSlack(harness);
  // Where there are many workspaces, the app is in none of them yet.
  if (options.asks !== true && options.slack?.workspaces !== 'many') await world.startAtOnce();
  return world;
}

export async function slackInHarness(
  now: () => number,
  options: SlackChatOptions = {},
): Promise<HarnessSlack> {
  const { hearing: receiving = 'http', workspaces = 'one', settings, ...rest } = options;
  // Files are seen at once: to wait for them takes real time, and has tests of its own.
  const limits = { shareDelayMs: 0, ...rest.limits };
  const emulator = await createSlackEmulator({ now, ...rest, limits });
  const { clientId, clientSecret, signingSecret, appToken, apiUrl } = emulator;
  const workspace = emulator.addWorkspace({
    name: 'Studio',
    installed: workspaces === 'one',
    ...(settings === undefined ? {} : { settings }),
  });
  const lines: string[] = [];
  return {
    emulator,
    workspace,
    apiUrl,
    lines,
    logged: (line) => lines.push(line),
    settings(publicUrl): Environment {
      if (receiving === 'http') emulator.deliverTo({ eventsUrl: `${publicUrl}${PATHS.events}` });
      return {
        SLACK_API_URL: apiUrl,
        ...(workspaces === 'one'
          ? { SLACK_BOT_TOKEN: workspace.botToken }
          : { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret }),
        ...(receiving === 'socket'
          ? { SLACK_APP_TOKEN: appToken }
          : { SLACK_SIGNING_SECRET: signingSecret }),
      };
    },
    [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose](),
  };
}

export interface Typing extends HowDelivered {
  readonly by?: Person;
  readonly channel?: Ref;
}

interface Create extends Typing {
  /** Switches. */
  readonly how?: string;
}

/** What somebody asked for, and the message that answers it. */
export interface Asked {
  readonly act: Act;
  /** Null while there is none. */
  readonly message: () => MessageRecord | null;
}

/** A workspace with somebody in it, and what they do and see there. */
export function inSlack(harness: Harness<{ readonly slack: HarnessSlack }>, locale = 'en-US') {
  const { emulator: chat, workspace, lines } = harness.chats.slack;
  const channel = workspace.addChannel({ name: 'films' });
  const ada = workspace.addPerson({ name: 'Ada', locale });

  /** The first message of the app's that came of it; of several at once the one with this prompt. */
  function asked(act: Act, prompt: string): Asked {
    // What may be written otherwise there is left out.
    const about = /^[\w ]*/.exec(prompt)?.[0].trim() ?? '';
    let found: MessageRecord | null = null;
    const bots = new Set([...chat.world.workspaces.values()].map((it) => it.botUserId));
    const answers = (it: MessageRecord) =>
      bots.has(it.authorId) &&
      it.threadTs === null &&
      (it.ephemeralFor !== null || chat.text(it).includes(about));
    return { act, message: () => (found ??= act.messages.find(answers) ?? null) };
  }
  const textOf = (it: Asked) => {
    const message = it.message();
    return message === null ? '' : chat.text(message);
  };

  /** Types a command. */
  async function type(text: string, { by = ada, channel: at = channel, ...how }: Typing = {}) {
    const [, command = '', rest = ''] = /^(\/\S+) ?(.*)$/s.exec(text) ?? [];
    return asked(await by.command(command, rest, { channel: at, ...how }), '');
  }
  /** Opens a form by a command and waits until it can be filled in. */
  async function openForm(text: string, { by = ada, ...where }: Typing = {}): Promise<ViewRecord> {
    await type(text, { by, ...where });
    const filled = () => {
      const { modal } = by;
      return modal?.view.submit === undefined ? undefined : modal;
    };
    return chat.until(`the form of ${text}`, filled);
  }

  return {
    ...harness,
    chat,
    workspace,
    channel,
    ada,
    lines,
    type,
    openForm,
    textOf,
    /** An admin has videos start without a question, whoever asks for them in this workspace. */
    async startAtOnce(place = { workspace, channel }): Promise<void> {
      const admin = place.workspace.addPerson({ name: 'Ida', admin: true });
      const said = await admin.command('/quota', 'confirm never', { channel: place.channel });
      expect(chat.text(await said.ephemeral())).toContain('Price confirmation');
    },
    /** Types `/video` and a prompt. */
    async create(
      prompt = 'a lighthouse at dusk',
      { how = '--seconds 3', by = ada, channel: at = channel, ...delivered }: Create = {},
    ) {
      const text = `${prompt} ${how}`.trim();
      const act = await by.command('/video', text, { channel: at, ...delivered });
      return asked(act, prompt);
    },
    /** Fills in the form of `/video` and sends it off. */
    async fillIn(values: Values & { readonly prompt: string }, where: Typing = {}) {
      const form = await openForm('/video', where);
      const sent = await (where.by ?? ada).submit(form, { seconds: '3', ...values });
      return { ...asked(sent, values.prompt), end: sent.end };
    },
    /** Waits, in real time, until the answer says this. */
    async shown(it: Asked, words: RegExp, timeoutMs = patience(15_000)): Promise<string> {
      const said = () => (words.test(textOf(it)) ? textOf(it) : undefined);
      try {
        return await chat.until(String(words), said, timeoutMs);
      } catch (cause) {
        throw new Error(`No ${String(words)}, but:\n${textOf(it)}`, { cause });
      }
    },
    /** Lets everything come to its end and reads what the answer says then. */
    async end(it: Asked, timeoutMs?: number): Promise<string> {
      await chat.until('an answer', () => it.message() ?? undefined);
      await harness.hurried((rest) => rest(timeoutMs));
      return textOf(it);
    },
    buttonsOf: (it: Asked) => buttonsOn(it.message()).map(({ label }) => label),
    press(it: Asked, label: string, { by = ada, ...how }: Omit<Typing, 'channel'> = {}) {
      const message = it.message();
      const button = buttonsOn(message).find((each) => each.label === label);
      if (message === null || button === undefined) {
        throw new Error(`No button "${label}": ${textOf(it)}`);
      }
      return by.press(message, button.id, how);
    },
    videosOf(it: Asked) {
      const message = it.message();
      return message === null ? [] : chat.videos(message.channelId, message.ts);
    },

    /** What must hold at the end of every test; `but` names answers of Slack's that it is about. */
    async expectInOrder({ but = [] }: { readonly but?: readonly string[] } = {}): Promise<void> {
      await expectBooksBalance(harness.database.sql);
      expect(chat.violations.filter((it) => !but.includes(it.error ?? ''))).toEqual([]);
      expect(chat.pings).toEqual([]);
      expectNoSecrets(chat, lines);
    },
  };
}

/** Whatever gives rights to somebody must not be in any line of the log. */
export function expectNoSecrets(
  { world, appToken }: SlackEmulator,
  lines: readonly string[],
): void {
  const { clientSecret, signingSecret } = world.app;
  const secrets = [...world.tokens.keys(), appToken, clientSecret, signingSecret];
  expect(lines.filter((line) => secrets.some((it) => line.includes(it)))).toEqual([]);
}

export function buttonsOn(message: MessageRecord | null) {
  return elementsOf(message?.blocks ?? []).flatMap(({ element }) => {
    const { type, action_id: id, text } = element;
    const label = typeof text === 'object' && text !== null && 'text' in text ? text.text : '';
    return type === 'button' ? [{ id: String(id), label: String(label) }] : [];
  });
}
