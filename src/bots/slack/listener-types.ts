import type { Clock } from '../../core/ports/clock.ts';
import type { Conversations } from '../../core/ports/conversations.ts';
import type { Logger } from '../../core/ports/logger.ts';
import type { SlackClients } from './clients.ts';
import type { HomeNotes } from './home-notes.ts';

/** What hearing people takes. */
export interface SlackListenerDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly clients: SlackClients;
  /** Shared with the one that says notes: those for a Home tab are put there. */
  readonly homeNotes: HomeNotes;
  /** Workspaces the service is for; none: it is for everyone who installed it. */
  readonly workspaces: ReadonlySet<string>;
  /** Where the Web API is: tests have it on loopback, and response urls there too. */
  readonly apiUrl: string;
  readonly conversations: Conversations;
}

export interface SlackListener {
  /** Waits for the answers that are being given. */
  close(): Promise<void>;
}

/**
 * The receiver's name, in the context of what it hands on, for when Slack sent it: milliseconds
 * since 1970, from the header of its signature. Connections of our own have none.
 */
export const SENT_AT = 'sentAt';
