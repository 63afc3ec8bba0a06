import type { Ask, Note, Want } from '../domain/conversation.ts';
import { refusedNote } from '../domain/notes.ts';
import type { Core } from './core.ts';

/** Puts a request that was refused for want of credits before the admins. */
export function askForCredits(
  _core: Core,
  _ask: Ask,
  _request: string,
  _signal: AbortSignal,
): Promise<Note | null> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}

/** An admin's answer: the credits are granted and the video starts, or they are not. */
export function decideOnCredits(
  _core: Core,
  _ask: Ask,
  _decision: Extract<Want, { type: 'decide' }>,
  _signal: AbortSignal,
): Promise<Note | null> {
  return Promise.resolve(refusedNote('This cannot be done yet.'));
}
