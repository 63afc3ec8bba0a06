import type { DiscordEmulatorOptions } from '../../../sandbox/discord/emulator.ts';
import { discordOnStage } from './harness/session.ts';
import type { DiscordOnStage } from './harness/session.ts';
import { discordHands } from './discord-user.ts';
import { slackOnStage } from './slack.ts';
import type { SlackChatOptions, SlackOnStage } from './slack.ts';
import { slackHands } from './slack-user.ts';
import { openStage } from './harness/harness.ts';
import type { Chats, Stage, StageOptions } from './harness/harness.ts';
import type { Hands } from '../user.ts';

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
