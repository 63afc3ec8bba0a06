// A loopback stand-in for https://api.crun.ai with two of its models, as strict as their documentation.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { createCallbacks } from '../provider/callbacks.ts';
import type { SentCallback } from '../provider/callbacks.ts';
import type { CheckRefusal } from '../provider/check-refusals.ts';
import type { SeenRequest, Tls } from '../provider/server.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import type { Answer } from '../provider/answer.ts';
import { createWatch } from '../provider/watch.ts';
import { refusal, refused } from './answers.ts';
import type { ErrorStatus } from './answers.ts';
import { OWN_MODES } from './callbacks.ts';
import type { CallbackMode } from './callbacks.ts';
import { createTaskFaults, faultOfCode } from './faults.ts';
import type { CrunFault } from './faults.ts';
import { createFiles } from './files.ts';
import type { UploadedFile } from './files.ts';
import type { JobBody } from './job-request.ts';
import { createRoutes } from './routes.ts';
import type { AcceptedCreate } from './routes.ts';
import { prematureData, taskData } from './task-data.ts';
import { createTaskStore } from './tasks.ts';
import type { Task } from './tasks.ts';

export interface CrunOptions {
  /** `ak_` and 32 characters. */
  readonly apiKey?: string;
  /** What the account has to begin with; 10,000 unless told otherwise. */
  readonly credits?: number;
  readonly now?: () => number;
  /** How long a task stays `pending` by `now`; half a second unless told otherwise. */
  readonly queueMs?: number;
  /** How long a task takes by `now`, at least; 3 seconds unless told otherwise. */
  readonly renderMs?: number | ((request: JobBody) => number);
  /** Whether a task that failed costs nothing, as is hoped but not documented; true unless told otherwise. */
  readonly refundFailed?: boolean;
  /** Whether an error is also said by the HTTP status; it is, unless told otherwise. */
  readonly errorStatus?: ErrorStatus;
  /** `once` unless told otherwise. */
  readonly callbackMode?: CallbackMode;
  readonly lateCallbackMs?: number;
  /** How long a result can be got; a day unless told otherwise. */
  readonly resultLinkMs?: number;
  /** How long a presigned upload is good; ten minutes unless told otherwise. */
  readonly uploadLinkMs?: number;
  /** Small and jerky videos, which cost a test suite next to nothing. */
  readonly fastVideos?: boolean;
  readonly port?: number;
  /** Speaks https, with this certificate. */
  readonly tls?: Tls;
  /** More requests a second than this are answered with 429; null, the default, means no limit. */
  readonly ratePerSecond?: number | null;
}

