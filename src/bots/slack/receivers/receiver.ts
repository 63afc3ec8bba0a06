import type { App, Logger as SdkLogger, ReceiverEvent } from '@slack/bolt';
import { failedReply } from '../../../core/chat/domain/replies.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import { ENGLISH } from '../../../core/messages/domain/language.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { incompleteReply } from '../../shared/replies.ts';
import { ephemeral } from '../rendering/ephemeral.ts';
import { SENT_AT } from '../interactions/listener-types.ts';
import { replyModal } from '../forms/modal.ts';
import { replyBody } from '../rendering/reply-view.ts';
import { readBody } from './request-body.ts';
import type { Respond } from '../messages/calls/respond.ts';
import { factsOf } from '../shared/slack-logger.ts';
import type { Body } from './request-body.ts';

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
export interface Receiver {
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

/** What every way to receive needs. */
export interface ReceivingDependencies {
  readonly api: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sdkLogger: SdkLogger;
}

export function createReceiver({
  logger,
  respond,
}: {
  readonly logger: Logger;
  readonly respond: Respond;
}): Receiver {
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
    const read = readBody(told.body);
    const key = keyOf(told);
    if (read.status === 'unreadable') {
      logger.error({ problem: read.problem, key }, 'slack: a request could not be read');
      await apologise(told.body, INCOMPLETE, once);
      // Sent again it would be the same.
      if (!answer.acknowledged && told.body.event !== undefined) await once();
      return answer.acknowledged ? 'acknowledged' : 'failed';
    }
    const { body } = read;
    try {
      const customProperties = told.sentAt === null ? {} : { [SENT_AT]: told.sentAt };
      await to.processEvent({ ...told, body, customProperties, ack: once });
      // Slack shows people an error for a button that leads nowhere, a link of a card for example.
      if (!answer.acknowledged) await once();
    } catch (error) {
      logger.error({ ...factsOf(error), key }, 'slack: request failed');
      if (!answer.acknowledged) await apologise(body, failedReply(key), once);
    }
    return answer.acknowledged ? 'acknowledged' : 'failed';
  }

  /** To whoever did it, in the way that there is for it; else Slack has words of its own. */
  async function apologise(body: Body, reply: Reply, ack: ReceiverEvent['ack']): Promise<void> {
    try {
      if (typeof body.command === 'string') {
        await ack(ephemeral(reply, ENGLISH));
      } else if (body.type === 'view_submission') {
        const view = replyModal(msg('chat.try-again'), reply, ENGLISH);
        await ack({ response_action: 'update', view });
      } else if (typeof body.response_url === 'string') {
        await ack();
        const way = { responseUrl: body.response_url, usesLeft: 1, expiresAt: Infinity };
        await respond(way, replyBody(reply), AbortSignal.timeout(RESPOND_MS));
      }
    } catch (error) {
      logger.warn(factsOf(error), 'slack: reply failed');
    }
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

const RESPOND_MS = 10_000;

const INCOMPLETE = incompleteReply('Slack');

const MOST_KEY = 100;

/** Names a request in the log, and to whoever made it. */
function keyOf({ body }: Told): string {
  const { trigger_id: id } = body;
  return typeof id === 'string' ? id.slice(0, MOST_KEY).toWellFormed() : 'a request without a name';
}
