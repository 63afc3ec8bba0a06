import type { ModalView } from '@slack/types';
import type { Note } from '../../core/domain/conversation.ts';
import type { Doer } from './asker.ts';
import { slackCode } from './errors.ts';
import type { SlackListenerDependencies } from './listener-types.ts';
import { factsOf } from './slack-logger.ts';

/** Opens a form that is there already. Never throws. */
export async function openModal(
  { clients, logger }: Pick<SlackListenerDependencies, 'clients' | 'logger'>,
  {
    doer,
    triggerId,
    view,
    failed,
  }: {
    readonly doer: Doer;
    readonly triggerId: string;
    readonly view: ModalView;
    /** Tells the person that it came to nothing. */
    readonly failed: (note: Note) => Promise<unknown>;
  },
): Promise<void> {
  try {
    const client = await clients.views(doer.team);
    await client.views.open({ trigger_id: triggerId, view });
  } catch (error) {
    // Delivered twice: the person has it before them.
    if (slackCode(error) === 'exchanged_trigger_id') return;
    logger.warn(factsOf(error), 'slack: a form could not be opened');
    await failed(NOT_OPENED).catch((cause: unknown) => {
      logger.warn(factsOf(cause), 'slack: nor could that be said');
    });
  }
}

export const NOT_OPENED: Note = {
  tone: 'trouble',
  headline: ['The form could not be opened in time'],
  lines: [['Slack allows three seconds for it. Nothing was started: please try again.']],
};
