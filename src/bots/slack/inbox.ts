import type { App, ReceiverEvent } from '@slack/bolt';
import { failedNote } from '../../core/domain/notes.ts';
import type { Logger } from '../../core/ports/logger.ts';
import { aside } from './aside.ts';
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
    if (told.body.type === 'app_rate_limited') {
      // Not an event of anybody's: Slack has stopped telling this minute's.
      logger.warn({}, 'slack: Slack holds events back for a minute');
    }
    try {
      const customProperties = told.sentAt === null ? {} : { [SENT_AT]: told.sentAt };
      await to.processEvent({ ...told, customProperties, ack: once });
      // Slack shows people an error for a button that leads nowhere, a link of a card for example.
      if (!answer.acknowledged) await once();
    } catch (error) {
      const key = keyOf(told);
      logger.error({ ...factsOf(error), key }, 'slack: request failed');
      if (!answer.acknowledged) await apologise(told, key, once);
    }
    return answer.acknowledged ? 'acknowledged' : 'failed';
  }

  /** Whoever typed a command reads our words; for everything else Slack has words of its own. */
  async function apologise({ body }: Told, key: string, ack: ReceiverEvent['ack']): Promise<void> {
    if (typeof body.command !== 'string') return;
    await ack(aside(failedNote(key))).catch((error: unknown) => {
      logger.warn(factsOf(error), 'slack: nor could that be said');
    });
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

/** Names a request in the log, and to whoever made it. */
function keyOf({ body }: Told): string {
  return typeof body.trigger_id === 'string' ? body.trigger_id : 'a request without a name';
}
