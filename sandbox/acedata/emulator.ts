// A loopback stand-in for the HappyHorse part of https://api.acedata.cloud, as strict as its documentation.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { isJson, readText } from '../provider/body.ts';
import { createCallbacks } from '../provider/callbacks.ts';
import type { SentCallback } from '../provider/callbacks.ts';
import type { CheckRefusal, CheckRefusals } from '../provider/check-refusals.ts';
import type { Fault } from '../provider/faults.ts';
import { misbehaves } from '../provider/links.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import type { Answer } from '../provider/answer.ts';
import type { SeenRequest, Tls } from '../provider/server.ts';
import { createWatch } from '../provider/watch.ts';
import { serveVideo } from '../video/serve-video.ts';
import { OWN_MODES } from './callbacks.ts';
import type { CallbackMode } from './callbacks.ts';
import { isAsync, oversightsIn, parseCreateBody } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { errorAnswer } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { isRecorded, recordOf, resultOf } from './records.ts';
import { createRefusals } from './refusals.ts';
import type { TokenState } from './refusals.ts';
import { parseTaskQuery } from './task-request.ts';
import { createTaskStore } from './tasks.ts';
import type { Task } from './tasks.ts';

export interface AcedataOptions {
  readonly apiKey?: string;
  /**
   * What the account has to begin with, in thousandths of a dollar; 100,000 unless told otherwise. What
   * a task will cost is set aside when it is made, and comes back when it fails.
   */
  readonly credits?: number;
  readonly now?: () => number;
  /** How long a render takes by `now`, at least; 3 seconds unless told otherwise. */
  readonly renderMs?: number | ((request: CreateBody) => number);
  /** How much of that a task waits in line, without `started_at`; nothing unless told otherwise. */
  readonly queueMs?: number;
  /** Small and jerky videos, which cost a test suite next to nothing. */
  readonly fastVideos?: boolean;
  readonly port?: number;
  /** Speaks https, with this certificate. */
  readonly tls?: Tls;
  /** More calls that create in a second than this are answered with 429; null, the default, means no limit. */
  readonly ratePerSecond?: number | null;
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

export interface AcceptedCreate {
  readonly body: CreateBody;
  readonly at: number;
  readonly taskId: string;
  readonly credits: number;
}

export interface AcedataEmulator {
  /** The value for `ACEDATA_URL`. */
  readonly url: string;
  readonly apiKey: string;
  credits: number;
  /** How the tasks made from now on call back. */
  callbackMode: CallbackMode;
  /** What has become of the key; `valid` to begin with. */
  tokenState: TokenState;
  readonly creates: readonly AcceptedCreate[];
  readonly requests: readonly SeenRequest[];
  /** What was sent although no document names it for that; the real one may refuse it. */
  readonly violations: readonly string[];
  readonly callbacks: readonly SentCallback[];
  /** How often each task was asked about, alone or among others. */
  readonly statusCalls: ReadonlyMap<string, number>;
  readonly tasks: ReadonlyMap<string, Task>;
  failNext(fault: Fault): void;
  /** Until told otherwise, nothing is said of any render. */
  refuseChecks(why: CheckRefusal | null): void;
  /** Lets a task be over now, once its file is drawn. */
  finish(taskId: string): Promise<void>;
  fail(taskId: string, message: string, code?: ErrorCode): void;
  /** Sends something to the task's `callback_url` now, as anybody could who knows it. */
  sendCallback(taskId: string, body: unknown): Promise<void>;
  /** Sends every callback that is due by `now`, and waits until all have arrived or failed to. */
  deliverCallbacks(): Promise<void>;
  /** Waits until every file that has been begun is drawn; with a clock of its own a test needs it. */
  rendered(): Promise<void>;
  close(): Promise<void>;
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
  const now = options.now ?? Date.now;
  const apiKey = options.apiKey ?? 'acedata-sandbox-token';
  const { ratePerSecond = null, tasksPerSecond = 1, syncTimeoutMs = null } = options;
  const store = createTaskStore({
    credits: options.credits ?? 100_000,
    now,
    queueMs: options.queueMs ?? 0,
    renderMs: options.renderMs ?? 3000,
    fastVideos: options.fastVideos ?? false,
  });
  const watch = createWatch(() => {
    store.settle();
  });
  const callbacks = createCallbacks({
    now,
    lateCallbackMs: options.lateCallbackMs,
    watch,
    ownModes: OWN_MODES,
    finishedAt: (id) => store.finishedAt(id),
    bodyOf: (id) => resultOf(known(id), server.url, now()),
    prematureOf: (id) => resultOf(asIfOver(known(id)), server.url, now()),
  });
  const refusals = createRefusals(apiKey);
  const account = {
    userId: randomUUID(),
    apiId: randomUUID(),
    applicationId: randomUUID(),
    credentialId: randomUUID(),
  };
  const creates: AcceptedCreate[] = [];
  const violations: string[] = [];
  const statusCalls = new Map<string, number>();
  let callbackMode = options.callbackMode ?? 'once';

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const path = target.pathname;
    const method = methodOf(request);
    const video = /^\/cdn\/happyhorse\/([a-z0-9-]+)\.mp4$/.exec(path)?.[1];
    if (video !== undefined && (method === 'GET' || method === 'HEAD')) {
      const file = store.videoOf(video);
      if (file === null) return { status: 404, body: 'Not found' };
      const asked = { ...file, target, now: now() };
      if (!misbehaves(request, response, asked)) serveVideo(request, response, file.video);
      return null;
    }
    if (method !== 'POST' || (path !== CREATE && path !== TASKS)) {
      return unknownRoute(request, target);
    }
    const refusal = refusals.ofToken(request, path === TASKS);
    if (refusal !== null) return refusal;
    if (server.isTooFast(path === TASKS ? tasksPerSecond : ratePerSecond, path)) {
      return errorAnswer('too_many_requests', 'Too many requests, please try again later.');
    }
    if (request.headers.accept?.includes('application/x-ndjson') === true) {
      return { status: 501, body: 'How progress is streamed is not documented.' };
    }
    if (!isJson(request)) {
      return errorAnswer('bad_request', 'Content-Type must be application/json.');
    }
    const text = await readText(request);
    if (text === null) return errorAnswer('bad_request', 'The body is too large.');
    return path === TASKS ? answerQuery(text) : create(text);
  }

