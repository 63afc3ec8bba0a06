import type { WebClient } from '@slack/web-api';
import type { ShownCard } from '../../../../core/chat/ports/chat-platform.ts';
import type { SlackMessageRef } from '../../shared/message-ref.ts';

/** One card on its way, with the handle as it was kept last. */
export interface Showing {
  readonly client: WebClient;
  readonly card: ShownCard;
  readonly signal: AbortSignal;
  readonly ref: () => SlackMessageRef;
  /** Before anything else is done: whoever comes next goes on from here. */
  readonly keep: (next: SlackMessageRef) => Promise<void>;
}
