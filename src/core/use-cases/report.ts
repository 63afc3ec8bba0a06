import type { Ask, Note } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import type { Core } from './core.ts';

/** What the team used in the last days, for an admin. */
export function reportTo(_core: Core, _ask: Ask, _days: number): Promise<Note> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}
