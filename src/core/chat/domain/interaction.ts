import type { Identity } from '../../teams/domain/identity.ts';
import type { Requester } from '../../teams/domain/requester.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { Command, PendingCommand } from './command.ts';

/** Where a command comes from, as the chat says it. */
export interface Origin {
  /** The platform's id of the request: the same when it is delivered twice. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly requester: Requester;
  readonly message: MessageRef;
}

/** One thing a person asked for in a chat. Plain data: it is kept until it is answered. */
export interface Interaction<command extends Command = Command> extends Origin {
  readonly command: command;
}

/** An interaction that waits for somebody to take it up. */
export type PendingInteraction = Interaction<PendingCommand>;

/** Where a command is handled: who asks, looked up once, where and when. */
export interface InteractionContext extends Origin {
  readonly who: Identity;
  /** What they are answered in. */
  readonly language: string;
}
