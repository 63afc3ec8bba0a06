// A loopback stand-in for https://api.crun.ai with two of its models, as strict as their documentation.
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Answer } from '../provider/answer.ts';
import { createCallbacks } from '../provider/callbacks.ts';
import type { SentCallback } from '../provider/callbacks.ts';
import { completed, createEmulator, extend } from '../provider/emulator.ts';
import type { Emulator, EmulatorOptions } from '../provider/emulator.ts';
import type { Purse, Render } from '../provider/renders.ts';
import { methodOf, startProviderServer, unknownRoute } from '../provider/server.ts';
import { createTaskStore } from '../provider/tasks.ts';
import type { Upload } from '../provider/uploads.ts';
import { createWatch } from '../provider/watch.ts';
import { refusal, refused } from './answers.ts';
import type { ErrorStatus } from './answers.ts';
import { OWN_MODES } from './callbacks.ts';
import type { CallbackMode } from './callbacks.ts';
import { createTaskFaults, faultOfCode } from './faults.ts';
import type { CrunFault } from './faults.ts';
import { createFiles } from './files.ts';
import type { JobBody } from './job-request.ts';
import { createRoutes } from './routes.ts';
import { prematureData, taskData } from './task-data.ts';
import { createOrders, taskOf } from './tasks.ts';
import type { Order, Task } from './tasks.ts';

/** `apiKey` is `ak_` and 32 characters. */
export interface CrunOptions extends EmulatorOptions<JobBody> {
  /** How long a task stays `pending` by `now`; half a second unless told otherwise. */
  readonly queueMs?: number;
  /** Whether a task that failed costs nothing, as is hoped but not documented; true unless told otherwise. */
  readonly refundFailed?: boolean;
  /** Whether an error is also said by the HTTP status; it is, unless told otherwise. */
  readonly errorStatus?: ErrorStatus;
  /** `once` unless told otherwise. */
  readonly callbackMode?: CallbackMode;
  /** A minute unless told otherwise. */
  readonly lateCallbackMs?: number;
  /** How long a result can be got; a day unless told otherwise. */
  readonly resultLinkMs?: number;
  /** How long a presigned upload is good; ten minutes unless told otherwise. */
  readonly uploadLinkMs?: number;
}

/** Its `url` is the value for `CRUN_URL`. */
export interface CrunEmulator extends Emulator<JobBody, Task> {
  /** Whether files can be uploaded, which no document of crun's says: `taken` until told otherwise. */
  uploadsAre: 'taken' | 'absent';
  /** How the tasks made from now on call back. */
  callbackMode: CallbackMode;
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly callbacks: readonly SentCallback[];
  /** What was sent although no document names it; the real one may refuse it. */
  readonly violations: readonly string[];
  failNext(fault: CrunFault): void;
  /** Sends every callback that is due by `now`, and waits until all have arrived or failed to. */
  deliverCallbacks(): Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
const MEGABYTE = 1024 * 1024;

export async function createCrun(options: CrunOptions = {}): Promise<CrunEmulator> {
  const { now, renderMs, ratePerSecond, ...told } = completed(options);
  const apiKey = options.apiKey ?? 'ak_sandbox0000000000000000000000000';
  const errorStatus = options.errorStatus ?? 'same-as-code';
  const queueMs = options.queueMs ?? 500;
  const violations: string[] = [];
  const taskFaults = createTaskFaults();
  const files = createFiles({
    now,
    uploadLinkMs: options.uploadLinkMs ?? 10 * MINUTE_MS,
    resultLinkMs: options.resultLinkMs ?? DAY_MS,
    mostUploadBytes: 200 * MEGABYTE,
    onViolation: (what) => violations.push(what),
  });
  const purse: Purse = { credits: told.credits };
  const store = createTaskStore({
    now,
    fastVideos: told.fastVideos,
    taskOf: (render: Render<Order>) => taskOf(render, { now: now(), queueMs }),
  });
  const orders = createOrders({
    purse,
    renderMs,
    refundFailed: options.refundFailed ?? true,
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
    finishedAt: store.finishedAt,
    bodyOf: (id) => taskData(store.known(id), telling()),
    prematureOf: (id) => prematureData(store.known(id), telling()),
  });
  const routes = createRoutes({
    store,
    orders,
    balance: () => emulator.credits,
    files,
    callbacks,
    taskFaults,
    errorStatus,
    callbackMode: () => emulator.callbackMode,
    telling,
    url: () => server.url,
    onViolation: (what) => violations.push(what),
  });

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    target: URL,
  ): Promise<Answer | null> {
    if (emulator.uploadsAre === 'absent' && target.pathname.startsWith('/api/v1/client/files/')) {
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
    const result = store.fileOf(taskId);
    if (result === null) return { status: 404, body: 'Not found' };
    return files.serveResult(request, response, target, { taskId, ...result });
  }

  const server = await startProviderServer({
    name: 'crun',
    now,
    port: told.port,
    tls: told.tls,
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

  async function closing(): Promise<void> {
    orders.close();
    watch.close();
    await callbacks.close();
  }

  const base = createEmulator({ apiKey, server, store, purse, closing });
  const emulator: CrunEmulator = extend(base, {
    uploadsAre: 'taken',
    callbackMode: options.callbackMode ?? 'once',
    uploads: files.uploads,
    callbacks: callbacks.sent,
    violations,
    failNext(fault: CrunFault) {
      if (fault.kind === 'task') taskFaults.add(fault);
      else server.failNext(fault.kind === 'code' ? faultOfCode(fault, errorStatus) : fault);
    },
    deliverCallbacks: callbacks.deliver,
  });
  return emulator;
}
