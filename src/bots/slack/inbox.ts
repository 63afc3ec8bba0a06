import type { App, ReceiverEvent } from '@slack/bolt';
import type { Logger } from '../../core/ports/logger.ts';
import { SENT_AT } from './listener-types.ts';
import { factsOf } from './slack-logger.ts';

export type Body = ReceiverEvent['body'];

/** What Slack tells us, by whichever way it came. */
export interface Told {
  readonly body: Body;
  /** Answers it; true unless somebody listened and failed before answering. */
  readonly ack: ReceiverEvent['ack'];
  /** When Slack sent it, in milliseconds since 1970; null where it does not say. */
  readonly sentAt: number | null;
  readonly retryNum?: number;
  readonly retryReason?: string;
}

/** Hands what Slack tells to those who listen, for as long as it is open. */
export interface Inbox {
  open(app: App): void;
  isOpen(): boolean;
  /**
   * Never throws.
   * @returns `failed` when a listener failed before it acknowledged; `closed` when nobody listens
   */
  take(told: Told): Promise<'acknowledged' | 'failed' | 'closed'>;
  /** Takes nothing more, and waits for the answers that are being given. */
  close(): Promise<void>;
}

export function createInbox(logger: Logger): Inbox {
  const answering = new Set<Promise<unknown>>();
  let app: App | null = null;

  async function process(to: App, told: Told): Promise<'acknowledged' | 'failed'> {
    const answer = { acknowledged: false };
    const once: ReceiverEvent['ack'] = async (response) => {
      answer.acknowledged = true;
      await told.ack(response);
    };
    try {
      const customProperties = told.sentAt === null ? {} : { [SENT_AT]: told.sentAt };
      await to.processEvent({ ...told, customProperties, ack: once });
      // Slack shows people an error for a button that leads nowhere, a link of a card for example.
      if (!answer.acknowledged) await once();
    } catch (error) {
      logger.error(factsOf(error), 'slack: request failed');
    }
    return answer.acknowledged ? 'acknowledged' : 'failed';
  }

  return {
    open(opened) {
      app = opened;
    },
    isOpen: () => app !== null,
    async take(told) {
      if (app === null) return 'closed';
      const answered = process(app, told);
      answering.add(answered);
      try {
        return await answered;
      } finally {
        answering.delete(answered);
      }
    },
    async close() {
      app = null;
      await Promise.all(answering);
    },
  };
}
