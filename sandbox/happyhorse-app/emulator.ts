// A loopback stand-in for https://happyhorse.app, as strict as its documentation.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import { readJson } from '../provider/body.ts';
import type { CheckRefusals } from '../provider/check-refusals.ts';
import { completed, createEmulator } from '../provider/emulator.ts';
import type { Emulator, EmulatorOptions } from '../provider/emulator.ts';
import { linksTold, RESULT_LIFE_MS, serveResult } from '../provider/links.ts';
import type { Purse } from '../provider/renders.ts';
import { createWordedRefusals, maintenanceAnswer, spoiltBy } from '../provider/sentinels.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import { createTaskStore } from '../provider/tasks.ts';
import { parseCreateBody } from './create-request.ts';
import type { CreateBody, ErrorCode } from './create-request.ts';
import { orderOf, taskOf } from './tasks.ts';
import type { Task } from './tasks.ts';

export type HappyhorseAppOptions = EmulatorOptions<CreateBody>;
/** Its `url` is the value for `HAPPYHORSE_APP_URL`. */
export type HappyhorseAppEmulator = Emulator<CreateBody, Task>;

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
  const { now, renderMs, ratePerSecond, ...told } = completed(options);
  const apiKey = options.apiKey ?? 'happyhorse-app-sandbox-key';
  const purse: Purse = { credits: told.credits };
  const store = createTaskStore({ now, fastVideos: told.fastVideos, taskOf });
  const refuseByWord = createWordedRefusals({
    badkey: () => errorAnswer('INVALID_API_KEY', 'API key is invalid'),
    reject: () => errorAnswer('INVALID_PROMPT', 'The prompt is invalid'),
    broke: () => errorAnswer('INSUFFICIENT_CREDITS', 'Not enough credits'),
    error: () => errorAnswer('INTERNAL_ERROR', 'Server error'),
    maintenance: maintenanceAnswer,
    ratelimit: () => errorAnswer('RATE_LIMITED', 'Too many requests'),
  });

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const path = target.pathname;
    const method = methodOf(request);
    const video = /^\/videos\/([a-z0-9-]+)\.mp4$/.exec(path)?.[1];
    if (video !== undefined && (method === 'GET' || method === 'HEAD')) {
      const file = store.fileOf(video, RESULT_LIFE_MS);
      if (file === null) return { status: 404, body: 'Not found' };
      serveResult(request, response, { ...file, target, now: now() });
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
    const read = await readJson(request);
    if (!read.ok) return errorAnswer('INVALID_PROMPT', read.message);
    const parsed = parseCreateBody(read.json);
    if (!parsed.ok) return errorAnswer(parsed.code, parsed.message);
    const order = orderOf(parsed.body, purse, renderMs(parsed.body));
    const refusal = refuseByWord(order.sentinels, read.text);
    if (refusal !== null) return refusal;
    const task = store.create(order);
    if (task === null) return errorAnswer('INSUFFICIENT_CREDITS', 'Not enough credits');
    return spoiltBy(task.sentinels, success({ task_id: task.id, status: 'IN_PROGRESS' }));
  }

  function status(parameters: URLSearchParams): Answer {
    const id = parameters.get('task_id');
    const task = store.task(id ?? '');
    if (parameters.size !== 1 || task === null) {
      return errorAnswer('INVALID_PROMPT', 'task_id is missing or unknown');
    }
    store.asked(task.id);
    return success(taskData(task, server.url, now()));
  }

  const server = await startProviderServer({
    name: 'happyhorse.app',
    now,
    port: told.port,
    tls: told.tls,
    internalError: (message) => errorAnswer('INTERNAL_ERROR', message),
    checks: {
      are: (method, path) => method === 'GET' && path === '/api/status',
      refusals: CHECK_REFUSALS,
    },
    route,
  });

  return createEmulator({ apiKey, server, store, purse });
}

function taskData(task: Task, url: string, now: number) {
  const { state, sentinels } = task;
  const link = `${url}/videos/${task.id}.mp4`;
  const isDone = state.status === 'SUCCESS';
  return {
    task_id: task.id,
    status: state.status,
    consumed_credits: isDone ? state.consumed : state.status === 'FAILED' ? 0 : task.price,
    created_at: new Date(task.createdAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    type: (task.body.image_urls ?? []).length > 0 ? 'image-to-video' : 'text-to-video',
    request: task.body,
    response: isDone ? { resultUrls: linksTold(link, { ...state, sentinels }, now) } : null,
    error_message: state.status === 'FAILED' ? state.message : null,
  };
}
