// The endpoints under /api/v1/client, once the key is known to be right.
import type { IncomingMessage } from 'node:http';
import { unescape } from 'node:querystring';

import { isJson, readText } from '../provider/body.ts';
import { MAINTENANCE_PAGE } from '../provider/faults.ts';
import type { Answer } from '../provider/answer.ts';
import type { createCallbacks } from '../provider/callbacks.ts';
import { refusal, refused, success } from './answers.ts';
import type { ErrorCode, ErrorStatus } from './answers.ts';
import type { CallbackMode, OWN_MODES } from './callbacks.ts';
import type { createTaskFaults } from './faults.ts';
import type { Files } from './files.ts';
import { parseJob } from './job-request.ts';
import type { JobBody, ParsedJob } from './job-request.ts';
import { modelCard, MODELS, modelSchema } from './models.ts';
import { sentinelsIn } from './sentinels.ts';
import type { Sentinel } from './sentinels.ts';
import { taskData } from './task-data.ts';
import type { TaskDataContext } from './task-data.ts';
import type { createTaskStore, Task } from './tasks.ts';

export interface AcceptedCreate {
  readonly body: JobBody;
  readonly at: number;
  readonly taskId: string;
  readonly credits: number;
}

export interface RoutesContext {
  readonly store: ReturnType<typeof createTaskStore>;
  readonly files: Files;
  readonly callbacks: ReturnType<typeof createCallbacks<keyof typeof OWN_MODES>>;
  readonly taskFaults: ReturnType<typeof createTaskFaults>;
  readonly errorStatus: ErrorStatus;
  readonly callbackMode: CallbackMode;
  readonly telling: () => TaskDataContext;
  readonly url: () => string;
  readonly onViolation: (what: string) => void;
}

type Endpoint = (request: IncomingMessage, target: URL) => Answer | Promise<Answer>;

/** Create answers with these at once, and nothing is made. */
const REFUSING = {
  reject: 422,
  badkey: 401,
  broke: 402,
  maintenance: 455,
  error: 500,
  disabled: 505,
} as const satisfies Partial<Record<Sentinel, ErrorCode>>;

const JOB = '/api/v1/client/job';

