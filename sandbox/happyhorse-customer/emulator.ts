// A loopback stand-in for the HappyHorse Customer API and the storage behind it, as strict as its document.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { CheckRefusal, CheckRefusals } from '../provider/check-refusals.ts';
import type { Fault } from '../provider/faults.ts';
import { misbehaves } from '../provider/links.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import type { Answer } from '../provider/answer.ts';
import type { SeenRequest, Tls } from '../provider/server.ts';
import { serveVideo } from '../video/serve-video.ts';
import { createAccounts } from './accounts.ts';
import type { Account, AccountOptions } from './accounts.ts';
import { createSchema } from './create-request.ts';
import type { CreateBody } from './create-request.ts';
import { errorAnswer } from './errors.ts';
import { inputsOf } from './inputs.ts';
import { readJson } from './json-body.ts';
import { closedGate, gateAnswer } from './plans.ts';
import type { Plan } from './plans.ts';
import { placeFor, presignSchema } from './presign-request.ts';
import { createStorage, storageError } from './storage.ts';
import type { Upload } from './storage.ts';
import { createTaskStore } from './tasks.ts';
import type { Task } from './tasks.ts';
import { videoData } from './video-data.ts';
import { createWordedRefusals } from './worded-refusals.ts';

export interface HappyhorseCustomerOptions extends AccountOptions {
  readonly now?: () => number;
  /** How long a render takes by `now`, at least; 3 seconds unless told otherwise. */
  readonly renderMs?: number | ((request: CreateBody) => number);
  /** How long a video is `ready` before its link is there; 1 second unless told otherwise. */
  readonly linkDelayMs?: number;
  /** How long an upload link is good; 5 minutes unless told otherwise. */
  readonly uploadLinkMs?: number;
  /** Gives the credits of failed videos back, which the document does not promise; false. */
  readonly refundsFailures?: boolean;
  /** Small and jerky videos, which cost a test suite next to nothing. */
  readonly fastVideos?: boolean;
  readonly port?: number;
  /** Speaks https, with this certificate. */
  readonly tls?: Tls;
  /** More requests a second than this are answered with 429; null, the default, means no limit. */
  readonly ratePerSecond?: number | null;
}

export interface AcceptedCreate {
  /** With the defaults filled in. */
  readonly body: CreateBody;
  readonly at: number;
  readonly taskId: string;
  readonly credits: number;
  readonly userId: string;
}

export interface HappyhorseCustomerEmulator {
  readonly url: string;
  readonly apiKey: string;
  /** Of the account that `apiKey` belongs to. */
  credits: number;
  plan: Plan;
  readonly creates: readonly AcceptedCreate[];
  /** All that was presigned, by key. */
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly requests: readonly SeenRequest[];
  /** How often the status of each video was asked. */
  readonly statusCalls: ReadonlyMap<string, number>;
  readonly tasks: ReadonlyMap<string, Task>;
  /** What the service did wrong without being told clearly. */
  readonly violations: readonly string[];
  addAccount(options?: AccountOptions): Account;
  /** Another key of the account that `apiKey` belongs to. */
  addKey(): string;
  deleteKey(apiKey: string): void;
  failNext(fault: Fault): void;
  /** Until told otherwise, nothing is said of any render. */
  refuseChecks(why: CheckRefusal | null): void;
  /** Lets a video be over now, once its file is drawn, with its link. */
  finish(taskId: string): Promise<void>;
  fail(taskId: string, message: string): void;
  /** Waits until every file that has been begun is drawn; with a clock of its own a test needs it. */
  rendered(): Promise<void>;
  close(): Promise<void>;
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
  const now = options.now ?? Date.now;
  const accounts = createAccounts();
  const main = accounts.add({ ...options, apiKey: options.apiKey ?? 'hh_live_sandbox_key' });
  const violations: string[] = [];
  const creates: AcceptedCreate[] = [];
  const statusCalls = new Map<string, number>();
  const refuseByWord = createWordedRefusals();
  const store = createTaskStore({
    now,
    renderMs: options.renderMs ?? 3000,
    linkDelayMs: options.linkDelayMs ?? 1000,
    refundsFailures: options.refundsFailures ?? false,
    fastVideos: options.fastVideos ?? false,
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
    if (server.isTooFast(options.ratePerSecond ?? null, '/api/')) {
      return errorAnswer('rate_limited', 'The API key limit was exceeded.');
    }
    return action(account, request);
  }

  function serve(request: IncomingMessage, response: ServerResponse, target: URL): Answer | null {
    const key = target.pathname.replace('/cdn/', '');
    const id = /^videos\/outputs\/([a-z0-9-]+)\.mp4$/.exec(key)?.[1];
    if (id === undefined) return storage.serveUpload(response, key);
    const file = store.videoOf(id);
    if (file === null) return storageError(404, 'NoSuchKey', 'There is no such file.');
    const asked = { ...file, target, now: now() };
    if (!misbehaves(request, response, asked)) serveVideo(request, response, file.video);
    return null;
  }

  async function presign(account: Account, request: IncomingMessage): Promise<Answer> {
    const parsed = await readJson(request, presignSchema);
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
    const parsed = await readJson(request, createSchema);
    if (!parsed.ok) return errorAnswer(parsed.code, parsed.message);
    const { body } = parsed;
    const inputs = inputsOf(body, account.userId, storage.uploads);
    if (!inputs.ok) return errorAnswer(inputs.code, inputs.message);
    const refused = refuseByWord(body);
    if (refused !== null) return refused;
    const gate = closedGate(body, account.plan);
    if (gate !== null) return gateAnswer(gate);
    const task = store.create(account, body, inputs.body);
    if (task === null) return errorAnswer('insufficient_credits', 'Not enough credits.');
    const { id, price, sentinels, userId } = task;
    creates.push({ body, at: task.createdAt, taskId: id, credits: price, userId });
    if (sentinels.has('lateError')) return errorAnswer('internal_error', 'Something went wrong.');
    const spoil = sentinels.has('drop') ? 'drop' : sentinels.has('garbage') ? 'garbage' : null;
    const answer = { status: 201, body: { id, status: 'queued' } };
    return spoil === null ? answer : { ...answer, spoil };
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
    statusCalls.set(id, (statusCalls.get(id) ?? 0) + 1);
    return { status: 200, body: videoData(task, server.url, now()) };
  }

  const server = await startProviderServer({
    name: 'HappyHorse Customer API',
    now,
    port: options.port ?? 0,
    tls: options.tls,
    internalError: (message) => errorAnswer('internal_error', message),
    checks: {
      are: (method, path) => method === 'GET' && path.startsWith('/api/v1/videos/'),
      refusals: CHECK_REFUSALS,
    },
    route,
  });

  return {
    url: server.url,
    apiKey: main.apiKey,
    get credits() {
      store.settle();
      return main.credits;
    },
    set credits(value) {
      main.credits = value;
    },
    get plan() {
      return main.plan;
    },
    set plan(value) {
      main.plan = value;
    },
    creates,
    uploads: storage.uploads,
    requests: server.requests,
    statusCalls,
    get tasks() {
      return store.tasks;
    },
    violations,
    addAccount: accounts.add,
    addKey: () => accounts.addKey(main),
    deleteKey: accounts.deleteKey,
    failNext: server.failNext,
    refuseChecks: server.refuseChecks,
    finish: (taskId) => store.finish(taskId),
    fail: store.fail,
    rendered: store.rendered,
    async close() {
      await server.close();
      await store.close();
    },
  };
}
