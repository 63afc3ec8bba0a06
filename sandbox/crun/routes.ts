// The endpoints under /api/v1/client, once the key is known to be right.
import type { IncomingMessage } from 'node:http';
import { unescape } from 'node:querystring';

import { readJson } from '../provider/body.ts';
import type { Answer } from '../provider/answer.ts';
import { createWordedRefusals, maintenanceAnswer, spoiltBy } from '../provider/sentinels.ts';
import type { createCallbacks } from '../provider/callbacks.ts';
import type { TaskStore } from '../provider/tasks.ts';
import { refusal, refused, success } from './answers.ts';
import type { ErrorCode, ErrorStatus } from './answers.ts';
import type { CallbackMode, OWN_MODES } from './callbacks.ts';
import type { createTaskFaults } from './faults.ts';
import type { Files } from './files.ts';
import { parseJob } from './job-request.ts';
import type { ParsedJob } from './job-request.ts';
import { modelCard, MODELS, modelSchema } from './models.ts';
import { sentinelsIn } from './sentinels.ts';
import { taskData } from './task-data.ts';
import type { TaskDataContext } from './task-data.ts';
import type { createOrders, Order, Task } from './tasks.ts';

export interface RoutesContext {
  readonly store: TaskStore<Order, Task>;
  readonly orders: ReturnType<typeof createOrders>;
  readonly balance: () => number;
  readonly files: Files;
  readonly callbacks: ReturnType<typeof createCallbacks<keyof typeof OWN_MODES>>;
  readonly taskFaults: ReturnType<typeof createTaskFaults>;
  readonly errorStatus: ErrorStatus;
  readonly callbackMode: () => CallbackMode;
  readonly telling: () => TaskDataContext;
  readonly url: () => string;
  readonly onViolation: (what: string) => void;
}

type Endpoint = (request: IncomingMessage, target: URL) => Answer | Promise<Answer>;

const JOB = '/api/v1/client/job';

export function createRoutes(context: RoutesContext) {
  const { store, orders, files, callbacks, taskFaults, errorStatus, telling, onViolation } =
    context;

  const deny = (code: ErrorCode, message?: string): Answer =>
    refused(refusal(code, message), errorStatus);

  const refuseByWord = createWordedRefusals({
    reject: () => deny(422),
    badkey: () => deny(401),
    broke: () => deny(402),
    maintenance: () => deny(455),
    error: () => deny(500),
    disabled: () => deny(505),
    page: maintenanceAnswer,
    ratelimit: () => deny(429),
  });

  const endpoints: Readonly<Record<string, Endpoint>> = {
    [`POST ${JOB}/CreateTask`]: createTask,
    [`POST ${JOB}/EstimateTask`]: estimateTask,
    [`GET ${JOB}/TaskInfo`]: (_, { searchParams }) => taskInfo(searchParams),
    [`GET ${JOB}/Models`]: (_, { searchParams }) => models(searchParams),
    'GET /api/v1/client/account/balance': () => success({ balance: context.balance() }),
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
    const read = await readJson(request);
    return read.ok ? [parseJob(read.json), read.text] : [refusal(422, read.message), ''];
  }

  async function createTask(request: IncomingMessage): Promise<Answer> {
    const [parsed, text] = await readJob(request);
    if (!parsed.ok) return refused(parsed, errorStatus);
    const { body } = parsed;
    const sentinels = new Set([...sentinelsIn(body), ...taskFaults.take()]);
    const answer = refuseByWord(sentinels, text);
    if (answer !== null) return answer;
    const task = store.create(await orders.orderOf(body, sentinels));
    if (task === null) return deny(402);
    for (const violation of parsed.violations) onViolation(violation);
    await callbacks.expect(task.id, body.callback_url, context.callbackMode());
    return created(task);
  }

  function created({ id, sentinels }: Task): Answer {
    if (sentinels.has('lateError')) return deny(500);
    if (sentinels.has('noid')) return success({});
    return spoiltBy(sentinels, success({ task_id: id }));
  }

  async function estimateTask(request: IncomingMessage): Promise<Answer> {
    const [parsed] = await readJob(request);
    if (!parsed.ok) return refused(parsed, errorStatus);
    try {
      const credits = await orders.estimate(parsed.body);
      const balance = context.balance();
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
    const times = store.asked(id);
    if (task.sentinels.has('notYet') && times <= 2) return deny(404);
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

  return { endpoint };
}
