import { refusedReply, troubleReply } from '../../core/messages/domain/reply.ts';
import type { Reply } from '../../core/messages/domain/reply.ts';
import { refusalWords } from '../../core/video/domain/refusal-words.ts';

/** What a chat left out of a request, or made of it, so that nothing can be made of that here. */
export function incompleteReply(chat: string): Reply {
  return troubleReply(
    `${chat} sent this incomplete`,
    'Nothing was started and nothing was charged. Please try again.',
  );
}

/** A sentence for somebody whose request cannot be started as it is. */
export function wrongReply(words: string): Reply {
  return refusedReply(words, 'Nothing was charged.');
}

/** The same where there was something to change. */
export function unchangedReply(words: string): Reply {
  return refusedReply(words, 'Nothing was changed.');
}

/** For somebody of a place that may not use this service. */
export const NOT_HERE = refusedReply('Not here', refusalWords({ code: 'workspace-not-allowed' }));
