import { WebClient } from '@slack/web-api';
import type { Logger as SdkLogger } from '@slack/bolt';
import type { SlackTokens } from './authorize.ts';
import { isWorkspaceId } from '../shared/message-ref.ts';
import type { SlackTeam } from '../shared/slack-team.ts';

/** The Web API on behalf of one workspace, by its token of this moment. */
export interface SlackClients {
  /**
   * For cards and files: a call is made once, and a limit is told at once instead of waited out.
   * @throws {PlatformError} `gone` where the app is not installed
   */
  progress(team: SlackTeam): Promise<WebClient>;
  /**
   * For what somebody waits for: forms, people, the Home tab.
   * @throws {PlatformError} `gone` where the app is not installed
   */
  views(team: SlackTeam): Promise<WebClient>;
  /**
   * The bot's token itself, for downloads.
   * @throws {PlatformError} `gone` where the app is not installed
   */
  token(team: SlackTeam): Promise<string>;
  /**
   * Who the bot is there: nothing else tells its own messages from those of others.
   * @throws {PlatformError} `gone` where the app is not installed
   * @throws when Slack does not answer
   */
  bot(team: SlackTeam): Promise<SlackBot>;
  /** Slack said that the token is worth nothing any more. Never throws. */
  revoked(team: SlackTeam): Promise<void>;
}

export interface SlackBot {
  readonly userId: string | null;
  readonly botId: string | null;
}

const TIMES = { progressMs: 15_000, viewsMs: 5_000, tokensMs: 8_000 } as const;

const MOST_TEAMS = 1_000;

interface Known {
  readonly token: string;
  readonly progress: WebClient;
  readonly views: WebClient;
  bot: SlackBot | null;
}

export function createSlackClients({
  api,
  tokens,
  sdkLogger,
}: {
  readonly api: string;
  readonly tokens: SlackTokens;
  readonly sdkLogger: SdkLogger;
}): SlackClients {
  const known = new Map<string, Known>();

  async function clientsOf(team: SlackTeam): Promise<Known> {
    const { token, forOrganisation } = await tokens.tokenOf(team);
    // A token of a whole organisation has to be told for which workspace each call is meant.
    const named = forOrganisation && isWorkspaceId(team.teamId);
    const teamId = named ? { teamId: team.teamId } : {};
    const client = (timeout: number) =>
      new WebClient(token, { ...callOnce(api, sdkLogger), ...teamId, timeout });
    const before = known.get(team.teamId);
    if (before?.token === token) return before;
    const made = {
      token,
      progress: client(TIMES.progressMs),
      views: client(TIMES.viewsMs),
      bot: null,
    };
    // The oldest gives way: a client can be made again at any time.
    known.delete(team.teamId);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= MOST_TEAMS) known.delete(oldest);
    known.set(team.teamId, made);
    return made;
  }

  return {
    progress: async (team) => (await clientsOf(team)).progress,
    views: async (team) => (await clientsOf(team)).views,
    token: async (team) => (await tokens.tokenOf(team)).token,
    async bot(team) {
      const clients = await clientsOf(team);
      if (clients.bot === null) {
        const { user_id: userId, bot_id: botId } = await clients.views.auth.test();
        clients.bot = { userId: userId ?? null, botId: botId ?? null };
      }
      return clients.bot;
    },
    async revoked(team) {
      known.delete(team.teamId);
      await tokens.revoked(team, 'answer').catch((error: unknown) => {
        sdkLogger.warn('a refused token could not be looked into', error);
      });
    },
  };
}

/** For calls that are not made by a workspace's own token. */
export function createAppClient(api: string, sdkLogger: SdkLogger, token?: string): WebClient {
  return new WebClient(token, { ...callOnce(api, sdkLogger), timeout: TIMES.tokensMs });
}

/**
 * Nothing is repeated, since most calls would then happen twice; and a limit is told at once, since
 * the SDK would hold back every other call of the same client until it is over.
 */
export function callOnce(api: string, sdkLogger: SdkLogger) {
  return {
    slackApiUrl: `${api}/`,
    logger: sdkLogger,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
  };
}
