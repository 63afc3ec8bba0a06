import type { Asker, Note } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import type { Core } from './core.ts';

/** Makes a code, or makes two accounts one person by it. */
export function linkAccount(_core: Core, _asker: Asker, _code: string | null): Promise<Note> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}

/** Makes an account a person of its own again. */
export function unlinkAccount(_core: Core, _asker: Asker): Promise<Note> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}
