// A loopback stand-in for the HappyHorse part of https://api.acedata.cloud, as strict as its documentation.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import { readJson } from '../provider/body.ts';
import { createCallbacks } from '../provider/callbacks.ts';
import type { SentCallback } from '../provider/callbacks.ts';
import type { CheckRefusals } from '../provider/check-refusals.ts';
import { completed, createEmulator, extend } from '../provider/emulator.ts';
import type { Emulator, EmulatorOptions } from '../provider/emulator.ts';
import { RESULT_LIFE_MS, serveResult } from '../provider/links.ts';
import type { Purse, Render } from '../provider/renders.ts';
import { spoiltBy } from '../provider/sentinels.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import { createTaskStore } from '../provider/tasks.ts';
import { createWatch } from '../provider/watch.ts';
import { OWN_MODES } from './callbacks.ts';
import type { CallbackMode } from './callbacks.ts';
import { isAsync, oversightsIn, parseCreateBody } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { errorAnswer } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { isRecorded, recordOf, resultOf } from './records.ts';
import { createPromptRefusals, refusalOfToken } from './refusals.ts';
import type { TokenState } from './refusals.ts';
import { parseTaskQuery } from './task-request.ts';
import { orderOf, taskOf } from './tasks.ts';
import type { Order, Task } from './tasks.ts';

/**
 * The credits are thousandths of a dollar, 100,000 unless told otherwise; what a task will cost is set aside
 * when it is made, and comes back when it fails. `ratePerSecond` is for calls that create.
 */
export interface AcedataOptions extends EmulatorOptions<CreateBody> {
  /** How much of the time that it takes a task waits in line, without `started_at`; nothing unless told otherwise. */
  readonly queueMs?: number;
  /** The same for questions about tasks: one a second, unless told otherwise. */
  readonly tasksPerSecond?: number | null;
  /** A call that waits for its video is answered with 504 after this; null, the default, means never. */
  readonly syncTimeoutMs?: number | null;
  /** Both are documented: `{task_id}`, the default, and `{success, task_id}`. */
  readonly immediateAnswer?: 'short' | 'long';
  /** `once` unless told otherwise. */
  readonly callbackMode?: CallbackMode;
  /** A minute unless told otherwise. */
  readonly lateCallbackMs?: number;
}

/** Its `url` is the value for `ACEDATA_URL`. */
export interface AcedataEmulator extends Emulator<CreateBody, Task> {
  /** How the tasks made from now on call back. */
  callbackMode: CallbackMode;
  /** What has become of the key; `valid` to begin with. */
  tokenState: TokenState;
  /** What was sent although no document names it for that; the real one may refuse it. */
  readonly violations: readonly string[];
  readonly callbacks: readonly SentCallback[];
  fail(taskId: string, message: string, code?: ErrorCode): void;
  /** Sends something to the task's `callback_url` now, as anybody could who knows it. */
  sendCallback(taskId: string, body: unknown): Promise<void>;
  /** Sends every callback that is due by `now`, and waits until all have arrived or failed to. */
  deliverCallbacks(): Promise<void>;
}

const CREATE = '/happyhorse/videos';
const TASKS = '/happyhorse/tasks';

const CHECK_REFUSALS: CheckRefusals = {
  key: errorAnswer('invalid_token', 'The specified token is invalid.'),
  credit: errorAnswer('used_up', 'Your balance is not sufficient.'),
  // Not an error here: of what it does not know it has no items.
  'not-found': { status: 200, body: { items: [], count: 0 } },
  broken: errorAnswer('api_error', 'Something went wrong here.'),
};

