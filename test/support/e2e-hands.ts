import type { DiscordEmulatorOptions } from '../../sandbox/discord/emulator.ts';
import { discordOnStage } from './e2e.ts';
import type { DiscordOnStage } from './e2e.ts';
import { discordHands } from './e2e-discord-hands.ts';
import { slackOnStage } from './e2e-slack.ts';
import type { SlackChatOptions, SlackOnStage } from './e2e-slack.ts';
import { slackHands } from './e2e-slack-hands.ts';
import { openStage } from './e2e-stage.ts';
import type { Chats, Stage, StageOptions } from './e2e-stage.ts';
import type { Hands } from './hands.ts';

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
