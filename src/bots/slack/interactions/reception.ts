import type { Interaction } from '../../../core/chat/domain/interaction.ts';
import { createClockSkew } from '../../shared/clock-skew.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';

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
      logger.warn({ lateMs }, 'slack: request came too late');
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
        logger.error(
          { ...factsOf(error), ask: interaction.key },
          'slack: request could not be kept',
        );
        return 'unkept' as const;
      });
      const spentMs = lateMs + clock.now().getTime() - cameAt;
      const patienceMs = Math.min(TIMES.receiveMs, Math.max(0, TIMES.ackByMs - spentMs));
      return (await withTimeout(clock, patienceMs, kept)) ?? 'unkept';
    },
  };
}
