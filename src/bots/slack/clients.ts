import type { WebClient } from '@slack/web-api';

/** An installation, by what every request tells of it. */
export interface SlackTeam {
  readonly teamId: string;
  readonly enterpriseId: string | null;
}

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
  /** Slack said that the token is worth nothing any more. */
  revoked(team: SlackTeam): Promise<void>;
}
