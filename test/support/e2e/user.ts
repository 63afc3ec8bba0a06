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

export type BothChats = { readonly discord: HarnessDiscord; readonly slack: HarnessSlack };

export interface SessionOptions extends HarnessOptions {
  readonly discord?: DiscordEmulatorOptions;
  readonly slack?: SlackChatOptions;
}

/** A service with one chat, and somebody's hands in it. */
export interface Session extends AsyncDisposable {
  readonly harness: Omit<Harness<Chats>, 'chats'>;
  readonly user: UserDriver;
}

export async function openSession(
  name: UserDriver['name'],
  options: SessionOptions = {},
): Promise<Session> {
  switch (name) {
    case 'discord': {
      const harness = await openHarness<Pick<BothChats, 'discord'>>(options, async (now) => ({
        discord: await discordInHarness(now, options.discord),
      }));
      return played(harness, discordUser(harness));
    }
    case 'slack': {
      const harness = await openHarness<Pick<BothChats, 'slack'>>(options, async (now) => ({
        slack: await slackInHarness(now, options.slack),
      }));
      return played(harness, slackUser(harness));
    }
  }
}

/** One service with both chats at once. */
export async function openBoth(options: SessionOptions = {}) {
  const harness = await openHarness<BothChats>(options, async (now) => ({
    discord: await discordInHarness(now, options.discord),
    slack: await slackInHarness(now, options.slack),
  }));
  return { ...played(harness, discordUser(harness)), slackUser: slackUser(harness) };
}

function played(harness: Session['harness'], user: UserDriver): Session {
  return {
    harness,
    user,
    [Symbol.asyncDispose]: () => harness[Symbol.asyncDispose](),
  };
}
