// A loopback stand-in for https://happyhorse.app, as strict as its documentation.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { isJson, readText } from '../provider/body.ts';
import type { CheckRefusal, CheckRefusals } from '../provider/check-refusals.ts';
import { MAINTENANCE_PAGE } from '../provider/faults.ts';
import type { Fault } from '../provider/faults.ts';
import { linksTold, misbehaves } from '../provider/links.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import type { Answer } from '../provider/answer.ts';
import type { SeenRequest, Tls } from '../provider/server.ts';
import { serveVideo } from '../video/serve-video.ts';
import { parseCreateBody, promptsOf } from './create-request.ts';
import type { CreateBody, ErrorCode } from './create-request.ts';
import { sentinelsIn } from './sentinels.ts';
import { createTaskStore } from './tasks.ts';
import type { Task } from './tasks.ts';

export interface HappyhorseAppOptions {
  readonly apiKey?: string;
  /** What the account has to begin with; 10,000 unless told otherwise. */
  readonly credits?: number;
  readonly now?: () => number;
  /** How long a render takes by `now`, at least; 3 seconds unless told otherwise. */
  readonly renderMs?: number | ((request: CreateBody) => number);
  /** Small and jerky videos, which cost a test suite next to nothing. */
  readonly fastVideos?: boolean;
  readonly port?: number;
  /** Speaks https, with this certificate. */
  readonly tls?: Tls;
  /** More requests a second than this are answered with 429; null, the default, means no limit. */
  readonly ratePerSecond?: number | null;
}

export interface AcceptedCreate {
  readonly body: CreateBody;
  readonly at: number;
  readonly taskId: string;
  readonly credits: number;
}

export interface HappyhorseAppEmulator {
  /** The value for `HAPPYHORSE_APP_URL`. */
  readonly url: string;
  readonly apiKey: string;
  credits: number;
  readonly creates: readonly AcceptedCreate[];
  readonly requests: readonly SeenRequest[];
  /** How often the status of each task was asked. */
  readonly statusCalls: ReadonlyMap<string, number>;
  readonly tasks: ReadonlyMap<string, Task>;
  failNext(fault: Fault): void;
  /** Until told otherwise, nothing is said of any render. */
  refuseChecks(why: CheckRefusal | null): void;
  /** Lets a task be over now, once its file is drawn. */
  finish(taskId: string): Promise<void>;
  fail(taskId: string, message: string): void;
  /** Waits until every file that has been begun is drawn; with a clock of its own a test needs it. */
  rendered(): Promise<void>;
  close(): Promise<void>;
}

const HTTP_STATUS = {
  INVALID_PROMPT: 400,
  INVALID_DURATION: 400,
  INVALID_MODEL: 400,
  INVALID_API_KEY: 401,
  INSUFFICIENT_CREDITS: 402,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
} as const satisfies Record<ErrorCode, number>;

/** The shape of an error is not documented; this is the one place that decides it. */
function errorAnswer(code: ErrorCode, message: string): Answer {
  const headers = code === 'RATE_LIMITED' ? { 'retry-after': '1' } : {};
  return { status: HTTP_STATUS[code], headers, body: { code, message } };
}

function success(data: unknown): Answer {
  return { status: 200, body: { code: 200, message: 'success', data } };
}

const CHECK_REFUSALS: CheckRefusals = {
  key: errorAnswer('INVALID_API_KEY', 'API key is missing or invalid'),
  credit: errorAnswer('INSUFFICIENT_CREDITS', 'Not enough credits'),
  'not-found': { status: 404, body: { code: 404, message: 'Not found', data: null } },
  broken: errorAnswer('INTERNAL_ERROR', 'Server error'),
};

