// A task as TaskInfo tells it, and as a callback carries it.
import { modelOf } from './job-request.ts';
import { linksTold } from '../provider/links.ts';
import type { Files } from './files.ts';
import type { Task } from './tasks.ts';

export interface TaskDataContext {
  readonly url: string;
  readonly files: Files;
  readonly now: number;
}

export function taskData(task: Task, context: TaskDataContext) {
  const { state } = task;
  const isOver = state.status === 'success' || state.status === 'failed';
  const result = resultOf(task, context);
  const data = {
    task_id: task.id,
    provider: modelOf(task.body).provider,
    model_version: task.body.model,
    status: statusOf(task),
    param: { ...task.body, callback_url: task.body.callback_url ?? null },
    create_at: seconds(task.createdAt),
    complete_at: isOver ? seconds(state.finishedAt) : null,
    duration_s: isOver ? (state.finishedAt - task.createdAt) / 1000 : null,
    source: 'api',
    result,
    ...(isOver ? { credits: state.credits } : {}),
  };
  if (!task.sentinels.has('shout') || state.status !== 'success') return data;
  return { ...data, result: null, media_urls: mediaUrls(task, state.finishedAt, context) };
}

/** As `taskData` would be after a success, which this task has not had. */
export function prematureData(task: Task, context: TaskDataContext) {
  const { now } = context;
  const state = { status: 'success', credits: task.price, finishedAt: now } as const;
  return taskData({ ...task, state }, context);
}

function statusOf({ state, sentinels }: Task): string {
  if (state.status === 'running' && sentinels.has('odd')) return 'post_processing';
  return sentinels.has('shout') ? state.status.toUpperCase() : state.status;
}

function resultOf(task: Task, context: TaskDataContext) {
  const { state } = task;
  switch (state.status) {
    case 'pending':
    case 'running':
      return null;
    case 'success':
      return { media_urls: mediaUrls(task, state.finishedAt, context), media_info: {} };
    case 'failed':
      return { code: 501, message: state.message };
  }
}

function mediaUrls(
  task: Task,
  finishedAt: number,
  { url, files, now }: TaskDataContext,
): readonly string[] {
  const { id, sentinels } = task;
  const link = `${url}${files.resultPath(id, finishedAt)}`;
  return linksTold(link, { sentinels, finishedAt }, now);
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
