import type { Asker } from '../../../core/teams/domain/requester.ts';
import type { Note } from '../../../core/messages/domain/reply.ts';
import { confirmOverNote, outOfOrderNote } from '../../../core/chat/domain/replies.ts';
import type { Clock } from '../../../core/shared/ports/clock.ts';
import type { Conversations } from '../../../core/chat/ports/interaction-handler.ts';
import type { Logger } from '../../../core/shared/ports/logger.ts';
import { inTime } from '../../shared/with-timeout.ts';

/** The answer is the acknowledgement, and has to be there in time. */
const PATIENCE_MS = 1_500;

/** What is chosen for somebody who says nothing else. */
export async function settingsNote(
  {
    conversations,
    clock,
    logger,
  }: {
    readonly conversations: Pick<Conversations, 'form'>;
    readonly clock: Clock;
    readonly logger: Logger;
  },
  asker: Asker,
): Promise<Note> {
  try {
    const form = await inTime(clock, PATIENCE_MS, conversations.form(asker));
    if (form === null) return outOfOrderNote();
    const { settings, confirmOver } = form;
    const { seconds, quality, aspect, sound, guidance } = settings;
    const words = [
      `${seconds} s`,
      quality,
      aspect,
      ...(sound === null ? [] : [sound ? 'with sound' : 'silent']),
      ...(guidance === null ? [] : [`guidance ${guidance}`]),
    ];
    return {
      tone: 'plain',
      headline: [{ bold: 'Your videos, unless you say otherwise' }],
      lines: [
        [words.join(' · ')],
        ['Choose others with ', { bold: '/video settings' }, ' and what you like best.'],
        ...confirmOverNote(confirmOver).lines,
        ['Change that with ', { bold: 'confirm_over' }, '.'],
      ],
    };
  } catch (error) {
    logger.error({ err: error }, 'discord: usual settings could not be read');
    return outOfOrderNote();
  }
}
