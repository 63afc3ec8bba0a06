import type { CardAction } from '../../../core/chat/domain/card-view.ts';
import { jobId } from '../../../core/shared/domain/ids.ts';
import type { JobId } from '../../../core/shared/domain/ids.ts';

export type ButtonAction = CardAction | 'refresh';

const ACTIONS: readonly ButtonAction[] = [
  ...(['cancel', 'check-now', 'give-back', 'try-again', 'refresh'] as const),
];

/** Buttons say all there is to know about them, so that they outlive restarts. */
export function customIdOf(action: ButtonAction, job: JobId): string {
  return `${action}:${job}`;
}

/** A button on an answer. */
export function confirmIdOf(pendingAction: string): string {
  return `accept:${pendingAction}`;
}

const MOST_CREDITS = 999_999_999;

/** A button on an answer that asks for a number of credits first; and its form, without that. */
export function amountIdOf(pendingAction: string, credits?: number): string {
  if (credits === undefined) return `amount:${pendingAction}`;
  const amount = Math.min(Math.max(1, Math.trunc(credits)), MOST_CREDITS);
  return `amount:${pendingAction}:${amount}`;
}

/** Null when it is neither. */
export function readAmountId(
  customId: string,
): { readonly pendingAction: string; readonly credits: number | null } | null {
  const [, pendingAction, credits] = /^amount:([\w-]{1,64})(?::(\d{1,9}))?$/.exec(customId) ?? [];
  if (pendingAction === undefined) return null;
  return { pendingAction, credits: credits === undefined ? null : Number(credits) };
}

/** Null when it is no button of an answer. */
export function readConfirmId(customId: string): string | null {
  return /^accept:([\w-]{1,64})$/.exec(customId)?.[1] ?? null;
}

/** Null when it is none of ours: clients can be made to send anything. */
export function readCustomId(
  customId: string,
): { readonly action: ButtonAction; readonly job: JobId } | null {
  const [name, id, ...rest] = customId.split(':');
  const action = ACTIONS.find((it) => it === name);
  if (action === undefined || id === undefined || rest.length > 0) return null;
  return /^[\w-]{1,64}$/.test(id) ? { action, job: jobId(id) } : null;
}
