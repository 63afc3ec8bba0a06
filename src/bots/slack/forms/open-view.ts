import type { ModalView } from '@slack/types';
import { msg } from '../../../core/messages/domain/message.ts';
import { troubleReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { createTtlCache } from '../../shared/ttl-cache.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import type { SlackUser } from '../interactions/requester.ts';
import { slackCode } from '../shared/errors.ts';
import type { SlackListenerDependencies } from '../interactions/listener-types.ts';
import { factsOf } from '../shared/slack-logger.ts';

/** A form that is there by then is opened as it is; else something is opened in its place. */
const AT_ONCE_MS = 300;
/** Longer than a trigger can be used at all. */
const TRIGGER_MS = 30_000;

export interface ModalOpening {
  readonly slackUser: SlackUser;
  /** Opens one form, and only for three seconds. */
  readonly triggerId: string;
  readonly view: ModalView;
  /** What is to stand in it, where that may take longer than a form can wait to be opened. */
  readonly content?: () => Promise<ModalView>;
  /** Tells the person that it came to nothing. */
  readonly failed?: ((reply: Reply) => Promise<unknown>) | undefined;
}

/**
 * Opens forms, each once however often it is asked for: delivered again, a request opens nothing, and
 * another process is told by Slack that its trigger was used. Never throws.
 */
export function createOpenModal({
  clients,
  clock,
  logger,
}: Pick<SlackListenerDependencies, 'clients' | 'clock' | 'logger'>): (
  opening: ModalOpening,
) => Promise<void> {
  const triggers = createTtlCache<null>({ clock, freshMs: TRIGGER_MS, most: 5_000 });

  async function openNow(opening: ModalOpening): Promise<null> {
    const { slackUser, triggerId, view, failed } = opening;
    try {
      const content = opening.content?.() ?? Promise.resolve(view);
      const client = await clients.views(slackUser.team);
      const atOnce = await withTimeout(clock, AT_ONCE_MS, content);
      const opened = await client.views.open({ trigger_id: triggerId, view: atOnce ?? view });
      if (atOnce !== null || opened.view?.id === undefined) return null;
      await client.views.update({ view_id: opened.view.id, view: await content });
    } catch (error) {
      const code = slackCode(error);
      // Delivered twice, or closed before it was there: the person has seen what there is to see.
      if (code === 'exchanged_trigger_id' || code === 'not_found') return null;
      logger.warn(factsOf(error), 'slack: a form could not be opened');
      await failed?.(NOT_OPENED).catch((cause: unknown) => {
        logger.warn(factsOf(cause), 'slack: reply failed');
      });
    }
    return null;
  }

  return async (opening) => {
    await triggers.get(opening.triggerId, () => openNow(opening));
  };
}

const NOT_OPENED = troubleReply(msg('chat.form-late'), msg('chat.not-started-try-again'));
