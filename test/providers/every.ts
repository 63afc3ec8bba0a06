import type {
  Operation,
  StartAnswer,
  Slot,
  VideoProvider,
} from '../../src/core/providers/ports/video-provider.ts';
import * as acedata from './acedata/given.ts';
import * as crun from './crun/given.ts';
import * as app from './happyhorse-app/given.ts';
import * as customer from './happyhorse-customer/given.ts';
import { aRequest } from './given.ts';
import { respond, startLoopback, turn as atOnce } from './loopback.ts';
import type { Answer, LoopbackRequest } from './loopback.ts';

export type Route = 'create' | 'check' | 'account' | 'presign' | 'upload';

/** A provider's wire as its document has it: what is asked where, and what is answered. */
export interface Wire {
  readonly name: string;
  readonly key: string;
  open(baseUrl: string, timeoutMs?: number): VideoProvider;
  /** Begins a render, with an input where the provider takes uploads. */
  start(provider: VideoProvider, signal?: AbortSignal, turn?: Slot): Promise<StartAnswer>;
  readonly operation: (id: string) => Operation;
  routeOf(request: LoopbackRequest): Route;
  readonly created: (id: unknown) => unknown;
  /** A render that is done, with the credits or the seconds it took where that is told. */
  readonly done: (id: unknown, took: unknown) => unknown;
  readonly consumed: number | null;
  /** An error as its document writes one. */
  readonly problem: (code: string | number, message: string) => unknown;
  readonly presigned?: (origin: string) => unknown;
}

export const VIDEO = 'https://cdn.example.com/videos/abc123.mp4';
export const TRACE = 'fb751e1e-4705-49ea-9fd4-5024b7865ea2';

const never = new AbortController().signal;

export const wires: readonly Wire[] = [
  {
    name: 'happyhorse-app',
    key: app.KEY,
    open: (url, timeoutMs = 2_000) => app.aProvider(url, { timeoutMs }),
    start: (provider, signal = never, turn = atOnce) =>
      provider.start(app.MODEL, aRequest(), app.options({ signal, slot: turn })),
    operation: (taskId) => ({ taskId }),
    routeOf: ({ method, target }) =>
      method === 'POST' ? 'create' : target.includes('n92000000000000') ? 'account' : 'check',
    created: (id) => ({ code: 200, message: 'success', data: { task_id: id, status: 'x' } }),
    done: (id, took) => ({
      code: 200,
      message: 'success',
      data: {
        task_id: id,
        status: 'SUCCESS',
        consumed_credits: took,
        response: { resultUrls: [VIDEO] },
        error_message: null,
      },
    }),
    consumed: 400,
    problem: (code, message) => ({ code, message, data: null }),
  },
  {
    name: 'happyhorse-customer',
    key: customer.KEY,
    open: (url, timeoutMs = 2_000) => customer.aProvider(url, { timeoutMs }),
    start: (provider, signal = never, turn = atOnce) =>
      provider.start(
        customer.MODEL,
        aRequest(customer.withFirst),
        customer.options({ signal, slot: turn }),
      ),
    operation: (videoId) => ({ videoId }),
    routeOf: ({ method, target }) => {
      if (method === 'PUT') return 'upload';
      if (target === customer.PRESIGN) return 'presign';
      if (method === 'POST') return 'create';
      return target.includes('018f3f1d-0000') ? 'account' : 'check';
    },
    created: (id) => ({ id, status: 'queued' }),
    done: (id) => ({ id, status: 'ready', videoUrl: VIDEO, errorMessage: null, readyAt: null }),
    consumed: null,
    problem: (code, message) => ({ error: { code, message } }),
    presigned: (origin) => ({
      uploadUrl: `${origin}/put/1?sign=secret`,
      key: 'videos/inputs/user/1',
      publicUrl: `${origin}/cdn/1`,
      kind: 'image',
    }),
  },
  {
    name: 'crun',
    key: crun.KEY,
    open: (url, timeoutMs = 2_000) => crun.aProvider(url, { timeoutMs }),
    start: (provider, signal = never, turn = atOnce) =>
      provider.start(crun.EDIT, crun.aRequest(crun.anEdit()), crun.options({ signal, slot: turn })),
    operation: (taskId) => ({ taskId }),
    routeOf: ({ method, target }) => {
      if (method === 'PUT') return 'upload';
      if (target.startsWith(crun.UPLOAD_URL)) return 'presign';
      if (method === 'POST') return 'create';
      return target.includes('/balance') ? 'account' : 'check';
    },
    created: (id) => ({ code: 200, message: 'success', data: { task_id: id } }),
    done: (id, took) => ({
      code: 200,
      message: 'success',
      data: { task_id: id, status: 'success', credits: took, result: { media_urls: [VIDEO] } },
    }),
    consumed: 400,
    problem: (code, message) => ({ code, message, data: null }),
    presigned: (origin) => ({
      code: 200,
      message: 'success',
      data: { presigned_url: `${origin}/put/1?sign=secret`, file_url: `${origin}/files/1` },
    }),
  },
  {
    name: 'acedata',
    key: acedata.TOKEN,
    open: (url, timeoutMs = 2_000) => acedata.aProvider(url, { timeoutMs }),
    start: (provider, signal = never, turn = atOnce) =>
      provider.start(acedata.T2V, aRequest(), acedata.options({ signal, slot: turn })),
    operation: (taskId) => acedata.operation(taskId),
    routeOf: ({ target, body }) => {
      if (target === '/happyhorse/videos') return 'create';
      return body.includes('b8976e18-0000-4000') ? 'account' : 'check';
    },
    created: (id) => ({ success: true, task_id: id, trace_id: TRACE }),
    done: (id, took) => ({
      items: [
        {
          id,
          response: {
            success: true,
            data: [{ video_url: VIDEO, state: 'succeeded', duration: took, resolution: '720P' }],
          },
        },
      ],
      count: 1,
    }),
    // Of 400 s, which no video has: 105 credits each.
    consumed: 42_000,
    problem: (code, message) => ({ error: { code, message }, trace_id: TRACE }),
  },
];

/** The far end of a provider: it answers each route as documented, unless it is told otherwise. */
export function startFarEnd(wire: Wire, told: { readonly [route in Route]?: Answer }) {
  return startLoopback((request, response) => {
    const route = wire.routeOf(request);
    const own = told[route];
    if (own !== undefined) own(request, response);
    else if (route === 'create') respond(response, 200, wire.created('a1'));
    else if (route === 'check') respond(response, 200, wire.done('a1', 400));
    else if (route === 'presign') {
      respond(response, 200, wire.presigned?.(`http://${request.headers.host ?? ''}`));
    } else respond(response, 200, {});
  });
}
