import type { CardAction } from '../../core/chat/domain/card-view.ts';
import type { Command } from '../../core/chat/domain/command.ts';
import { jobId } from '../../core/shared/domain/ids.ts';
import type { JobId } from '../../core/shared/domain/ids.ts';

/*
 * What the id of a button says. It is all there is to know about it, so that buttons outlive
 * restarts: those on old messages are pressed months later, and what is written here stays.
 */

export type ButtonAction = CardAction | 'refresh';

const ACTIONS: readonly ButtonAction[] = [
  ...(['cancel', 'check-now', 'give-back', 'try-again', 'refresh'] as const),
];

/** A button on a card. */
export function buttonIdOf(action: ButtonAction, job: JobId): string {
  return `${action}:${job}`;
}

/** Null when it is none of ours: clients can be made to send anything. */
export function readButtonId(
  id: string,
): { readonly action: ButtonAction; readonly job: JobId } | null {
  const [name, job, ...rest] = id.split(':');
  const action = ACTIONS.find((it) => it === name);
  if (action === undefined || job === undefined || rest.length > 0) return null;
  return /^[\w-]{1,64}$/.test(job) ? { action, job: jobId(job) } : null;
}

/** A button on an answer. */
export function confirmIdOf(pendingAction: string): string {
  return `accept:${pendingAction}`;
}

/** Null when it is no button of an answer. */
export function readConfirmId(id: string): string | null {
  return /^accept:([\w-]{1,64})$/.exec(id)?.[1] ?? null;
}

/** Button ids that say with how many credits a form begins, up to what a chat's form takes. */
export interface AmountIds {
  of(pendingAction: string, credits: number): string;
  /** Null when it is none of ours. */
  read(id: string): { readonly pendingAction: string; readonly credits: number } | null;
}

export function amountIdsUpTo(most: number): AmountIds {
  const pattern = new RegExp(`^amount:([\\w-]{1,64}):(\\d{1,${String(most).length}})$`);
  return {
    of(pendingAction, credits) {
      return `amount:${pendingAction}:${Math.min(Math.max(1, Math.trunc(credits)), most)}`;
    },
    read(id) {
      const [, pendingAction, credits] = pattern.exec(id) ?? [];
      return pendingAction === undefined ? null : { pendingAction, credits: Number(credits) };
    },
  };
}

/** What a press asks for; null for what is none of these buttons, or asks for a number first. */
export function pressedCommand(id: string): Command | null {
  const pendingAction = readConfirmId(id);
  if (pendingAction !== null) return { type: 'accept', pendingAction };
  const read = readButtonId(id);
  return read === null ? null : { type: 'press', ...read };
}
