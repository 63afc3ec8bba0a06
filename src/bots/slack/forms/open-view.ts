import type { ModalView } from '@slack/types';
import { troubleReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { createTtlCache } from '../../shared/ttl-cache.ts';
import type { SlackUser } from '../interactions/requester.ts';
import { slackCode } from '../shared/errors.ts';
import type { SlackListenerDependencies } from '../interactions/listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** Longer than a trigger can be used at all. */
const TRIGGER_MS = 30_000;

export interface ModalOpening {
  readonly slackUser: SlackUser;
  /** Opens one form, and only for three seconds. */
  readonly triggerId: string;
  readonly view: ModalView;
  /** Tells the person that it came to nothing. */
  readonly failed: (reply: Reply) => Promise<unknown>;
}

/** Opens forms that are there already, each once however often it is asked for. Never throws. */
export function createOpenModal({
  clients,
  clock,
  logger,
}: Pick<SlackListenerDependencies, 'clients' | 'clock' | 'logger'>): (
  opening: ModalOpening,
) => Promise<void> {
  const triggers = createTtlCache<null>({ clock, freshMs: TRIGGER_MS, most: 5_000 });

  async function openNow({ slackUser, triggerId, view, failed }: ModalOpening): Promise<null> {
    try {
      const client = await clients.views(slackUser.team);
      await client.views.open({ trigger_id: triggerId, view });
    } catch (error) {
      // Delivered to two processes: the person has it before them.
      if (slackCode(error) === 'exchanged_trigger_id') return null;
      logger.warn(factsOf(error), 'slack: a form could not be opened');
      await failed(NOT_OPENED).catch((cause: unknown) => {
        logger.warn(factsOf(cause), 'slack: reply failed');
      });
    }
    return null;
  }

  return async (opening) => {
    await triggers.get(opening.triggerId, () => openNow(opening));
  };
}

export const NOT_OPENED = troubleReply(
  'The form could not be opened in time',
  'Slack allows three seconds for it. Nothing was started: please try again.',
);
