import type { Asker } from '../../teams/domain/requester.ts';
import type { MessageRef } from '../../messages/domain/message-ref.ts';
import type { Want } from './command.ts';

/** One thing a person asked for in a chat. Plain data: it is kept until it is answered. */
export interface Ask {
  /** The platform's id of the request: the same when it is delivered twice. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly asker: Asker;
  readonly message: MessageRef;
  readonly want: Want;
}
