import type { AdminAct } from '../domain/admin-act.ts';
import type { Ask, Note } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import type { Core } from './core.ts';

/** Does what an admin asks for, and writes it down; others are refused, and that is written down. */
export function administer(_core: Core, _ask: Ask, _act: AdminAct): Promise<Note | null> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}
