import type { App } from '@slack/bolt';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Conversations } from '../../../core/chat/ports/interaction-handler.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import type { AllowList } from '../../shared/allow-list.ts';
import type { SlackClients } from '../installations/clients.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import type { KnownLocales } from './known-locales.ts';
import type { HomeReplies } from '../rendering/home-replies.ts';

export interface SlackListenerDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly conversations: Conversations;
  /**
   * The only way to call Slack from a listener: Bolt's own `client` and `say` know no token, since
   * Bolt would keep a client for every token there ever was.
   */
  readonly clients: SlackClients;
  /** Of workspaces and organisations. */
  readonly workspaces: AllowList;
  /** Whether a workspace has the app, for people of others in a shared channel. Quick. */
  readonly installed: (team: SlackTeam) => Promise<boolean>;
  /** Shared with what sends replies: those for a Home tab are put there, and shown on it. */
  readonly homeReplies: HomeReplies;
  readonly locales: KnownLocales;
}

/**
 * Adds what listens. Requests of workspaces that do not have the app are answered before; those that
 * no listener acknowledges are acknowledged without words once all listeners are done; and what a
 * listener throws is logged, and told to Slack as a failure if nothing was acknowledged by then.
 */
export type RegisterSlackListener = (app: App, dependencies: SlackListenerDependencies) => void;

/**
 * The name, among the custom properties of what is handed to the app, for when Slack sent it: in
 * milliseconds since 1970, from the header of its signature. Connections of our own have none.
 */
export const SENT_AT = 'sentAt';
