import type { RespondArguments } from '@slack/bolt';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { replyBody } from './reply-view.ts';

/** For one person's eyes, below whatever they did. */
export function ephemeral(reply: Reply): RespondArguments {
  return { response_type: 'ephemeral', replace_original: false, ...replyBody(reply) };
}
