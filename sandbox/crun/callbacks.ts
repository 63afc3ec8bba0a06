// The ways in which only crun calls back.
import type { CallbackBody, CommonCallbackMode } from '../provider/callbacks.ts';

/**
 * - `enveloped`: when the task is over, inside `{code, message, data}` as TaskInfo answers
 * - `stranger`: when the task is over, but about a task that nobody knows
 */
export const OWN_MODES = {
  enveloped: (data: CallbackBody) => ({ code: 200, message: 'success', data }),
  stranger: (data: CallbackBody) => ({ ...data, task_id: 'task_of_nobody' }),
} as const;

export type CallbackMode = CommonCallbackMode | keyof typeof OWN_MODES;