export interface CrunEmulator {
  /** The value for `CRUN_URL`. */
  readonly url: string;
  readonly apiKey: string;
  credits: number;
  /** Whether files can be uploaded, which no document of crun's says: `taken` until told otherwise. */
  uploadsAre: 'taken' | 'absent';
  /** How the tasks made from now on call back. */
  callbackMode: CallbackMode;
  readonly creates: readonly AcceptedCreate[];
  readonly requests: readonly SeenRequest[];
  /** How often the state of each task was asked. */
  readonly statusCalls: ReadonlyMap<string, number>;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly uploads: ReadonlyMap<string, UploadedFile>;
  readonly callbacks: readonly SentCallback[];
  /** What was sent although no document names it; the real one may refuse it. */
  readonly violations: readonly string[];
  failNext(fault: CrunFault): void;
  /** Until told otherwise, nothing is said of any render. */
  refuseChecks(why: CheckRefusal | null): void;
  /** Lets a task be over now, once its file is drawn. */
  finish(taskId: string): Promise<void>;
  fail(taskId: string, message: string): void;
  /** Waits until every file that has been begun is drawn; with a clock of its own a test needs it. */
  rendered(): Promise<void>;
  /** Sends every callback that is due by `now`, and waits until all have arrived or failed to. */
  deliverCallbacks(): Promise<void>;
  close(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
const MEGABYTE = 1024 * 1024;

export async function createCrun(options: CrunOptions = {}): Promise<CrunEmulator> {
  const now = options.now ?? Date.now;
  const apiKey = options.apiKey ?? 'ak_sandbox0000000000000000000000000';
  const errorStatus = options.errorStatus ?? 'same-as-code';
  const ratePerSecond = options.ratePerSecond ?? null;
  const violations: string[] = [];
  let uploadsAre: CrunEmulator['uploadsAre'] = 'taken';
  const taskFaults = createTaskFaults();
  const files = createFiles({
    now,
    uploadLinkMs: options.uploadLinkMs ?? 10 * MINUTE_MS,
    resultLinkMs: options.resultLinkMs ?? DAY_MS,
    mostUploadBytes: 200 * MEGABYTE,
    onViolation: (what) => violations.push(what),
  });
  const store = createTaskStore({
    credits: options.credits ?? 10_000,
    now,
    queueMs: options.queueMs ?? 500,
    renderMs: options.renderMs ?? 3000,
    refundFailed: options.refundFailed ?? true,
    fastVideos: options.fastVideos ?? false,
    ownFile: (address) =>
      address.startsWith(`${server.url}/files/`)
        ? (files.read(new URL(address).pathname)?.data ?? null)
        : null,
  });
  const watch = createWatch(() => {
    store.settle();
  });
  const telling = () => ({ url: server.url, files, now: now() });
  const callbacks = createCallbacks({
    now,
    lateCallbackMs: options.lateCallbackMs,
    watch,
    ownModes: OWN_MODES,
    finishedAt: (id) => store.finishedAt(id),
    bodyOf: (id) => taskData(known(id), telling()),
    prematureOf: (id) => prematureData(known(id), telling()),
  });
  const routes = createRoutes({
    store,
    files,
    callbacks,
    taskFaults,
    errorStatus,
    callbackMode: options.callbackMode ?? 'once',
    telling,
    url: () => server.url,
    onViolation: (what) => violations.push(what),
  });

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    if (uploadsAre === 'absent' && target.pathname.startsWith('/api/v1/client/files/')) {
      return { status: 404, body: 'Not found' };
    }
    const endpoint = routes.endpoint(methodOf(request), target.pathname);
    if (endpoint !== null) {
      if (request.headers['x-api-key'] !== apiKey) return refused(refusal(401), errorStatus);
      if (server.isTooFast(ratePerSecond, '/api/')) return refused(refusal(429), errorStatus);
      return endpoint(request, target);
    }
    return storage(request, response, target);
  }

  async function storage(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    const method = methodOf(request);
    const path = target.pathname;
    if (method === 'PUT' && path.startsWith('/upload/')) return files.put(request, target);
    if (method !== 'GET' && method !== 'HEAD') return unknownRoute(request, target);
    if (path.startsWith('/files/')) {
      const file = files.read(path);
      if (file?.data == null) return { status: 404, body: 'Not found' };
      response.writeHead(200, {
        'content-type': file.contentType,
        'content-length': file.data.length,
      });
      response.end(method === 'HEAD' ? undefined : file.data);
      return null;
    }
    const taskId = /^\/results\/(task_\w+(?:-gone)?)\.mp4$/.exec(path)?.[1];
    if (taskId === undefined) return unknownRoute(request, target);
    const result = store.videoOf(taskId);
    if (result === null) return { status: 404, body: 'Not found' };
    return files.serveResult(request, response, target, { taskId, ...result });
  }

  function known(id: string): Task {
    const task = store.task(id);
    if (task === null) throw new Error(`There is no task ${id}.`);
    return task;
  }

  const server = await startProviderServer({
    name: 'crun',
    now,
    ...(options.port === undefined ? {} : { port: options.port }),
    tls: options.tls,
    internalError: (message) => refused(refusal(500, message), errorStatus),
    checks: {
      are: (method, path) => method === 'GET' && path.endsWith('/TaskInfo'),
      refusals: {
        key: refused(refusal(401), errorStatus),
        credit: refused(refusal(402), errorStatus),
        'not-found': refused(refusal(404), errorStatus),
        broken: refused(refusal(500), errorStatus),
      },
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
    get uploadsAre() {
      return uploadsAre;
    },
    set uploadsAre(value) {
      uploadsAre = value;
    },
    get callbackMode() {
      return routes.callbackMode;
    },
    set callbackMode(mode) {
      routes.callbackMode = mode;
    },
    creates: routes.creates,
    requests: server.requests,
    statusCalls: routes.statusCalls,
    get tasks() {
      return store.tasks;
    },
    uploads: files.uploads,
    callbacks: callbacks.sent,
    violations,
    failNext(fault) {
      if (fault.kind === 'task') taskFaults.add(fault);
      else server.failNext(fault.kind === 'code' ? faultOfCode(fault, errorStatus) : fault);
    },
    refuseChecks: server.refuseChecks,
    finish: (taskId) => store.finish(taskId),
    fail: (taskId, message) => {
      store.fail(taskId, message);
    },
    rendered: () => store.rendered(),
    deliverCallbacks: () => callbacks.deliver(),
    async close() {
      watch.close();
      await callbacks.close();
      await server.close();
      await store.close();
    },
  };
}
