import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { Slot } from '../../core/providers/ports/video-provider.ts';
import { bodyText, readJson } from '../../http/shared/json-body.ts';

const MAX_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * No answer was had. Whether the call left this machine decides what a lost create means: with
 * `no` nothing can have been made; with `maybe` something may have been, and been paid for.
 */
export class TransportError extends ProviderError {
  readonly sent: 'no' | 'maybe';

  constructor(
    provider: string,
    code: ProviderErrorCode,
    message: string,
    options: { readonly sent: 'no' | 'maybe'; readonly cause: unknown },
  ) {
    super(provider, code, message, { cause: options.cause });
    this.sent = options.sent;
  }
}

export interface ProviderRequest {
  readonly method: 'GET' | 'POST';
  /** Below the base address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Waited for before anything is sent. */
  readonly slot: Slot;
  readonly signal: AbortSignal;
  /** Nothing but the signal ends it: an answer counts as long as somebody waits for it. */
  readonly patient?: boolean;
}

export interface ProviderAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  /** From Retry-After, between a second and ten minutes; null where it says nothing. */
  readonly retryAfterMs: number | null;
  /** Null where the body is no JSON or is over a mebibyte. */
  readonly json: unknown;
  readonly text: string;
}

export interface ProviderHttp {
  /**
   * @throws {TransportError} no whole answer was had
   * @throws {ProviderError} `redirected`: nothing was done here; its detail says where it points
   */
  request(request: ProviderRequest): Promise<ProviderAnswer>;
}

export interface ProviderHttpOptions {
  readonly provider: string;
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole exchange, from the connection to the end of the body, unless it is patient. */
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly dispatcher?: Dispatcher;
}

/**
 * JSON over HTTP to one provider. A redirect is never followed, so the key goes nowhere but to the
 * base address, and nothing is done by a call that was answered with one.
 */
export function createProviderHttp(options: ProviderHttpOptions): ProviderHttp {
  const { provider, clock } = options;
  const redact = hiding(Object.values(options.headers));
  const connect = { timeout: Math.min(CONNECT_TIMEOUT_MS, options.timeoutMs) };
  const asking = options.dispatcher ?? new Agent({ connect, allowH2: false });
  // A connection of its own for each create: one kept from before may be closed by the other side
  // at the very moment it is used, and nobody could then say whether the create arrived.
  const creating =
    options.dispatcher ??
    new Agent({ connect, allowH2: false, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });

  return {
    async request(asked) {
      await itsSlot(asked);
      const { response, bytes } = await exchange(asked);
      const { statusCode: httpStatus } = response;
      const headers = firstOfEach(response.headers);
      if (httpStatus >= 300 && httpStatus < 400) {
        const { origin, path } = target(options.baseUrl, asked.path);
        const to = redact(pointsTo(`${origin}${path}`, headers.location));
        const message = `${asked.method} ${asked.path}: HTTP ${httpStatus}`;
        throw new ProviderError(provider, 'redirected', message, { detail: to });
      }
      const packed = headers['content-encoding'];
      const text = bytes === null ? null : bodyText(bytes, packed, MAX_BYTES);
      return {
        httpStatus,
        headers,
        retryAfterMs: retryAfterMs(response.headers['retry-after'], clock.now()),
        json: text === null ? null : readJson(text, redact),
        text: redact(text ?? ''),
      };
    },
  };

  async function itsSlot({ method, path, slot, signal }: ProviderRequest): Promise<void> {
    const given = await slot(signal).catch((cause: unknown) => ({ cause }));
    if (given === true) return;
    const options = { sent: 'no', cause: given === false ? undefined : given.cause } as const;
    throw new TransportError(provider, 'no-turn', `${method} ${path}: no turn`, options);
  }

  async function exchange({ method, path, query, body, signal, patient }: ProviderRequest) {
    const timeout = patient === true ? null : AbortSignal.timeout(options.timeoutMs);
    const ended = timeout === null ? signal : AbortSignal.any([signal, timeout]);
    const sending = { begun: false };
    try {
      const response = await unlessEnded(ended, sending, () =>
        (method === 'POST' ? creating : asking).compose(noticeSending(sending)).request({
          ...target(options.baseUrl, path, query),
          method,
          headers: {
            'user-agent': 'showrunner',
            accept: 'application/json',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...options.headers,
          },
          body: body === undefined ? null : JSON.stringify(body),
          signal: ended,
        }),
      );
      return { response, bytes: await readBytes(response.body) };
    } catch (cause) {
      const timedOut = timeout?.aborted === true || isTimeout(cause);
      throw new TransportError(
        provider,
        timedOut ? 'timeout' : 'unreachable',
        // Neither the query nor the words of the cause: both may hold what belongs in no log.
        `${method} ${path}: ${timedOut ? 'timed out' : signal.aborted ? 'stopped' : codeOf(cause)}`,
        { sent: sending.begun ? 'maybe' : 'no', cause },
      );
    }
  }
}

/** Where a redirect leads, in words for whoever set the address. Never a query: it may hold a key. */
export function pointsTo(asked: string, location: string | undefined): string {
  const from = new URL(asked);
  const to = location === undefined ? null : URL.parse(location, from.href);
  const here = `${from.origin}${from.pathname}`;
  if (to === null) return `${here} redirects, and does not say where to`;
  return `${here} redirects to ${to.origin === 'null' ? to.protocol : to.origin}${to.pathname}`;
}

/**
 * Notices the moment a request is given to an open connection. Before it — name lookup, connecting,
 * TLS — nothing can have been sent, whatever the error is called.
 */
function noticeSending(sending: { begun: boolean }): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        sending.begun = true;
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

/**
 * undici heeds a signal only once it has connected, and drops the request then, before a byte of
 * it. Nobody should have to wait for that.
 */
async function unlessEnded<value>(
  ended: AbortSignal,
  sending: { readonly begun: boolean },
  run: () => Promise<value>,
): Promise<value> {
  ended.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    if (!sending.begun) reject(new Error('ended before it was sent', { cause: ended.reason }));
  };
  ended.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([run(), promise]);
  } finally {
    ended.removeEventListener('abort', stop);
  }
}

function target(
  baseUrl: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): { readonly origin: string; readonly path: string } {
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { origin: url.origin, path: `${url.pathname}${url.search}` };
}

/** Null when it is over the limit: the rest is not read. */
async function readBytes(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      body.destroy();
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A provider may repeat the key it refuses; it must not get from there into a message or a log. */
function hiding(headerValues: readonly string[]): (text: string) => string {
  const secrets = headerValues
    .flatMap((value) => [value, value.split(' ').at(-1) ?? ''])
    .filter((secret) => secret.length >= 8);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text);
}

export function retryAfterMs(
  header: string | readonly string[] | undefined,
  now: Date,
): number | null {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /^[A-Za-z]{3,9},? /.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(Math.ceil(ms), 1000), 10 * 60 * 1000);
}

function firstOfEach(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
}

const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

function isTimeout(cause: unknown): boolean {
  return TIMEOUTS.includes(codeOf(cause)) || codeOf(cause) === 'ETIMEDOUT';
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET` …: a code says what happened without repeating any content. */
function codeOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'no answer';
}
