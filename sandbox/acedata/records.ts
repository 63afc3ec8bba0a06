// How a task is told: its result, wherever that is sent, and its record for who asks.
import { linksTold } from '../provider/links.ts';
import type { Task } from './tasks.ts';
import { ratioOf, resolutionOf } from './create-request.ts';

export interface Account {
  readonly userId: string;
  readonly apiId: string;
  readonly applicationId: string;
  readonly credentialId: string;
}

/** For so long nothing is known of a task whose record is late, or hidden. */
const LATE_MS = 60_000;
const HIDDEN_MS = 40 * 60_000;

export function isRecorded({ sentinels, createdAt }: Task, now: number): boolean {
  const lateMs = sentinels.has('hidden') ? HIDDEN_MS : sentinels.has('late') ? LATE_MS : 0;
  return now >= createdAt + lateMs;
}

/** What a call that waits is answered with, a callback brings, and a record holds. */
export function resultOf(task: Task, url: string, now: number): Readonly<Record<string, unknown>> {
  const { state, sentinels } = task;
  const head = { task_id: task.id, trace_id: task.traceId };
  if (state.status === 'failed' && !sentinels.has('errorstate')) {
    return { success: false, ...head, error: state.error };
  }
  return { success: true, ...head, data: dataOf(task, url, now) };
}

function dataOf(task: Task, url: string, now: number) {
  const { id, body, sentinels, state, renderId } = task;
  if (state.status === 'working') return [{ id: renderId, state: 'pending' }];
  const facts = { resolution: resolutionOf(body), ratio: ratioOf(body) };
  if (state.status === 'failed') return [{ id: renderId, state: 'error', ...facts }];
  const duration = task.billedSeconds;
  const { finishedAt } = state;
  const links = linksTold(`${url}/cdn/happyhorse/${id}.mp4`, { sentinels, finishedAt }, now);
  const told = links.length === 0 ? [{}] : links.map((link) => ({ video_url: link }));
  return told.map((link) => ({
    id: renderId,
    ...link,
    state: 'succeeded',
    duration,
    ...facts,
  }));
}

/** There is no word for the state in it: that is read from the response and the times. */
export function recordOf(task: Task, url: string, now: number, account: Account) {
  const { state, startedAt } = task;
  const isStarted = now >= startedAt;
  const finishedAt = state.status === 'working' ? null : state.finishedAt;
  const response = responseOf(task, url, now);
  return {
    id: task.id,
    type: 'videos',
    trace_id: task.traceId,
    user_id: account.userId,
    actor_user_id: null,
    api_id: account.apiId,
    application_id: account.applicationId,
    credential_id: account.credentialId,
    authorization_id: null,
    created_at: task.createdAt / 1000,
    ...(isStarted ? { started_at: startedAt / 1000 } : {}),
    finished_at: finishedAt === null ? null : finishedAt / 1000,
    elapsed: finishedAt === null ? null : (finishedAt - startedAt) / 1000,
    request: task.body,
    ...(response === null ? {} : { response }),
  };
}

function responseOf(
  task: Task,
  url: string,
  now: number,
): Readonly<Record<string, unknown>> | null {
  const { state, sentinels } = task;
  if (state.status !== 'working') return sentinels.has('empty') ? null : resultOf(task, url, now);
  if (sentinels.has('pending')) return resultOf(task, url, now);
  if (!sentinels.has('hiccup')) return null;
  return { success: false, task_id: task.id, trace_id: task.traceId };
}
