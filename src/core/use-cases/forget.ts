import type { Ask, Note } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import type { Core } from './core.ts';

/** Removes a person's prompts and media; what they cost stays in the books. */
export function forgetPerson(_core: Core, _ask: Ask, _sure: boolean): Promise<Note> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}
