import type { Interaction } from '../../../core/chat/domain/interaction.ts';
import { createClockSkew } from '../../shared/clock-skew.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import type { Requester } from '../../../core/teams/domain/requester.ts';
import type { SlackUser, ReadRequester } from './requester.ts';
import type { SlackMessageRef } from '../shared/message-ref.ts';

const TIMES = {
  /** Slack gives an acknowledgement three seconds, from the sending on. */
  tooOldMs: 2_500,
  /** By then it has to be on its way. */
  ackByMs: 2_600,
  receiveMs: 750,
} as const;

/** When a request came in. */
export interface Arrival {
  /** The time it had cost already by then. */
  readonly lateMs: number;
  /** Milliseconds since 1970, by our clock. */
  readonly cameAt: number;
}

export interface Reception {
  /** Null when it came so late that Slack has told its sender of an error: nothing is done for it. */
  arrived(sentAt: number | null): Arrival | null;
  /** Has a request kept in what is left of its time. */
  receive(interaction: Interaction, arrival: Arrival): Promise<'new' | 'repeated' | 'unkept'>;
}

export function createReception({
  clock,
  logger,
  conversations,
}: SlackListenerDependencies): Reception {
  const skew = createClockSkew();

  return {
    arrived(sentAt) {
      const cameAt = clock.now().getTime();
      if (sentAt === null) return { lateMs: 0, cameAt };
      const measuredMs = cameAt - sentAt;
      const lateMs = skew.ageOf(measuredMs);
      if (lateMs <= TIMES.tooOldMs) return { lateMs, cameAt };
      logger.warn({ lateMs }, 'slack: interaction came too late');
      if (skew.dropped(measuredMs, cameAt)) {
        logger.error(
          { lateMs },
          "slack: this machine's clock is ahead; it is allowed for from now on",
        );
      }
      return null;
    },
    async receive(interaction, { lateMs, cameAt }) {
      const kept = conversations.receive(interaction).catch((error: unknown) => {
        logger.error({ ...factsOf(error), ask: interaction.key }, 'slack: interaction not kept');
        return 'unkept' as const;
      });
      const spentMs = lateMs + clock.now().getTime() - cameAt;
      const patienceMs = Math.min(TIMES.receiveMs, Math.max(0, TIMES.ackByMs - spentMs));
      return (await withTimeout(clock, patienceMs, kept)) ?? 'unkept';
    },
  };
}

/** How Slack is told that a request has arrived, each kind of request in its way. */
export interface Acknowledge {
  /** @throws when it is too late */
  taken(): Promise<void>;
  /** @throws when it is too late */
  refused(reply: Reply): Promise<void>;
}

export interface Request {
  /** The same when it is delivered twice. */
  readonly key: string;
  readonly slackUser: SlackUser;
  /** Their rights have to be those of this moment. */
  readonly rights?: 'now';
  readonly arrival: Arrival;
  readonly ref: SlackMessageRef;
  readonly command: Command;
  readonly acknowledge: Acknowledge;
}

export interface Answers {
  /** Has a request kept, acknowledged and answered. Ends when all of it is done. */
  answer(request: Request): Promise<void>;
  /** The same for somebody who is known already. */
  answerTo(requester: Requester, request: Omit<Request, 'slackUser' | 'rights'>): Promise<void>;
}

export function createAnswers(
  { logger, conversations }: SlackListenerDependencies,
  {
    reception,
    readRequester,
  }: { readonly reception: Reception; readonly readRequester: ReadRequester },
): Answers {
  async function answerTo(
    requester: Requester,
    { key, arrival, ref, command, acknowledge }: Omit<Request, 'slackUser' | 'rights'>,
  ): Promise<void> {
    const interaction: Interaction = {
      key,
      at: arrival.cameAt,
      requester,
      message: ref,
      command,
    };
    const received = await reception.receive(interaction, arrival);
    const acknowledged = await acknowledge.taken().then(
      () => true,
      (error: unknown) => {
        logger.warn(
          { ...factsOf(error), ask: key },
          'slack: interaction was not acknowledged in time',
        );
        return false;
      },
    );
    if (received === 'repeated') return;
    // Slack has told them of an error: nothing may be started for what looks dead to them.
    await conversations.answer(interaction, acknowledged ? received : 'unkept');
  }

  return {
    answerTo,
    async answer({ slackUser, rights, ...request }) {
      const read = await readRequester(slackUser, rights);
      if (read.status === 'refused') await request.acknowledge.refused(read.reply);
      else await answerTo(read.requester, request);
    },
  };
}