  async function create(text: string): Promise<Answer> {
    const parsed = parseCreateBody(text);
    if (!parsed.ok) return errorAnswer('bad_request', parsed.message);
    const { body } = parsed;
    const refusal = refusals.ofPrompt(body.prompt, text);
    if (refusal !== null) return refusal;
    noteViolations(CREATE, oversightsIn(body));
    const task = store.create(body);
    if (task === null) return errorAnswer('used_up', 'Your balance is not sufficient.');
    creates.push({ body, at: task.createdAt, taskId: task.id, credits: task.price });
    await callbacks.expect(task.id, body.callback_url, callbackMode);
    return answerTo(task);
  }

  async function answerTo({ id, traceId, body, sentinels }: Task): Promise<Answer> {
    const long = options.immediateAnswer === 'long' ? { success: true } : {};
    const immediate = { status: 200, body: { ...long, task_id: id } };
    if (sentinels.has('drop')) return { ...immediate, spoil: 'drop' };
    if (sentinels.has('garbage')) return { ...immediate, spoil: 'garbage' };
    const timeout = errorAnswer('timeout', 'The upstream took too long.', { traceId });
    if (sentinels.has('timeout')) return timeout;
    if (isAsync(body)) return immediate;
    const endsAt = now() + (syncTimeoutMs ?? Infinity);
    await watch.until(() => store.isOver(id) || now() >= endsAt);
    const { state } = known(id);
    if (state.status === 'working') return timeout;
    if (state.status === 'failed' && !sentinels.has('errorstate')) {
      return errorAnswer(state.error.code, state.error.message, { traceId });
    }
    return { status: 200, body: resultOf(known(id), server.url, now()) };
  }

  function answerQuery(text: string): Answer {
    const parsed = parseTaskQuery(text);
    if (!parsed.ok) return errorAnswer('bad_request', parsed.message);
    const { query, unknownFields } = parsed;
    noteViolations(
      TASKS,
      unknownFields.map((field) => `${field} is no field of ${query.action}`),
    );
    for (const id of query.ids) statusCalls.set(id, (statusCalls.get(id) ?? 0) + 1);
    const at = now();
    const isBatch = query.action === 'retrieve_batch';
    const found = store
      .among(query.ids)
      .filter((task) => isRecorded(task, at) && !(isBatch && task.sentinels.has('unbatched')));
    const items = found.map((task) => recordOf(task, server.url, at, account));
    if (query.action === 'retrieve') return { status: 200, body: items[0] ?? {} };
    return { status: 200, body: { items, count: items.length } };
  }

  function noteViolations(path: string, reasons: readonly string[]): void {
    violations.push(...reasons.map((reason) => `${path}: ${reason}`));
  }

  function known(id: string): Task {
    const [task] = store.among([id]);
    if (task === undefined) throw new Error(`There is no task ${id}.`);
    return task;
  }

  function asIfOver(task: Task): Task {
    if (task.state.status !== 'working') return task;
    return { ...task, state: { status: 'succeeded', consumed: task.price, finishedAt: now() } };
  }

  const server = await startProviderServer({
    name: 'Ace Data Cloud',
    now,
    port: options.port ?? 0,
    tls: options.tls,
    internalError: (message) => errorAnswer('api_error', message),
    checks: { are: (_, path) => path === TASKS, refusals: CHECK_REFUSALS },
    route,
  });

  return {
    url: server.url,
    apiKey,
    get credits() {
      return store.credits;
    },
    set credits(value) {
      store.credits = value;
    },
    get callbackMode() {
      return callbackMode;
    },
    set callbackMode(value) {
      callbackMode = value;
    },
    get tokenState() {
      return refusals.tokenState;
    },
    set tokenState(value) {
      refusals.tokenState = value;
    },
    creates,
    requests: server.requests,
    violations,
    callbacks: callbacks.sent,
    statusCalls,
    get tasks() {
      return store.tasks;
    },
    failNext: server.failNext,
    refuseChecks: server.refuseChecks,
    finish: (taskId) => store.finish(taskId),
    fail: (taskId, message, code = 'api_error') => {
      store.fail(taskId, { code, message });
    },
    sendCallback: (taskId, body) => callbacks.send(taskId, known(taskId).body.callback_url, body),
    deliverCallbacks: () => callbacks.deliver(),
    rendered: () => store.rendered(),
    async close() {
      // First the lines, so that whoever still waits for a video is cut off and not answered.
      await server.close();
      watch.close();
      await callbacks.close();
      await store.close();
    },
  };
}