export function createRoutes(context: RoutesContext) {
  const { store, files, callbacks, taskFaults, errorStatus, telling, onViolation } = context;
  const creates: AcceptedCreate[] = [];
  const statusCalls = new Map<string, number>();
  const refusedBefore = new Map<string, number>();
  let { callbackMode } = context;

  const deny = (code: ErrorCode, message?: string): Answer =>
    refused(refusal(code, message), errorStatus);

  const endpoints: Readonly<Record<string, Endpoint>> = {
    [`POST ${JOB}/CreateTask`]: createTask,
    [`POST ${JOB}/EstimateTask`]: estimateTask,
    [`GET ${JOB}/TaskInfo`]: (_, { searchParams }) => taskInfo(searchParams),
    [`GET ${JOB}/Models`]: (_, { searchParams }) => models(searchParams),
    'GET /api/v1/client/account/balance': () => success({ balance: store.credits }),
    'GET /api/v1/client/files/upload-url': (_, { searchParams }) => uploadUrl(searchParams),
  };

  /** Null where crun has none. */
  function endpoint(method: string, path: string): Endpoint | null {
    const named = endpoints[`${method} ${path}`];
    if (named !== undefined) return named;
    const model =
      method === 'GET' ? /^\/api\/v1\/client\/job\/Models\/(.+)$/.exec(path)?.[1] : null;
    return model == null ? null : () => describeModel(unescape(model));
  }

  async function readJob(request: IncomingMessage): Promise<[ParsedJob, string]> {
    if (!isJson(request)) return [refusal(422, 'Content-Type must be application/json'), ''];
    const text = await readText(request);
    if (text === null) return [refusal(422, 'The body is too large'), ''];
    return [parseJob(text), text];
  }

  async function createTask(request: IncomingMessage): Promise<Answer> {
    const [parsed, text] = await readJob(request);
    if (!parsed.ok) return refused(parsed, errorStatus);
    const { body } = parsed;
    const sentinels = new Set([...sentinelsIn(body), ...taskFaults.take()]);
    const answer = refusalBy(sentinels, text);
    if (answer !== null) return answer;
    const task = await store.create(body, sentinels);
    if (task === null) return deny(402);
    for (const violation of parsed.violations) onViolation(violation);
    creates.push({ body, at: task.createdAt, taskId: task.id, credits: task.price });
    await callbacks.expect(task.id, body.callback_url, callbackMode);
    return created(task);
  }

  function refusalBy(sentinels: ReadonlySet<Sentinel>, text: string): Answer | null {
    for (const [word, code] of Object.entries(REFUSING)) {
      if ((sentinels as ReadonlySet<string>).has(word)) return deny(code);
    }
    if (sentinels.has('page')) {
      const headers = { 'content-type': 'text/html; charset=utf-8' };
      return { status: 503, headers, body: MAINTENANCE_PAGE };
    }
    return sentinels.has('ratelimit') && isRefusedAgain(text) ? deny(429) : null;
  }

  /** True the first two times, and then anew. */
  function isRefusedAgain(what: string): boolean {
    const before = refusedBefore.get(what) ?? 0;
    refusedBefore.set(what, before >= 2 ? 0 : before + 1);
    return before < 2;
  }

  function created({ id, sentinels }: Task): Answer {
    if (sentinels.has('lateError')) return deny(500);
    if (sentinels.has('noid')) return success({});
    const spoil = sentinels.has('drop') ? 'drop' : sentinels.has('garbage') ? 'garbage' : null;
    const answer = success({ task_id: id });
    return spoil === null ? answer : { ...answer, spoil };
  }

  async function estimateTask(request: IncomingMessage): Promise<Answer> {
    const [parsed] = await readJob(request);
    if (!parsed.ok) return refused(parsed, errorStatus);
    try {
      const credits = await store.estimate(parsed.body);
      const balance = store.credits;
      return success({ estimated_credits: credits, balance, affordable: balance >= credits });
    } catch (error) {
      return deny(422, error instanceof Error ? error.message : 'The source could not be read');
    }
  }

  function taskInfo(parameters: URLSearchParams): Answer {
    const id = parameters.get('task_id') ?? '';
    if (id === '') return deny(422, 'task_id: required');
    if (parameters.size !== 1) onViolation(`TaskInfo: ${parameters.toString()}`);
    const task = store.task(id);
    if (task === null) return deny(404, 'There is no such task');
    statusCalls.set(id, (statusCalls.get(id) ?? 0) + 1);
    if (task.sentinels.has('notYet') && (statusCalls.get(id) ?? 0) <= 2) return deny(404);
    if (task.state.status === 'failed' && task.sentinels.has('failCode')) {
      return deny(501, task.state.message);
    }
    return success(taskData(task, telling()));
  }

  function models(parameters: URLSearchParams): Answer {
    const [modality, operation] = [parameters.get('modality'), parameters.get('operation')];
    const found = MODELS.map(modelCard).filter(
      (card) =>
        (modality === null || card.modality === modality) &&
        (operation === null || card.operations.includes(operation)),
    );
    return success({ models: found, total: found.length });
  }

  function describeModel(id: string): Answer {
    const model = MODELS.find((it) => it.id === id);
    return model === undefined ? deny(404, `There is no model ${id}`) : success(modelSchema(model));
  }

  function uploadUrl(parameters: URLSearchParams): Answer {
    const contentType = parameters.get('content_type') ?? '';
    const ending = parameters.get('ext') ?? '';
    if (!/^(image|video|audio)\/[\w.+-]+$/.test(contentType)) {
      return deny(422, 'content_type: must be that of an image, a video or a sound');
    }
    if (!/^\.[a-z0-9]{1,8}$/.test(ending)) return deny(422, 'ext: must be an ending such as .mp4');
    const { put, get } = files.presign(contentType, ending);
    return success({ presigned_url: context.url() + put, file_url: context.url() + get });
  }

  return {
    endpoint,
    creates,
    statusCalls: statusCalls as ReadonlyMap<string, number>,
    get callbackMode() {
      return callbackMode;
    },
    set callbackMode(mode: CallbackMode) {
      callbackMode = mode;
    },
  };
}
