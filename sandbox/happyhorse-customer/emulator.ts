// A loopback stand-in for the HappyHorse Customer API and the storage behind it, as strict as its document.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import type { CheckRefusals } from '../provider/check-refusals.ts';
import { completed, createEmulator, extend } from '../provider/emulator.ts';
import type { Emulator, EmulatorOptions } from '../provider/emulator.ts';
import { serveResult } from '../provider/links.ts';
import { createWordedRefusals, maintenanceAnswer, spoiltBy } from '../provider/sentinels.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import { createTaskStore } from '../provider/tasks.ts';
import { createAccounts } from './accounts.ts';
import type { Account, AccountOptions } from './accounts.ts';
import { createSchema } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { errorAnswer } from './errors.ts';
import { inputsOf } from './inputs.ts';
import { readBody } from './json-body.ts';
import { closedGate, gateAnswer } from './plans.ts';
import type { Plan } from './plans.ts';
import { placeFor, presignSchema } from './presign-request.ts';
import { createStorage, storageError } from './storage.ts';
import type { Upload } from './storage.ts';
import { createOrders } from './tasks.ts';
import type { Task } from './tasks.ts';
import { videoData } from './video-data.ts';

export interface HappyhorseCustomerOptions extends EmulatorOptions<CreateBody>, AccountOptions {
  /** How long a video is `ready` before its link is there; 1 second unless told otherwise. */
  readonly linkDelayMs?: number;
  /** How long an upload link is good; 5 minutes unless told otherwise. */
  readonly uploadLinkMs?: number;
  /** Gives the credits of failed videos back, which the document does not promise; false. */
  readonly refundsFailures?: boolean;
}

export interface HappyhorseCustomerEmulator extends Emulator<CreateBody, Task> {
  /** Of the account that `apiKey` belongs to. */
  plan: Plan;
  /** All that was presigned, by key. */
  readonly uploads: ReadonlyMap<string, Upload>;
  /** What the service did wrong without being told clearly. */
  readonly violations: readonly string[];
  addAccount(options?: AccountOptions): Account;
  /** Another key of the account that `apiKey` belongs to. */
  addKey(): string;
  deleteKey(apiKey: string): void;
}