export async function createAcedata(options: AcedataOptions = {}): Promise<AcedataEmulator> {
  const { now, renderMs, ratePerSecond, ...told } = completed({ credits: 100_000, ...options });
  const apiKey = options.apiKey ?? 'acedata-sandbox-token';
  const { tasksPerSecond = 1, syncTimeoutMs = null, queueMs = 0 } = options;
  const purse: Purse = { credits: told.credits };
  const store = createTaskStore({
    now,
    fastVideos: told.fastVideos,
    taskOf: (render: Render<Order>) => taskOf(render, queueMs),
  });
  const isOver = (id: string): boolean => store.finishedAt(id) !== null;
  const watch = createWatch(() => {
    store.settle();
  });
  const callbacks = createCallbacks({
    now,
    lateCallbackMs: options.lateCallbackMs,
    watch,
    ownModes: OWN_MODES,
    finishedAt: store.finishedAt,
    bodyOf: (id) => resultOf(store.known(id), server.url, now()),
    prematureOf: (id) => resultOf(asIfOver(store.known(id)), server.url, now()),
  });
  const refuseByWord = createPromptRefusals();
  const account = {
    userId: randomUUID(),
    apiId: randomUUID(),
    applicationId: randomUUID(),
    credentialId: randomUUID(),
  };
  const violations: string[] = [];

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const path = target.pathname;
    const method = methodOf(request);
    const video = /^\/cdn\/happyhorse\/([a-z0-9-]+)\.mp4$/.exec(path)?.[1];
    if (video !== undefined && (method === 'GET' || method === 'HEAD')) {
      const file = store.fileOf(video, RESULT_LIFE_MS);
      if (file === null) return { status: 404, body: 'Not found' };
      serveResult(request, response, { ...file, target, now: now() });
      return null;
    }
    if (method !== 'POST' || (path !== CREATE && path !== TASKS)) {
      return unknownRoute(request, target);
    }
    const { tokenState } = emulator;
    const refusal = refusalOfToken(request, { apiKey, tokenState, isTasks: path === TASKS });
    if (refusal !== null) return refusal;
    if (server.isTooFast(path === TASKS ? tasksPerSecond : ratePerSecond, path)) {
      return errorAnswer('too_many_requests', 'Too many requests, please try again later.');
    }
    if (request.headers.accept?.includes('application/x-ndjson') === true) {
      return { status: 501, body: 'How progress is streamed is not documented.' };
    }
    const read = await readJson(request);
    if (!read.ok) return errorAnswer('bad_request', read.message);
    return path === TASKS ? answerQuery(read.json) : create(read.json, read.text);
  }

  async function create(json: unknown, text: string): Promise<Answer> {
    const parsed = parseCreateBody(json);
    if (!parsed.ok) return errorAnswer('bad_request', parsed.message);
    const { body } = parsed;
    const order = orderOf(body, renderMs(body), { purse, isOver });
    const refusal = refuseByWord(order.sentinels, text);
    if (refusal !== null) return refusal;
    noteViolations(CREATE, oversightsIn(body));
    const task = store.create(order);
    if (task === null) return errorAnswer('used_up', 'Your balance is not sufficient.');
    await callbacks.expect(task.id, body.callback_url, emulator.callbackMode);
    return answerTo(task);
  }

  async function answerTo({ id, traceId, body, sentinels }: Task): Promise<Answer> {
    const long = options.immediateAnswer === 'long' ? { success: true } : {};
    const immediate = spoiltBy(sentinels, { status: 200, body: { ...long, task_id: id } });
    if (immediate.spoil !== undefined) return immediate;
    const timeout = errorAnswer('timeout', 'The upstream took too long.', { traceId });
    if (sentinels.has('timeout')) return timeout;
    if (isAsync(body)) return immediate;
    const endsAt = now() + (syncTimeoutMs ?? Infinity);
    await watch.until(() => isOver(id) || now() >= endsAt);
    const { state } = store.known(id);
    if (state.status === 'working') return timeout;
    if (state.status === 'failed' && !sentinels.has('errorstate')) {
      return errorAnswer(state.error.code, state.error.message, { traceId });
    }
    return { status: 200, body: resultOf(store.known(id), server.url, now()) };
  }

  function answerQuery(json: unknown): Answer {
    const parsed = parseTaskQuery(json);
    if (!parsed.ok) return errorAnswer('bad_request', parsed.message);
    const { query, unknownFields } = parsed;
    noteViolations(
      TASKS,
      unknownFields.map((field) => `${field} is no field of ${query.action}`),
    );
    for (const id of query.ids) store.asked(id);
    const at = now();
    const isBatch = query.action === 'retrieve_batch';
    const found = among(query.ids).filter(
      (task) => isRecorded(task, at) && !(isBatch && task.sentinels.has('unbatched')),
    );
    const items = found.map((task) => recordOf(task, server.url, at, account));
    if (query.action === 'retrieve') return { status: 200, body: items[0] ?? {} };
    return { status: 200, body: { items, count: items.length } };
  }

  function noteViolations(path: string, reasons: readonly string[]): void {
    violations.push(...reasons.map((reason) => `${path}: ${reason}`));
  }

  /** Those of them that are known, the newest first. */
  function among(ids: readonly string[]): Task[] {
    const found = [...new Set(ids)].flatMap((id) => store.task(id) ?? []).reverse();
    return found.sort((one, other) => other.createdAt - one.createdAt);
  }

  function asIfOver(task: Task): Task {
    if (task.state.status !== 'working') return task;
    return { ...task, state: { status: 'succeeded', consumed: task.price, finishedAt: now() } };
  }

  const server = await startProviderServer({
    name: 'Ace Data Cloud',
    now,
    port: told.port,
    tls: told.tls,
    internalError: (message) => errorAnswer('api_error', message),
    checks: { are: (_, path) => path === TASKS, refusals: CHECK_REFUSALS },
    route,
  });

  async function closing(): Promise<void> {
    watch.close();
    await callbacks.close();
  }

  const base = createEmulator({ apiKey, server, store, purse, closing });
  const emulator: AcedataEmulator = extend(base, {
    callbackMode: options.callbackMode ?? 'once',
    tokenState: 'valid',
    violations,
    callbacks: callbacks.sent,
    fail(taskId: string, message: string, code: ErrorCode = 'api_error') {
      const { status } = store.known(taskId).state;
      if (status === 'working') store.render(taskId).order.failsAs = code;
      store.fail(taskId, message);
    },
    sendCallback: (taskId: string, body: unknown) =>
      callbacks.send(taskId, store.known(taskId).body.callback_url, body),
    deliverCallbacks: callbacks.deliver,
  });
  return emulator;
}
