import { troubleReply } from '../../core/messages/domain/reply.ts';
import type { Reply } from '../../core/messages/domain/reply.ts';

/** What a chat left out of a request, or made of it, so that nothing can be made of that here. */
export function incompleteReply(chat: string): Reply {
  return troubleReply(
    `${chat} sent this incomplete`,
    'Nothing was started and nothing was charged. Please try again.',
  );
}
