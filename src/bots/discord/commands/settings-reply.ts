import type { Requester } from '../../../core/teams/domain/requester.ts';
import { plainReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import {
  confirmOverReply,
  outOfOrderReply,
  settingsWords,
} from '../../../core/chat/domain/replies.ts';
import { withTimeout } from '../../shared/with-timeout.ts';
import type { FormDependencies } from '../forms/form-dependencies.ts';

/** The answer is the acknowledgement, and has to be there in time. */
const PATIENCE_MS = 1_500;

/** What is chosen for somebody who says nothing else. */
export async function settingsReply(
  { conversations, clock, logger }: FormDependencies,
  requester: Requester,
): Promise<Reply> {
  try {
    const form = await withTimeout(clock, PATIENCE_MS, conversations.form(requester));
    if (form === null) return outOfOrderReply();
    const { settings, confirmOver } = form;
    return plainReply(
      [{ bold: 'Your videos, unless you say otherwise' }],
      settingsWords(settings),
      ['Choose others with ', { bold: '/video settings' }, ' and what you like best.'],
      ...confirmOverReply(confirmOver).lines,
      ['Change that with ', { bold: 'confirm_over' }, '.'],
    );
  } catch (error) {
    logger.error({ err: error }, 'discord: preferences could not be read');
    return outOfOrderReply();
  }
}
