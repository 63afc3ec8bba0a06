import type { Interaction } from '../../core/chat/domain/interaction.ts';
import type { Conversations } from '../../core/chat/ports/interaction-handler.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { Logger } from '../../core/shared/ports/logger.ts';
import { createClockSkew } from './clock-skew.ts';
import { withTimeout } from './with-timeout.ts';

/** Both chats give an acknowledgement three seconds, from the sending on. */
const TIMES = {
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

/** Takes requests in within the little time there is to acknowledge them. */
export interface Reception {
  /**
   * Null when it came so late that the chat has told its sender of an error: nothing is done for it.
   * @param sentAt by the chat's clock, in milliseconds since 1970; null where nobody says
   * @param facts for the log; what is `replayed` was kept back, and says nothing about clocks
   */
  arrived(
    sentAt: number | null,
    facts?: { readonly interaction: string; readonly replayed: boolean },
  ): Arrival | null;
  /** How old it is by now. */
  ageOf(sentAt: number): number;
  /** What is left of its time for something before the acknowledgement, so much at most. */
  leftMs(arrival: Arrival, mostMs: number): number;
  /** Has a request kept in what is left of its time; `late` where that was not enough. */
  receive(
    interaction: Interaction,
    arrival: Arrival,
  ): Promise<'new' | 'repeated' | 'late' | 'unkept'>;
}

export function createReception({
  chat,
  clock,
  logger,
  conversations,
  factsOf,
}: {
  readonly chat: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly conversations: Pick<Conversations, 'receive'>;
  /** What may be logged of an error. */
  readonly factsOf: (error: unknown) => object;
}): Reception {
  const skew = createClockSkew();
  function leftMs({ lateMs, cameAt }: Arrival, mostMs: number): number {
    const spentMs = lateMs + clock.now().getTime() - cameAt;
    return Math.min(mostMs, Math.max(0, TIMES.ackByMs - spentMs));
  }

  return {
    arrived(sentAt, facts) {
      const cameAt = clock.now().getTime();
      if (sentAt === null) return { lateMs: 0, cameAt };
      const measuredMs = cameAt - sentAt;
      const lateMs = skew.ageOf(measuredMs);
      if (lateMs <= TIMES.tooOldMs) return { lateMs, cameAt };
      logger.warn({ ...facts, lateMs }, `${chat}: interaction came too late`);
      if (facts?.replayed !== true && skew.dropped(measuredMs, cameAt)) {
        const ahead = "this machine's clock is ahead; it is allowed for from now on";
        logger.error({ lateMs }, `${chat}: ${ahead}`);
      }
      return null;
    },
    ageOf: (sentAt) => skew.ageOf(clock.now().getTime() - sentAt),
    leftMs,
    async receive(interaction, arrival) {
      const kept = conversations.receive(interaction).catch((error: unknown) => {
        const facts = { ...factsOf(error), interaction: interaction.key };
        logger.error(facts, `${chat}: interaction not kept`);
        return 'unkept' as const;
      });
      return (await withTimeout(clock, leftMs(arrival, TIMES.receiveMs), kept)) ?? 'late';
    },
  };
}
