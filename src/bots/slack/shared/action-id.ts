import type { CardAction } from '../../../core/chat/domain/card-view.ts';
import { jobId } from '../../../core/shared/domain/ids.ts';
import type { JobId } from '../../../core/shared/domain/ids.ts';

export type ButtonAction = CardAction | 'refresh';

const ACTIONS: readonly ButtonAction[] = [
  ...(['cancel', 'check-now', 'give-back', 'try-again', 'refresh'] as const),
];

/** Buttons say all there is to know about them, so that they outlive restarts. */
export function actionIdOf(action: ButtonAction, job: JobId): string {
  return `${action}:${job}`;
}

/** Null when it is none of ours: a client can be made to send anything. */
export function readActionId(
  actionId: string,
): { readonly action: ButtonAction; readonly job: JobId } | null {
  const [name, id, ...rest] = actionId.split(':');
  const action = ACTIONS.find((it) => it === name);
  if (action === undefined || id === undefined || rest.length > 0) return null;
  return /^[\w-]{1,64}$/.test(id) ? { action, job: jobId(id) } : null;
}
