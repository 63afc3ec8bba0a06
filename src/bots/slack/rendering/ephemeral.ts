import type { RespondArguments } from '@slack/bolt';
import type { Note } from '../../../core/messages/domain/reply.ts';
import { noteBody } from './reply-view.ts';

/** For one person's eyes, below whatever they did. */
export function aside(note: Note): RespondArguments {
  return { response_type: 'ephemeral', replace_original: false, ...noteBody(note) };
}
