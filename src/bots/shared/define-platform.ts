import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatPlatform } from '../../core/chat/ports/chat-platform.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { Conversations } from '../../core/chat/ports/interaction-handler.ts';
import type { Logger } from '../../core/shared/ports/logger.ts';
import { openable } from '../../settings/openings.ts';
import type { Openable } from '../../settings/openings.ts';
import type { Settings } from '../../settings/settings.ts';

/** What was last told to a chat about this service (its commands, say), kept across restarts. */
export interface Registrations {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
}

/**
 * What workspaces gave this service when they installed it, sealed before it is written: tokens
 * and what is needed to renew them. Kept for as long as they are installed.
 */
export interface Installations {
  find(id: string): Promise<string | null>;
  ids(): Promise<readonly string[]>;
  /**
   * Changes one while nobody else does, over all processes: `change` is told what is there when
   * its turn has come, and says what shall be, null for nothing. What it throws leaves everything as it was.
   * @returns what is there afterwards
   */
  change(
    id: string,
    change: (secret: string | null) => Promise<string | null>,
  ): Promise<string | null>;
}

/** What a platform needs besides its settings. */
export interface PlatformSurroundings {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registrations: Registrations;
  readonly installationsOf: (platform: string) => Installations;
  /** Where this service's HTTP server can be reached from outside, without a slash at the end. */
  readonly publicUrl: string | null;
  /** To derive secrets of one's own from; known once the service is being opened, at `connect`. */
  readonly secret: () => string;
  /** Where a chat's operators can read who is calling them. */
  readonly userAgentUrl?: string;
}

/** Requests of a chat to the one HTTP server. */
export interface PlatformRoutes {
  /** Exact paths. */
  readonly paths: readonly string[];
  /** Answers by itself; nothing was read of the body. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** For the operator. */
export interface PlatformAbout {
  /** The bot and where it is, as the chat names them: `Showrunner in Acme`; null before it said. */
  readonly identity: string | null;
  /** How it is listened to, and who may use it. */
  readonly audience: string;
}

export interface PlatformConnection {
  /** Shows cards whether connected or not: a worker that only edits never connects. */
  readonly platform: ChatPlatform;
  /** Null where the chat is only listened to by connections of our own. */
  readonly routes: PlatformRoutes | null;
  /**
   * Starts to receive interactions, and registers the commands.
   * @throws {SettingRefused} the chat refuses what was set for it
   * @throws when the chat cannot be reached; it may be tried again
   */
  connect(conversations: Conversations): Promise<void>;
  about(): PlatformAbout;
  /** Whether interactions arrive here at this moment. */
  ready(): boolean;
  /** What is in the way of that and what to do, for an operator; null while nothing is known of it. */
  trouble(): string | null;
  /** Stops listening, then waits for the answers that are being given. */
  close(): Promise<void>;
}

/** No call is made to the chat before `connect` or the first card. */
export type PlatformDefinition = Openable<PlatformSurroundings, PlatformConnection>;

/** Keeps a platform's settings inside its own folder. */
export function definePlatform<settings extends Settings>(
  definition: Parameters<typeof openable<settings, PlatformSurroundings, PlatformConnection>>[0],
): PlatformDefinition {
  return openable(definition);
}
