import { mediaOf } from '../../core/video/domain/video-request.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { NotStarted, VideoProvider } from '../../core/providers/ports/video-provider.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings/settings.ts';
import { askAccount } from '../shared/account.ts';
import { defineProvider } from '../shared/define-provider.ts';
import { createProviderHttp } from '../shared/http.ts';
import { keyHash } from '../shared/key-hash.ts';
import { notSent, placeOrder } from '../shared/create-call.ts';
import { createPutFile } from '../shared/put-file.ts';
import { createUploads } from '../shared/uploads.ts';
import type { UploadOptions } from '../shared/uploads.ts';
import { NO_VIDEO, readAccount } from './account.ts';
import { readRenderStatus, readStartAnswer } from './answers.ts';
import { checks, models, NAME } from './capabilities.ts';
import { sendTo } from './upload.ts';
import { createRequest, operationSchema } from './wire.ts';
import type { CreateBody } from './wire.ts';

const TITLE = 'HappyHorse Customer API';
const TIMEOUT_MS = 30_000;
/** Short enough that the create call still has all of its time after it. */
const UPLOAD_WAIT_MS = 25_000;

export const happyhorseCustomer = defineProvider({
  name: NAME,
  title: TITLE,
  models,
  // What one costs depends on the plan; RATES says it.
  creditsEach: 1,
  settings: {
    HAPPYHORSE_API_KEY: {
      schema: keySetting(),
      description: 'Key for the HappyHorse Customer API',
      howToGet: 'Make one under Dashboard / Settings / API Keys of your HappyHorse domain.',
      secret: true,
    },
    HAPPYHORSE_BASE_URL: {
      schema: addressSetting(),
      description: 'Your HappyHorse domain, without a path: the Customer API is there',
      howToGet: 'It is the address at which you sign in to HappyHorse.',
      example: 'https://happyhorse.example.com',
    },
    HAPPYHORSE_IN_FLIGHT: {
      schema: numberSetting({ min: 1, max: 10_000, whole: true }).default(5),
      description: 'Renders there at one time; no limit is published, so this is a guess',
      example: '5',
    },
    HAPPYHORSE_CALLS_PER_SECOND: {
      schema: numberSetting({ min: 0, max: 10_000, whole: false })
        .transform((calls) => (calls === 0 ? null : calls))
        .default(1),
      description: 'Calls there a second, over all workers; 0 for no limit',
      example: '1',
    },
  },
  create: (values, { clock }) =>
    createHappyhorseCustomerProvider({
      apiKey: values.HAPPYHORSE_API_KEY,
      baseUrl: values.HAPPYHORSE_BASE_URL,
      inFlight: values.HAPPYHORSE_IN_FLIGHT,
      callsPerSecond: values.HAPPYHORSE_CALLS_PER_SECOND,
      timeoutMs: TIMEOUT_MS,
      uploadWaitMs: UPLOAD_WAIT_MS,
      clock,
    }),
});

export interface HappyhorseCustomerOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly inFlight: number;
  readonly callsPerSecond: number | null;
  /** For one call, from the connection to the end of its answer. */
  readonly timeoutMs: number;
  /** For the inputs of one request to be uploaded. */
  readonly uploadWaitMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

type Prepared = { readonly status: 'prepared'; readonly body: CreateBody } | NotStarted;

export function createHappyhorseCustomerProvider(
  options: HappyhorseCustomerOptions,
): VideoProvider {
  const { baseUrl, timeoutMs, clock, uploadWaitMs: waitMs } = options;
  // In development the API is reached by plain http, and so are its files; never otherwise.
  const development = baseUrl.startsWith('http:');
  const headers = { authorization: `Bearer ${options.apiKey}` };
  const http = createProviderHttp({ provider: NAME, baseUrl, headers, timeoutMs, clock });
  const putFile = createPutFile({ development });
  const send = sendTo({ http, putFile, development });
  const uploads = createUploads({ send, clock, waitMs });

  /** Checks the request and puts its inputs into their storage. Nothing is created yet. */
  async function prepare(
    model: string,
    request: VideoRequest,
    inputs: UploadOptions,
  ): Promise<Prepared> {
    // Checked before anything is sent, so with keys that only look like those to come.
    const checked = createRequest(model, request, () => 'videos/inputs/unknown');
    if (checked.status !== 'valid') return notSent(checked.problem);
    const media = [...new Map(mediaOf(request.scene).map((it) => [it.key, it])).values()];
    const uploaded = await Promise.all(media.map((it) => uploads.upload(it, inputs)));
    const keys = new Map<string, string>();
    for (const [index, outcome] of uploaded.entries()) {
      if (outcome.status !== 'uploaded') return outcome;
      keys.set(media[index]?.key ?? '', outcome.place);
    }
    const made = createRequest(model, request, ({ key }) => keys.get(key) ?? '');
    return made.status === 'valid'
      ? { status: 'prepared', body: made.body }
      : notSent(made.problem);
  }

  return {
    name: NAME,
    title: TITLE,
    keyHash: keyHash(NAME, options.apiKey),
    models,
    limits: {
      inFlight: options.inFlight,
      createsPerSecond: null,
      callsPerSecond: options.callsPerSecond,
      checkBatch: 1,
    },
    checks,

    async start(model, request, inputs) {
      const { slot, signal } = inputs;
      const prepared = await prepare(model, request, inputs);
      if (prepared.status !== 'prepared') return prepared;
      const { body } = prepared;
      return placeOrder(async () => {
        const answer = readStartAnswer(
          await http.request({
            method: 'POST',
            path: '/api/v1/videos',
            body,
            slot,
            signal,
            patient: true,
          }),
        );
        if (answer.status === 'refused') uploads.forget(mediaOf(request.scene));
        return answer;
      });
    },

    // Nobody can be asked, and no formula is published.
    quote: () => Promise.resolve(null),

    account({ slot, signal }) {
      const path = `/api/v1/videos/${NO_VIDEO}`;
      return askAccount(() => http.request({ method: 'GET', path, slot, signal }), readAccount);
    },

    readCallback: () => null,

    renderKey: (operation) => operationSchema.parse(operation).videoId,

    check(operations, { slot, signal }) {
      return Promise.all(
        operations.map(async (operation) => {
          const { videoId } = operationSchema.parse(operation);
          const path = `/api/v1/videos/${encodeURIComponent(videoId)}`;
          const response = await http.request({ method: 'GET', path, slot, signal });
          return readRenderStatus(response, { videoId, apiUrl: baseUrl });
        }),
      );
    },
  };
}
