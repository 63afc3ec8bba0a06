import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { CheckAdvice } from '../../core/providers/domain/check-advice.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import { mediaOf } from '../../core/video/domain/video-request.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type {
  CallOptions,
  NotStarted,
  ProviderAccount,
  RenderStatus,
  VideoProvider,
} from '../../core/providers/ports/video-provider.ts';
import { openable } from '../../settings/openings.ts';
import type { Openable } from '../../settings/openings.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings/settings.ts';
import type { Setting, Settings, SettingValues } from '../../settings/settings.ts';
import { askAccount } from './account.ts';
import { placeOrder } from './create-call.ts';
import { createProviderHttp } from './http.ts';
import type { ProviderAnswer, ProviderHttp, ProviderRequest } from './http.ts';
import { prepareLinks, prepareUploads } from './inputs.ts';
import { createPutFile } from './put-file.ts';
import type { PutFile } from './put-file.ts';
import { ratedModel, ratedProvider, usualPriceOf } from './rates.ts';
import type { RateSetting } from './rates.ts';
import type { WriteBody } from './request-body.ts';
import { createUploads } from './uploads.ts';
import type { UploadsOptions } from './uploads.ts';

/** With the create call after it, still well within what the core waits for a start. */
const UPLOAD_WAIT_MS = 25_000;
const TIMEOUT_MS = 30_000;

/** What a provider needs besides its settings. */
export interface ProviderSurroundings {
  readonly clock: Pick<Clock, 'now'>;
  /** What the operator says things cost. */
  readonly rates?: readonly RateSetting[];
}

export interface ProviderDefinition extends Openable<ProviderSurroundings, VideoProvider> {
  /** What it could do if it were set up. */
  readonly models: readonly ModelCapabilities[];
  /** What a video costs as most people have them, in the provider's own credits. */
  readonly usualPrice: number;
}

/** What an operator sets. */
export interface HttpProviderSettings {
  readonly key: string;
  readonly baseUrl: string;
  readonly inFlight: number;
  readonly callsPerSecond: number | null;
  readonly createsPerSecond?: number | null;
}

