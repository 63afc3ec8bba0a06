import { lookup as dnsLookup } from 'node:dns/promises';
import { Agent, request, type Dispatcher } from 'undici';
import { FetchRefused } from './fetch-refused.ts';
import { readRedirect, readTrustedHosts, readUrl } from './fetch-url.ts';
import { createGuardedConnector, type LookupAll } from './guarded-connector.ts';
import { limitedBody } from './limited-body.ts';

export interface FetchOptions {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** From the first connection to the last byte. */
  readonly totalTimeoutMs: number;
  /** The longest the server may send (almost) nothing. */
  readonly idleTimeoutMs: number;
  /** Sent to the origin of `url` only, never on to where it redirects. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface FetchedFile {
  /**
   * Must be read, to its end or not; what is never begun is cut off at the deadline.
   * @throws {FetchRefused} while it is read
   */
  readonly body: AsyncIterable<Uint8Array>;
  readonly contentType: string | null;
  readonly contentLength: number | null;
  readonly finalUrl: string;
}

/** @throws {FetchRefused} or the signal's reason */
export type FetchFile = (url: string, options: FetchOptions) => Promise<FetchedFile>;

export interface GuardedFetch {
  readonly fetchFile: FetchFile;
  close(): Promise<void>;
}

const MAX_REDIRECTS = 3;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** The only way by which anything from outside is fetched. */
export function createGuardedFetch(settings: {
  /** `host:port` entries that may be reached although private, and on any port. */
  readonly trustedHosts: readonly string[];
  readonly userAgent: string;
  readonly lookup?: LookupAll;
}): GuardedFetch {
  const trusted = readTrustedHosts(settings.trustedHosts);
  const dispatcher = new Agent({
    connect: createGuardedConnector({
      trusted,
      lookup: settings.lookup ?? ((hostname) => dnsLookup(hostname, { all: true })),
      connectTimeoutMs: 10_000,
    }),
    // Both are watched here, more closely than undici's one-second timers do.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function fetchFile(address: string, options: FetchOptions): Promise<FetchedFile> {
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort(new FetchRefused('too-slow', `not had within ${options.totalTimeoutMs} ms`));
    }, options.totalTimeoutMs);
    const signal = AbortSignal.any([options.signal, deadline.signal]);
    try {
      const { url, response } = await follow(address, options, signal);
      const contentLength = readLength(response.headers['content-length']);
      if (contentLength !== null && contentLength > options.maxBytes) {
        response.body.destroy();
        throw new FetchRefused('too-big', `${contentLength} bytes, at most ${options.maxBytes}`, {
          declaredBytes: contentLength,
        });
      }
      const body = limitedBody(response.body, {
        contentLength,
        maxBytes: options.maxBytes,
        idleTimeoutMs: options.idleTimeoutMs,
        signal,
        finished: () => {
          clearTimeout(timer);
        },
      });
      return {
        body,
        contentLength,
        contentType: oneOf(response.headers['content-type']),
        finalUrl: url.href,
      };
    } catch (error) {
      clearTimeout(timer);
      throw translate(error, signal);
    }
  }

  async function follow(address: string, options: FetchOptions, signal: AbortSignal) {
    let url = readUrl(address, trusted);
    let headers = options.headers ?? {};
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const response = await ask(url, headers, options.idleTimeoutMs, signal);
      if (!REDIRECTS.includes(response.statusCode)) {
        if (response.statusCode === 200) return { url, response };
        response.body.destroy();
        const status = response.statusCode;
        throw new FetchRefused('bad-status', `answered ${status}`, { status });
      }
      // Its body is of no use, and may be endless.
      response.body.destroy();
      const next = readRedirect(url, oneOf(response.headers['location']), trusted);
      if (next.origin !== url.origin) headers = {};
      url = next;
    }
    throw new FetchRefused('too-many-redirects', `more than ${MAX_REDIRECTS} redirects`);
  }

  async function ask(
    url: URL,
    headers: Readonly<Record<string, string>>,
    idleTimeoutMs: number,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const silence = new AbortController();
    const timer = setTimeout(() => {
      silence.abort(new FetchRefused('too-slow', `no answer within ${idleTimeoutMs} ms`));
    }, idleTimeoutMs);
    const either = AbortSignal.any([signal, silence.signal]);
    try {
      const response = await request(url, {
        dispatcher,
        signal: either,
        headers: {
          ...headers,
          'user-agent': settings.userAgent,
          accept: '*/*',
          // A compressed body could unfold to more than was ever counted.
          'accept-encoding': 'identity',
        },
      });
      // Destroyed unread bodies emit an error that nobody waits for.
      response.body.on('error', () => undefined);
      return response;
    } catch (error) {
      throw translate(error, either);
    } finally {
      clearTimeout(timer);
    }
  }

  return { fetchFile, close: () => dispatcher.destroy() };
}

function readLength(header: string | string[] | undefined): number | null {
  const text = oneOf(header);
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}

function oneOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

function translate(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof FetchRefused) return error;
  if (signal.aborted) return signal.reason;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof FetchRefused) return cause;
  }
  return new FetchRefused('unreachable', 'no connection, or no answer that is HTTP', {
    cause: error,
  });
}
