import type { CardAction } from '../../core/domain/card.ts';
import { jobId } from '../../core/domain/ids.ts';
import type { JobId } from '../../core/domain/ids.ts';

export type ButtonAction = CardAction | 'refresh';

const ACTIONS: readonly ButtonAction[] = [
  ...(['cancel', 'check-now', 'give-back', 'try-again', 'refresh'] as const),
];

/** Buttons say all there is to know about them, so that they outlive restarts. */
export function customIdOf(action: ButtonAction, job: JobId): string {
  return `${action}:${job}`;
}

/** A button on an answer. */
export function acceptIdOf(proposal: string): string {
  return `accept:${proposal}`;
}

/** Null when it is no button of an answer. */
export function readAcceptId(customId: string): string | null {
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
