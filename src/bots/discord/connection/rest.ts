import { REST, RequestMethod } from 'discord.js';
import { createTransport } from './transport.ts';
import { formOf } from './multipart.ts';
import type { Upload } from './multipart.ts';

const METHODS = {
  GET: RequestMethod.Get,
  POST: RequestMethod.Post,
  PATCH: RequestMethod.Patch,
  PUT: RequestMethod.Put,
} as const;

export interface Call {
  readonly method: keyof typeof METHODS;
  readonly route: `/${string}`;
  readonly body?: object;
  /** Go with the body, as the attachments that the body lists. */
  readonly uploads?: readonly Upload[];
  readonly query?: Readonly<Record<string, string>>;
}

/** Discord's REST API, called once each time: nothing is queued behind a limit, nothing repeated. */
export interface DiscordRest {
  /** With the bot's own rights. */
  asBot(call: Call, signal: AbortSignal): Promise<unknown>;
  /** With no rights but those of the interaction token in the route. */
  byToken(call: Call, signal: AbortSignal): Promise<unknown>;
}

const TIMEOUT = {
  baseMs: 15_000,
  /** The slowest upload worth waiting for. */
  bytesPerMs: 200,
  mostMs: 300_000,
} as const;

/** REST's own clock runs for every call alike; ours, by size, always comes first. */
const NEVER_MS = 2 * TIMEOUT.mostMs;

export function createDiscordRest(options: {
  readonly token: string;
  readonly api: string;
  readonly userAgent: string;
}): DiscordRest {
  const common = {
    api: options.api,
    userAgentAppendix: options.userAgent,
    // An edit that waits for a limit is out of date when it may go: whoever wants it asks again.
    rejectOnRateLimit: () => true,
    retries: 0,
    timeout: NEVER_MS,
    makeRequest: createTransport(),
  };
  const bot = new REST(common);
  // Calls by a token do not count in the bot's 50 a second; and because these two know no bot token,
  // the 401 of an expired one cannot make REST forget it, as it does where it knows both.
  const anyone = new REST({ ...common, globalRequestsPerSecond: Number.POSITIVE_INFINITY });
  /** REST sends calls on one channel one after the other: none may wait for a long upload. */
  const forUpload = () => new REST({ ...common, hashSweepInterval: 0, handlerSweepInterval: 0 });

  async function send(rest: REST, auth: boolean, call: Call, signal: AbortSignal) {
    // REST forgets its token after a 401, which a bad hour at Discord can cause as well.
    if (auth) rest.setToken(options.token);
    const timeoutMs = Math.min(
      TIMEOUT.baseMs + Math.ceil(bytesOf(call) / TIMEOUT.bytesPerMs),
      TIMEOUT.mostMs,
    );
    return rest.request({
      method: METHODS[call.method],
      fullRoute: call.route,
      auth,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(call.query === undefined ? {} : { query: new URLSearchParams(call.query) }),
      ...payloadOf(call),
    });
  }

  return {
    asBot: (call, signal) => send(bytesOf(call) === 0 ? bot : forUpload(), true, call, signal),
    byToken: (call, signal) => send(anyone, false, call, signal),
  };
}

function bytesOf({ uploads = [] }: Call): number {
  return uploads.reduce((sum, it) => sum + it.bytes, 0);
}

function payloadOf({ body, uploads = [] }: Call) {
  if (body === undefined) return {};
  if (uploads.length === 0) return { body };
  const { headers, stream } = formOf(body, uploads);
  return { body: stream, headers, passThroughBody: true };
}
