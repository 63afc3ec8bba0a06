// The ways in which only Ace Data Cloud calls back.
import { randomUUID } from 'node:crypto';

import type { CallbackBody, CommonCallbackMode } from '../provider/callbacks.ts';

/**
 * - `failure`: when the task is over, as a failure, whatever has become of it
 * - `stranger`: when the task is over, but about a task that nobody knows
 */
export const OWN_MODES = {
  failure: ({ task_id, trace_id }: CallbackBody) => {
    const error = { code: 'api_error', message: 'The generation failed upstream.' };
    return { success: false, task_id, trace_id, error };
  },
  stranger: (body: CallbackBody) => ({ ...body, task_id: randomUUID() }),
} as const;

export type CallbackMode = CommonCallbackMode | keyof typeof OWN_MODES;
