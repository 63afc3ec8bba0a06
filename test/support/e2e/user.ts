import type { DiscordEmulatorOptions } from '../../../sandbox/discord/emulator.ts';
import { discordInHarness } from './harness/session.ts';
import type { HarnessDiscord } from './harness/session.ts';
import { discordUser } from './discord-user.ts';
import { slackInHarness } from './slack.ts';
import type { SlackChatOptions, HarnessSlack } from './slack.ts';
import { slackUser } from './slack-user.ts';
import { openHarness } from './harness/harness.ts';
import type { Chats, Harness, HarnessOptions } from './harness/harness.ts';
import type { UserDriver } from '../user.ts';
import { wordsIn } from './harness/words.ts';
import type { ChatWords } from './harness/words.ts';

export type BothChats = { readonly discord: HarnessDiscord; readonly slack: HarnessSlack };

export interface SessionOptions extends HarnessOptions {
  readonly discord?: DiscordEmulatorOptions;
  readonly slack?: SlackChatOptions;
  /** What the team reads. Slack says so of its people, too; of Discord's nothing is known. */
  readonly language?: string;
}

/** A service with one chat, somebody's hands in it, and what they read there. */
export interface Session extends AsyncDisposable, ChatWords {
  readonly harness: Omit<Harness<Chats>, 'chats'>;
  readonly user: UserDriver;
}

export async function openSession(
  name: UserDriver['name'],
  { language, ...options }: SessionOptions = {},
): Promise<Session> {
  const opened = await openChat(name, options, language);
  if (language !== undefined) await opened.user.quota({ act: 'language', language });
  return { ...opened, ...wordsIn(name, language ?? 'en') };
}

async function openChat(name: UserDriver['name'], options: SessionOptions, language?: string) {
  switch (name) {
    case 'discord': {
      const harness = await openHarness<Pick<BothChats, 'discord'>>(options, async (now) => ({
        discord: await discordInHarness(now, options.discord),
      }));
      return played(harness, discordUser(harness), options);
    }
    case 'slack': {
      const harness = await openHarness<Pick<BothChats, 'slack'>>(options, async (now) => ({
        slack: await slackInHarness(now, options.slack),
      }));
      return played(harness, slackUser(harness, language), options);
    }
  }
}

/** One service with both chats at once. */
export async function openBoth(options: SessionOptions = {}) {
  const harness = await openHarness<BothChats>(options, async (now) => ({
    discord: await discordInHarness(now, options.discord),
    slack: await slackInHarness(now, options.slack),
  }));
  const slack = slackUser(harness);
  if (options.asks !== true) await slack.startAtOnce();
  return { ...(await played(harness, discordUser(harness), options)), slackUser: slack };
}

async function played(
  harness: Session['harness'],
  user: UserDriver,
  { asks }: SessionOptions,
): Promise<Omit<Session, keyof ChatWords>> {
  if (asks !== true) await user.startAtOnce();
  return {
    harness,
    user,
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}
