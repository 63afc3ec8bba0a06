import type { Requester } from '../../teams/domain/requester.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { Command } from './command.ts';

/** One thing a person asked for in a chat. Plain data: it is kept until it is answered. */
export interface Interaction {
  /** The platform's id of the request: the same when it is delivered twice. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly asker: Requester;
  readonly message: MessageRef;
  readonly want: Command;
}