const CHECK_REFUSALS: CheckRefusals = {
  key: errorAnswer('invalid_api_key', 'The token is deleted.'),
  credit: errorAnswer('insufficient_credits', 'Not enough credits.'),
  'not-found': errorAnswer('not_found', 'The video does not exist.'),
  broken: errorAnswer('internal_error', 'HappyHorse could not complete the request.'),
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function createHappyhorseCustomer(
  options: HappyhorseCustomerOptions = {},
): Promise<HappyhorseCustomerEmulator> {
  const { now, renderMs, ratePerSecond, ...told } = completed(options);
  const accounts = createAccounts();
  const main = accounts.add({ ...options, apiKey: options.apiKey ?? 'hh_live_sandbox_key' });
  const violations: string[] = [];
  const { orderOf, taskOf } = createOrders({
    now,
    renderMs,
    linkDelayMs: options.linkDelayMs ?? 1000,
    refundsFailures: options.refundsFailures ?? false,
  });
  const store = createTaskStore({ now, fastVideos: told.fastVideos, taskOf });
  const refuseByWord = createWordedRefusals({
    reject: () => errorAnswer('invalid_input', 'Request body is invalid.'),
    badkey: () => errorAnswer('invalid_api_key', 'The key is not valid.'),
    broke: () => errorAnswer('insufficient_credits', 'Not enough credits.'),
    gate: () => gateAnswer({ field: 'style', requiredPlan: 'pro', currentPlan: 'basic' }),
    error: () => errorAnswer('internal_error', 'Something went wrong.'),
    maintenance: maintenanceAnswer,
    ratelimit: () => errorAnswer('rate_limited', 'The API key limit was exceeded.'),
  });
  const storage = createStorage({
    now,
    uploadLinkMs: options.uploadLinkMs ?? 5 * 60_000,
    onViolation: (what) => violations.push(what),
  });

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const method = methodOf(request);
    const path = target.pathname;
    if (method === 'PUT' && path.startsWith('/storage/')) return storage.put(request, target);
    if ((method === 'GET' || method === 'HEAD') && path.startsWith('/cdn/')) {
      return serve(request, response, target);
    }
    const asked = /^\/api\/v1\/videos\/([^/]+)$/.exec(path)?.[1];
    const action =
      method === 'POST' && path === '/api/v1/uploads/presign'
        ? presign
        : method === 'POST' && path === '/api/v1/videos'
          ? create
          : method === 'GET' && asked !== undefined
            ? (account: Account) => status(account, asked)
            : null;
    if (action === null) return unknownRoute(request, target);
    const account = accounts.owner(request.headers.authorization);
    if (!('userId' in account)) return account;
    if (server.isTooFast(ratePerSecond, '/api/')) {
      return errorAnswer('rate_limited', 'The API key limit was exceeded.');
    }
    return action(account, request);
  }

  function serve(request: IncomingMessage, response: ServerResponse, target: URL): Answer | null {
    const key = target.pathname.replace('/cdn/', '');
    const id = /^videos\/outputs\/([a-z0-9-]+)\.mp4$/.exec(key)?.[1];
    if (id === undefined) return storage.serveUpload(response, key);
    const state = store.task(id)?.state;
    // From when its link is told, for a day.
    const file = state?.status === 'ready' && state.link === 'there' ? store.fileOf(id) : null;
    if (file === null) return storageError(404, 'NoSuchKey', 'There is no such file.');
    serveResult(request, response, { ...file, target, now: now() });
    return null;
  }

  async function presign(account: Account, request: IncomingMessage): Promise<Answer> {
    const parsed = await readBody(request, presignSchema);
    if (!parsed.ok) return errorAnswer(parsed.code, parsed.message);
    const place = placeFor(parsed.body);
    if (!place.ok) return errorAnswer(place.code, place.message);
    const upload = storage.presign(account.userId, parsed.body, place.body);
    const body = {
      uploadUrl: server.url + storage.uploadPath(upload),
      key: upload.key,
      publicUrl: `${server.url}/cdn/${upload.key}`,
      kind: upload.kind,
    };
    return { status: 200, body };
  }

  async function create(account: Account, request: IncomingMessage): Promise<Answer> {
    const parsed = await readBody(request, createSchema);
    if (!parsed.ok) return errorAnswer(parsed.code, parsed.message);
    const { body } = parsed;
    const inputs = inputsOf(body, account.userId, storage.uploads);
    if (!inputs.ok) return errorAnswer(inputs.code, inputs.message);
    const order = orderOf(account, body, inputs.body);
    const refused = refuseByWord(order.sentinels, JSON.stringify(body));
    if (refused !== null) return refused;
    const gate = closedGate(body, account.plan);
    if (gate !== null) return gateAnswer(gate);
    const task = store.create(order);
    if (task === null) return errorAnswer('insufficient_credits', 'Not enough credits.');
    const { id, sentinels } = task;
    if (sentinels.has('lateError')) return errorAnswer('internal_error', 'Something went wrong.');
    return spoiltBy(sentinels, { status: 201, body: { id, status: 'queued' } });
  }

  function status(account: Account, id: string): Promise<Answer> {
    return Promise.resolve(statusAnswer(account, id));
  }

  function statusAnswer(account: Account, id: string): Answer {
    if (!UUID.test(id)) return errorAnswer('invalid_input', 'The id is invalid.');
    const task = store.task(id);
    if (task === null || task.userId !== account.userId || task.sentinels.has('vanish')) {
      return errorAnswer('not_found', 'The video does not exist.');
    }
    store.asked(id);
    return { status: 200, body: videoData(task, server.url, now()) };
  }

  const server = await startProviderServer({
    name: 'HappyHorse Customer API',
    now,
    port: told.port,
    tls: told.tls,
    internalError: (message) => errorAnswer('internal_error', message),
    checks: {
      are: (method, path) => method === 'GET' && path.startsWith('/api/v1/videos/'),
      refusals: CHECK_REFUSALS,
    },
    route,
  });

  return extend(createEmulator({ apiKey: main.apiKey, server, store, purse: main }), {
    get plan() {
      return main.plan;
    },
    set plan(value) {
      main.plan = value;
    },
    uploads: storage.uploads,
    violations,
    addAccount: accounts.add,
    addKey: () => accounts.addKey(main),
    deleteKey: accounts.deleteKey,
    async finish(taskId: string) {
      store.render(taskId).order.linkDelayMs = 0;
      await store.finish(taskId);
    },
  });
}
