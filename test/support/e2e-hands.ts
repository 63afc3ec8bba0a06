import type { Per } from '../../src/core/domain/allowance.ts';
import { asObjects } from '../../sandbox/json.ts';
import type { Person } from '../../sandbox/slack/person.ts';
import type { DiscordEmulatorOptions } from '../../sandbox/discord/emulator.ts';
import { discordOnStage, inDiscord } from './e2e.ts';
import type { CommandUse, DiscordOnStage } from './e2e.ts';
import { inSlack, slackOnStage } from './e2e-slack.ts';
import type { SlackChatOptions, SlackOnStage } from './e2e-slack.ts';
import { openStage } from './e2e-stage.ts';
import type { Chats, Stage, StageOptions } from './e2e-stage.ts';

/** Ada asks for everything; Bob is somebody else, and Eve is an admin. */
export type Who = 'ada' | 'bob' | 'eve';

export interface Wish {
  readonly prompt?: string;
  /** Three where nothing is said; null: left to what is usual. */
  readonly seconds?: number | null;
  readonly quality?: 'std' | 'pro';
  readonly image?: { readonly name: string; readonly bytes: Buffer };
  readonly private?: boolean;
  /** How often the chat delivers the request; once unless told otherwise. */
  readonly deliveries?: number;
}

/** An answer, as the person who asked sees it; without the marks that make words bold. */
export interface Answer {
  readonly text: () => string;
  /** What it began with, one state after the other. */
  readonly headlines: () => readonly string[];
  readonly videos: () => readonly Buffer[];
  readonly buttons: () => readonly string[];
  /** Waits, in real time, until it says this. */
  readonly shown: (words: RegExp) => Promise<string>;
  /** Lets everything come to its end. */
  readonly end: () => Promise<string>;
  /** @returns what only the presser is told; waits for it when asked */
  readonly press: (label: string, by?: Who) => Promise<() => Promise<string>>;
}

/** What people do and see in a chat, whichever it is. */
export interface Hands {
  readonly name: 'discord' | 'slack';
  readonly create: (wish?: Wish, by?: Who) => Promise<Answer>;
  /** Makes them the asker's usual settings. @returns the answer */
  readonly prefer: (usual: {
    readonly seconds: number;
    readonly quality: 'std' | 'pro';
  }) => Promise<string>;
  /** Asks for something that only the asker is told. */
  readonly ask: (word: 'status' | 'history' | 'credits' | 'help' | 'cancel') => Promise<string>;
  /** Types `/quota`. @returns what the one who typed it is told, and nobody else */
  readonly quota: (use: QuotaUse, by?: Who) => Promise<string>;
  /** Makes a code for one's own account, or gives one. @returns the answer */
  readonly link: (code: string | null, by?: Who) => Promise<string>;
  /** Messages of the app's that others can see, videos beside their cards left out. */
  readonly messages: () => number;
  readonly expectInOrder: () => Promise<void>;
}

/** What an admin types; null stands for everybody, or the whole team. */
export type QuotaUse =
  | { readonly act: 'set'; readonly who: Who | null; readonly credits: number; readonly per: Per }
  | { readonly act: 'pool'; readonly credits: number; readonly per: Per }
  | {
      readonly act: 'grant';
      readonly who: Who | null;
      readonly credits: number;
      readonly reason: string;
    }
  | { readonly act: 'show'; readonly who: Who | null }
  | { readonly act: 'block'; readonly word: string }
  | { readonly act: 'admins'; readonly who: Who }
  | { readonly act: 'report' }
  | { readonly act: 'audit' }
  | { readonly act: 'link'; readonly code: string | null }
  | { readonly act: 'unlink' };

const A_PROMPT = 'a lighthouse at dusk';

export type BothChats = { readonly discord: DiscordOnStage; readonly slack: SlackOnStage };

export interface PlayOptions extends StageOptions {
  readonly discord?: DiscordEmulatorOptions;
  readonly slack?: SlackChatOptions;
}

/** A service with one chat, and somebody's hands in it. */
export interface Play extends AsyncDisposable {
  readonly stage: Omit<Stage<Chats>, 'chats'>;
  readonly hands: Hands;
}

export async function openPlay(name: Hands['name'], options: PlayOptions = {}): Promise<Play> {
  switch (name) {
    case 'discord': {
      const stage = await openStage<Pick<BothChats, 'discord'>>(options, async (now) => ({
        discord: await discordOnStage(now, options.discord),
      }));
      return played(stage, discordHands(stage));
    }
    case 'slack': {
      const stage = await openStage<Pick<BothChats, 'slack'>>(options, async (now) => ({
        slack: await slackOnStage(now, options.slack),
      }));
      return played(stage, slackHands(stage));
    }
  }
}