export interface HttpProviderOptions extends HttpProviderSettings {
  /** For one call, from the connection to the end of its answer. */
  readonly timeoutMs: number;
  /** For the inputs of one request to be uploaded. */
  readonly uploadWaitMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

export type Call = Pick<ProviderRequest, 'method' | 'path' | 'query' | 'body'>;

/** A provider's API at its base address. */
export interface Api {
  readonly baseUrl: string;
  readonly http: ProviderHttp;
}

export interface UploadApi {
  readonly http: ProviderHttp;
  readonly putFile: PutFile;
  /** The API is reached by plain http, and so are its files; never outside of development. */
  readonly development: boolean;
}

export type Created = { readonly status: 'created'; readonly id: string } | NotStarted;

/** The render that was asked about; links that name no host are on that of the API. */
export interface Asked {
  readonly id: string;
  readonly apiUrl: string;
}

/** What is particular to a provider, its settings too: all else is the same for each. */
export interface HttpProviderParts<settings extends Settings, body> {
  readonly name: string;
  readonly title: string;
  /** With prices in its own credits. */
  readonly models: readonly ModelCapabilities[];
  readonly checks: CheckAdvice;
  /** Team credits for one of its own, so that prices of providers can be compared. */
  readonly creditsEach: number;
  readonly settings: settings;
  set(values: SettingValues<settings>): HttpProviderSettings;
  /** Headers by which it knows the key; else a bearer token. */
  readonly headers?: (key: string) => Readonly<Record<string, string>>;
  /** What its handle on a render is called where operations are kept. */
  readonly handle: 'taskId' | 'videoId';
  readonly write: WriteBody<body>;
  /** Puts an input into the provider's storage; without it they are links. */
  readonly upload?: (api: UploadApi) => UploadsOptions['send'];
  /** What a create call refused is sent anew with the next one. */
  readonly forgetsRefused?: boolean;
  readonly create: {
    readonly path: string;
    /** @throws {ProviderError} the answer does not say whether a render was created */
    read(answer: ProviderAnswer): Created;
  };
  /** Renders that one question can be about. */
  readonly checkBatch?: number;
  check(api: Api, ids: readonly string[], options: CallOptions): Promise<readonly RenderStatus[]>;
  readonly account: {
    readonly call: Call;
    readonly read: (answer: ProviderAnswer) => ProviderAccount;
  };
  /** Where it can be asked for a price, with the body of a create call. */
  readonly estimate?: { readonly path: string; read(answer: ProviderAnswer): number | null };
  /** The render that a callback speaks of, where it has callbacks. */
  readonly readCallback?: (body: unknown) => string | null;
}

export interface HttpProviderDefinition extends ProviderDefinition {
  readonly connect: (options: HttpProviderOptions) => VideoProvider;
}

export function defineHttpProvider<settings extends Settings, body>(
  parts: HttpProviderParts<settings, body>,
): HttpProviderDefinition {
  const { name, models, creditsEach } = parts;
  const connect = (options: HttpProviderOptions): VideoProvider => connectTo(parts, options);
  const waits = { timeoutMs: TIMEOUT_MS, uploadWaitMs: UPLOAD_WAIT_MS };
  return {
    ...openable({
      name,
      title: parts.title,
      settings: parts.settings,
      create(values: SettingValues<settings>, { clock, rates = [] }: ProviderSurroundings) {
        const provider = connect({ ...parts.set(values), ...waits, clock });
        return ratedProvider(provider, creditsEach, rates);
      },
    }),
    models: models.map((it) => ratedModel(name, it, creditsEach, [])),
    usualPrice: usualPriceOf(models),
    connect,
  };
}

/** For a provider that is asked about one render at a time. */
export function checkEach(
  call: (id: string) => Call,
  read: (answer: ProviderAnswer, asked: Asked) => RenderStatus,
): HttpProviderParts<Settings, unknown>['check'] {
  return ({ http, baseUrl: apiUrl }, ids, { slot, signal }) =>
    Promise.all(
      ids.map(async (id) =>
        read(await http.request({ ...call(id), slot, signal }), { id, apiUrl }),
      ),
    );
}

function connectTo<settings extends Settings, body>(
  parts: HttpProviderParts<settings, body>,
  options: HttpProviderOptions,
): VideoProvider {
  const { name, handle, models, write } = parts;
  const { key, baseUrl, timeoutMs, clock, uploadWaitMs: waitMs } = options;
  const headers = parts.headers?.(key) ?? { authorization: `Bearer ${key}` };
  const http = createProviderHttp({ provider: name, baseUrl, headers, timeoutMs, clock });
  const api: Api = { baseUrl, http };
  // In development the API is reached by plain http, and so are its files; never otherwise.
  const development = baseUrl.startsWith('http:');
  const send = parts.upload?.({ http, putFile: createPutFile({ development }), development });
  const uploads = send === undefined ? null : createUploads({ send, clock, waitMs });
  const prepare =
    uploads === null ? prepareLinks(write) : prepareUploads({ write, models, uploads, clock });
  const { estimate } = parts;
  const schema = z.object({ [handle]: z.string().min(1) });
  const idOf = (operation: unknown): string => schema.parse(operation)[handle] ?? '';

  return {
    name,
    title: parts.title,
    keyHash: keyHash(name, key),
    models,
    limits: {
      inFlight: options.inFlight,
      createsPerSecond: options.createsPerSecond ?? null,
      callsPerSecond: options.callsPerSecond,
      checkBatch: parts.checkBatch ?? 1,
    },
    checks: parts.checks,

    async quote(model, request, inputs) {
      // Where nobody can be asked the rate card is the one that is published.
      if (estimate === undefined) return null;
      const prepared = await prepare(model, request, inputs, null);
      if (prepared.status === 'refused' && prepared.reason === 'no-uploads') return 'no-uploads';
      if (prepared.status !== 'prepared') return null;
      const { path } = estimate;
      const { body } = prepared;
      const { slot, signal } = inputs;
      return estimate.read(await http.request({ method: 'POST', path, body, slot, signal }));
    },

    async start(model, request, { callbackUrl, ...inputs }) {
      const prepared = await prepare(model, request, inputs, callbackUrl);
      if (prepared.status !== 'prepared') return prepared;
      const { path } = parts.create;
      const { body } = prepared;
      const { slot, signal } = inputs;
      return placeOrder(async () => {
        const call = { method: 'POST', path, body, slot, signal, patient: true } as const;
        const answer = parts.create.read(await http.request(call));
        if (answer.status === 'created') {
          return { status: 'started', operation: { [handle]: answer.id } };
        }
        const forgets = answer.status === 'refused' && parts.forgetsRefused === true;
        if (forgets) uploads?.forget(mediaOf(request.scene));
        return answer;
      });
    },

    // What is asked at once is up to whoever paces the calls.
    async check(operations, asking) {
      return await parts.check(api, operations.map(idOf), asking);
    },

    account: ({ slot, signal }) =>
      askAccount(() => http.request({ ...parts.account.call, slot, signal }), parts.account.read),

    readCallback(body) {
      const id = parts.readCallback?.(body) ?? null;
      return id === null ? null : { [handle]: id };
    },

    renderKey: idOf,
  };
}

/** Tells one key from another, and gives none away. */
function keyHash(provider: string, key: string): string {
  return createHash('sha256').update(`key of ${provider}\n${key}`).digest('base64url').slice(0, 16);
}

/* The settings that every provider has, each with its own words. */

export function apiKey(description: string, howToGet: string): Setting<string> {
  return { schema: keySetting(), description, howToGet, secret: true };
}

/** @param base where it is by default */
export function apiAddress(base: string, description: string): Setting<string> {
  return { schema: addressSetting().default(base), description, example: base };
}

/** @param most renders at one time by default */
export function inFlight(most: number, description: string): Setting<number> {
  const schema = numberSetting({ min: 1, max: 10_000, whole: true }).default(most);
  return { schema, description, example: String(most) };
}

/** @param most calls by default; 0 is no limit */
export function perSecond(most: number, description: string): Setting<number | null> {
  const schema = numberSetting({ min: 0, max: 10_000, whole: false })
    .transform((calls) => (calls === 0 ? null : calls))
    .default(most);
  return { schema, description, example: String(most) };
}
