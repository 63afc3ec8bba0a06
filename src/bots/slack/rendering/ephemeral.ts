import type { RespondArguments } from '@slack/bolt';
import { inLanguage } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { replyBody } from './reply-view.ts';

/** For one person's eyes, below whatever they did. */
export function ephemeral(reply: Reply, language: string): RespondArguments {
  return {
    response_type: 'ephemeral',
    replace_original: false,
    ...replyBody(inLanguage(reply, language)),
  };
}
