import type { Ask, Note } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import type { Core } from './core.ts';

/** Sends the team's weekly digest to a channel from now on; null: none any more. */
export function digestTo(_core: Core, _ask: Ask, _channel: string | null): Promise<Note> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}