/** One service with both chats at once. */
export async function openBoth(options: PlayOptions = {}) {
  const stage = await openStage<BothChats>(options, async (now) => ({
    discord: await discordOnStage(now, options.discord),
    slack: await slackOnStage(now, options.slack),
  }));
  return { ...played(stage, discordHands(stage)), slackHands: slackHands(stage) };
}

function played(stage: Play['stage'], hands: Hands): Play {
  return { stage, hands, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

function discordHands(stage: Stage<Pick<BothChats, 'discord'>>): Hands {
  const world = inDiscord(stage);
  const { chat } = world;
  const people = {
    ada: world.ada,
    bob: chat.addUser({ name: 'Bob' }),
    eve: chat.addUser({ name: 'Eve', permissions: 'admin' }),
  };
  async function answered(interaction: ReturnType<typeof world.command>): Promise<string> {
    const text = await world.shown(interaction, /^(?!.*thinking)[^]+/);
    const { ephemeral } = chat.messages.get(interaction.messageId ?? '');
    return ephemeral ? plain(text) : 'for everyone to see';
  }
  return {
    name: 'discord',
    async create(
      { prompt = A_PROMPT, seconds = 3, quality, image, deliveries = 1, ...wish } = {},
      by = 'ada',
    ) {
      const interaction = world.command({
        ...{ user: people[by], name: 'video', subcommand: 'create' },
        options: {
          prompt,
          ...(seconds === null ? {} : { seconds }),
          ...(quality === undefined ? {} : { quality }),
          ...(wish.private === true ? { private: true } : {}),
        },
        ...(image === undefined
          ? {}
          : { attachments: { image: { bytes: image.bytes, filename: image.name } } }),
      });
      for (let more = 1; more < deliveries; more += 1) chat.replay(interaction);
      await interaction.acknowledged();
      const text = () => plain(world.textOf(interaction));
      return {
        text,
        headlines: () =>
          firstLines(
            chat.messages.history(interaction.messageId ?? '').map((it) => chat.text(it.json)),
          ),
        videos: () => world.videosOf(interaction).map((it) => it.bytes),
        buttons: () => world.buttonsOf(interaction).map((it) => it.label),
        shown: async (words) => plain(await world.shown(interaction, words)),
        end: async () => plain(await world.end(interaction)),
        async press(label, presser = 'ada') {
          const press = world.press(interaction, label, people[presser]);
          await press.acknowledged();
          return async () => {
            const told = await press.waitForMessage((it) => it.id !== interaction.messageId);
            return plain(chat.text(told));
          };
        },
      };
    },
    async ask(word) {
      const use = word === 'credits' ? { name: word } : { name: 'video', subcommand: word };
      return answered(world.command(use));
    },
    async prefer(usual) {
      const use = { name: 'video', subcommand: 'settings', options: usual };
      return plain(await world.shown(world.command(use), /usual/));
    },
    async quota(wanted, by = 'eve') {
      const typed = quotaInDiscord(wanted, (who) => people[who]);
      const use = { ...typed, name: 'quota', user: people[by], openedByAdmin: true };
      const interaction = world.command(use);
      return answered(interaction);
    },
    async link(code, by = 'ada') {
      const options = code === null ? {} : { code };
      const typed = { name: 'video', subcommand: 'link', options, user: people[by] };
      return answered(world.command(typed));
    },
    messages: () => chat.messages.all().filter((it) => !it.ephemeral && !it.deleted).length,
    expectInOrder: () => world.expectInOrder(),
  };
}

function slackHands(stage: Stage<Pick<BothChats, 'slack'>>): Hands {
  const world = inSlack(stage);
  const { chat, workspace, channel } = world;
  const people: Readonly<Record<Who, Person>> = {
    ada: world.ada,
    bob: workspace.addPerson({ name: 'Bob' }),
    eve: workspace.addPerson({ name: 'Eve', admin: true }),
  };

  /** A command takes no pictures: for those there is a form. */
  async function asked({ prompt = A_PROMPT, ...wish }: Wish, by: Person) {
    const { image, seconds = 3, deliveries = 1 } = wish;
    const how = { by, retries: deliveries - 1 };
    if (image !== undefined) {
      const values = { prompt, seconds: String(seconds ?? 3), first: [image] };
      return world.fillIn(values, how);
    }
    const quality = wish.quality === undefined ? '' : ` --${wish.quality}`;
    const secret = wish.private === true ? ' --private' : '';
    const length = seconds === null ? '' : ` --seconds ${seconds}`;
    return world.create(prompt, { how: `${length}${quality}${secret}`, ...how });
  }

  return {
    name: 'slack',
    async create(wish = {}, by = 'ada') {
      const it = await asked(wish, people[by]);
      const states = () => {
        const message = it.message();
        return message === null ? [] : chat.history(message.channelId, message.ts);
      };
      return {
        text: () => world.textOf(it),
        headlines: () => firstLines(states().map((state) => chat.text(state))),
        videos: () => world.videosOf(it).map((video) => video.bytes),
        buttons: () => world.buttonsOf(it),
        shown: (words) => world.shown(it, words),
        end: () => world.end(it),
        async press(label, presser = 'ada') {
          const press = await world.press(it, label, { by: people[presser] });
          return async () => chat.text(await press.ephemeral());
        },
      };
    },
    async ask(word) {
      const it = await world.type(word === 'credits' ? '/credits' : `/video ${word}`);
      return chat.text(await it.act.ephemeral());
    },
    async prefer({ seconds, quality }) {
      const form = await world.openForm('/video settings');
      const sent = await world.ada.submit(form, { seconds: String(seconds), quality });
      return chat.text(await sent.message());
    },
    async quota(use, by = 'eve') {
      const typed = quotaInSlack(use, (who) => `<@${people[who].id}|${who}>`);
      if (typed === 'link') {
        const form = await world.openForm('/quota link', { by: people[by] });
        return chat.text(await (await people[by].submit(form, {})).message());
      }
      const it = await world.type(`/quota ${typed}`, { by: people[by] });
      return chat.text(await it.act.ephemeral());
    },
    async link(code, by = 'ada') {
      const it = await world.type(`/video link ${code ?? ''}`.trim(), { by: people[by] });
      return chat.text(await it.act.ephemeral());
    },
    messages: () =>
      chat.messages(channel).filter((it) => it.threadTs === null && asObjects(it.blocks).length > 0)
        .length,
    expectInOrder: () => world.expectInOrder(),
  };
}

type Options = NonNullable<CommandUse['options']>;

function quotaInDiscord(
  use: QuotaUse,
  userOf: (who: Who) => { readonly id: string },
): { readonly subcommand: string; readonly options: Options } {
  const who = 'who' in use && use.who !== null ? { who: userOf(use.who) } : {};
  switch (use.act) {
    case 'set':
    case 'pool':
      return { subcommand: use.act, options: { credits: use.credits, per: use.per, ...who } };
    case 'grant':
      return { subcommand: 'grant', options: { ...who, credits: use.credits, reason: use.reason } };
    case 'block':
      return { subcommand: 'words add', options: { word: use.word } };
    case 'admins':
      return { subcommand: 'admins add', options: who };
    case 'link':
      return { subcommand: 'link', options: use.code === null ? {} : { code: use.code } };
    case 'show':
    case 'report':
    case 'audit':
    case 'unlink':
      return { subcommand: use.act, options: who };
  }
}

function quotaInSlack(use: QuotaUse, mention: (who: Who) => string): string {
  const who = 'who' in use && use.who !== null ? mention(use.who) : 'everyone';
  switch (use.act) {
    case 'set':
      return `set ${who} ${use.credits}/${use.per}`;
    case 'pool':
      return `pool ${use.credits}/${use.per}`;
    case 'grant':
      return `grant ${who} ${use.credits} because ${use.reason}`;
    case 'block':
      return `words add ${use.word}`;
    case 'admins':
      return `admins add ${who}`;
    case 'link':
      return use.code === null ? 'link' : `link ${use.code}`;
    case 'show':
      return `show ${who}`;
    case 'report':
      return 'report 7';
    case 'audit':
      return 'audit';
    case 'unlink':
      return 'unlink now';
  }
}

/** As people read it: no marks of bold, of headings and of what is not to be marked. */
function plain(text: string): string {
  return text.replaceAll(/\*\*|^#+ |\\(?=[^\w\s])/gm, '');
}

function firstLines(texts: readonly string[]): string[] {
  const lines = texts.map((text) => plain(text).split('\n')[0] ?? '');
  return lines.filter((line, index) => line !== lines[index - 1] && !line.includes('thinking…'));
}