export async function createHappyhorseApp(
  options: HappyhorseAppOptions = {},
): Promise<HappyhorseAppEmulator> {
  const now = options.now ?? Date.now;
  const apiKey = options.apiKey ?? 'happyhorse-app-sandbox-key';
  const ratePerSecond = options.ratePerSecond ?? null;
  const store = createTaskStore({
    credits: options.credits ?? 10_000,
    now,
    renderMs: options.renderMs ?? 3000,
    fastVideos: options.fastVideos ?? false,
  });
  const creates: AcceptedCreate[] = [];
  const statusCalls = new Map<string, number>();
  const refusedBefore = new Map<string, number>();

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const path = target.pathname;
    const method = methodOf(request);
    const video = /^\/videos\/([a-z0-9-]+)\.mp4$/.exec(path)?.[1];
    if (video !== undefined && (method === 'GET' || method === 'HEAD')) {
      const file = store.videoOf(video);
      if (file === null) return { status: 404, body: 'Not found' };
      const asked = { ...file, target, now: now() };
      if (!misbehaves(request, response, asked)) serveVideo(request, response, file.video);
      return null;
    }
    const isCreate = method === 'POST' && path === '/api/generate';
    const isStatus = method === 'GET' && path === '/api/status';
    if (!isCreate && !isStatus) return unknownRoute(request, target);
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      return errorAnswer('INVALID_API_KEY', 'API key is missing or invalid');
    }
    if (server.isTooFast(ratePerSecond, '/api/')) {
      return errorAnswer('RATE_LIMITED', 'Too many requests, please slow down');
    }
    return isCreate ? create(request) : status(target.searchParams);
  }

  async function create(request: IncomingMessage): Promise<Answer> {
    if (!isJson(request)) {
      return errorAnswer('INVALID_PROMPT', 'Content-Type must be application/json');
    }
    const text = await readText(request);
    if (text === null) return errorAnswer('INVALID_PROMPT', 'The body is too large');
    const parsed = parseCreateBody(text);
    if (!parsed.ok) return errorAnswer(parsed.code, parsed.message);
    const refusal = refusalOf(parsed.body, text);
    if (refusal !== null) return refusal;
    const task = store.create(parsed.body);
    if (task === null) return errorAnswer('INSUFFICIENT_CREDITS', 'Not enough credits');
    creates.push({ body: task.body, at: task.createdAt, taskId: task.id, credits: task.price });
    const { sentinels } = task;
    const spoil = sentinels.has('drop') ? 'drop' : sentinels.has('garbage') ? 'garbage' : null;
    return { ...success({ task_id: task.id, status: 'IN_PROGRESS' }), spoil };
  }

  function refusalOf(body: CreateBody, text: string): Answer | null {
    const sentinels = sentinelsIn(promptsOf(body));
    if (sentinels.has('badkey')) return errorAnswer('INVALID_API_KEY', 'API key is invalid');
    if (sentinels.has('reject')) return errorAnswer('INVALID_PROMPT', 'The prompt is invalid');
    if (sentinels.has('broke')) return errorAnswer('INSUFFICIENT_CREDITS', 'Not enough credits');
    if (sentinels.has('error')) return errorAnswer('INTERNAL_ERROR', 'Server error');
    if (sentinels.has('maintenance')) {
      return {
        status: 503,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: MAINTENANCE_PAGE,
      };
    }
    if (!sentinels.has('ratelimit')) return null;
    const before = refusedBefore.get(text) ?? 0;
    refusedBefore.set(text, before >= 2 ? 0 : before + 1);
    return before >= 2 ? null : errorAnswer('RATE_LIMITED', 'Too many requests');
  }

  function status(parameters: URLSearchParams): Answer {
    const id = parameters.get('task_id');
    const task = store.task(id ?? '');
    if (parameters.size !== 1 || task === null) {
      return errorAnswer('INVALID_PROMPT', 'task_id is missing or unknown');
    }
    statusCalls.set(task.id, (statusCalls.get(task.id) ?? 0) + 1);
    return success(taskData(task, server.url, now()));
  }

  const server = await startProviderServer({
    name: 'happyhorse.app',
    now,
    port: options.port ?? 0,
    tls: options.tls,
    internalError: (message) => errorAnswer('INTERNAL_ERROR', message),
    checks: {
      are: (method, path) => method === 'GET' && path === '/api/status',
      refusals: CHECK_REFUSALS,
    },
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
    creates,
    requests: server.requests,
    statusCalls,
    get tasks() {
      return store.tasks;
    },
    failNext: server.failNext,
    refuseChecks: server.refuseChecks,
    finish: (taskId) => store.finish(taskId),
    fail: (taskId, message) => {
      store.fail(taskId, message);
    },
    rendered: () => store.rendered(),
    async close() {
      await server.close();
      await store.close();
    },
  };
}

function taskData(task: Task, url: string, now: number) {
  const { state } = task;
  const isDone = state.status === 'SUCCESS';
  return {
    task_id: task.id,
    status: state.status,
    consumed_credits: isDone ? state.consumed : state.status === 'FAILED' ? 0 : task.price,
    created_at: new Date(task.createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    type: (task.body.image_urls ?? []).length > 0 ? 'image-to-video' : 'text-to-video',
    request: task.body,
    response: isDone ? { resultUrls: resultUrls(task, url, state.finishedAt, now) } : null,
    error_message: state.status === 'FAILED' ? state.message : null,
  };
}

function resultUrls(
  { id, sentinels }: Task,
  url: string,
  finishedAt: number,
  now: number,
): readonly string[] {
  if (sentinels.has('nourl')) return [];
  if (sentinels.has('deadlink')) return [`${url}/videos/gone-${id}.mp4`];
  if (sentinels.has('private')) return [`http://169.254.169.254/videos/${id}.mp4`];
  return linksTold(`${url}/videos/${id}.mp4`, { sentinels, finishedAt }, now);
}
