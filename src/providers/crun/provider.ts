import type { InputRef } from '../../core/media/domain/media.ts';
import { mediaOf } from '../../core/video/domain/video-request.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type {
  CallOptions,
  InputOptions,
  NotStarted,
  Operation,
  VideoProvider,
} from '../../core/providers/ports/video-provider.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings/settings.ts';
import { askAccount } from '../shared/account.ts';
import { defineProvider } from '../shared/define-provider.ts';
import { createProviderHttp } from '../shared/http.ts';
import { keyHash } from '../shared/key-hash.ts';
import { notSent, placeOrder } from '../shared/create-call.ts';
import { createPutFile } from '../shared/put-file.ts';
import { createUploads } from '../shared/uploads.ts';
import type { Uploaded } from '../shared/uploads.ts';
import { BALANCE, readAccount } from './account.ts';
import { readQuote, readRenderStatus, readStartAnswer } from './answers.ts';
import { checks, models, NAME } from './capabilities.ts';
import { sendTo } from './upload.ts';
import { jobRequest, operationSchema, readEnvelope, readTask } from './wire.ts';
import type { JobBody } from './wire.ts';

const TITLE = 'crun.ai';
const TIMEOUT_MS = 30_000;
/** With the create call after it, still well within what the core waits for a start. */
const UPLOAD_WAIT_MS = 25_000;

/** How long links are used before uploads are tried again. */
const ASKED_AGAIN_MS = 60 * 60 * 1000;

const JOB = '/api/v1/client/job';

export const crun = defineProvider({
  name: NAME,
  title: TITLE,
  models,
  // 200 for a dollar; happyhorse.app takes about 400 for the same video.
  creditsEach: 2,
  settings: {
    CRUN_API_KEY: {
      schema: keySetting(),
      description: 'Key for the API of crun.ai',
      howToGet: 'Make one on the API Key Management page of https://crun.ai.',
      secret: true,
    },
    CRUN_URL: {
      schema: addressSetting().default('https://api.crun.ai'),
      description: 'Address of the API, without a path; https://api.crunai.com in mainland China',
      example: 'https://api.crun.ai',
    },
    CRUN_IN_FLIGHT: {
      schema: numberSetting({ min: 1, max: 10_000, whole: true }).default(5),
      description: 'Renders at crun.ai at one time; it publishes no limit, so this is a guess',
      example: '5',
    },
    CRUN_CALLS_PER_SECOND: {
      schema: numberSetting({ min: 0, max: 10_000, whole: false })
        .transform((calls) => (calls === 0 ? null : calls))
        .default(5),
      description:
        'Calls to crun.ai of any kind a second, over all workers; 0 for no limit. A guess: none is published',
      example: '5',
    },
    CRUN_CREATES_PER_SECOND: {
      schema: numberSetting({ min: 0, max: 10_000, whole: false })
        .transform((creates) => (creates === 0 ? null : creates))
        .default(1),
      description: 'Renders begun at crun.ai a second, over all workers; 0 for no limit',
      example: '1',
    },
  },
  create: (values, { clock }) =>
    createCrunProvider({
      apiKey: values.CRUN_API_KEY,
      baseUrl: values.CRUN_URL,
      inFlight: values.CRUN_IN_FLIGHT,
      callsPerSecond: values.CRUN_CALLS_PER_SECOND,
      createsPerSecond: values.CRUN_CREATES_PER_SECOND,
      timeoutMs: TIMEOUT_MS,
      uploadWaitMs: UPLOAD_WAIT_MS,
      clock,
    }),
});

export interface CrunOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly inFlight: number;
  readonly callsPerSecond: number | null;
  readonly createsPerSecond: number | null;
  /** For one call, from the connection to the end of its answer. */
  readonly timeoutMs: number;
  /** For the inputs of one request to be uploaded. */
  readonly uploadWaitMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

type Prepared = { readonly status: 'prepared'; readonly body: JobBody } | NotStarted;

/** Whether an order may be taken with the file elsewhere; an order says more about the key, too. */
function mayBeLinked({ reason }: NotStarted): boolean {
  return ['no-uploads', 'key-refused', 'bad-settings', 'unreachable'].includes(reason);
}

function linked(media: InputRef, { linkTo }: InputOptions): Uploaded | null {
  const place = linkTo(media);
  return place === null ? null : { status: 'uploaded', place };
}

export function createCrunProvider(options: CrunOptions): VideoProvider {
  const { baseUrl, timeoutMs, clock, uploadWaitMs: waitMs } = options;
  // In development the API is reached by plain http, and so are its files; never otherwise.
  const development = baseUrl.startsWith('http:');
  const headers = { 'x-api-key': options.apiKey };
  const http = createProviderHttp({ provider: NAME, baseUrl, headers, timeoutMs, clock });
  const putFile = createPutFile({ development });
  const send = sendTo({ http, putFile, development });
  const uploads = createUploads({ send, clock, waitMs });

  const post = (call: string, body: JobBody, { slot, signal }: CallOptions, patient = false) =>
    http.request({ method: 'POST', path: `${JOB}/${call}`, body, slot, signal, patient });

  /** When crun was last found to take no files. */
  let noneTakenAt: Date | null = null;

  function takesNone(): boolean {
    const sinceMs = clock.now().getTime() - (noneTakenAt?.getTime() ?? -Infinity);
    return sinceMs < ASKED_AGAIN_MS;
  }

  /** Where crun finds a file: in its own storage, or, where it takes none, by a link of ours. */
  async function bring(media: InputRef, inputs: InputOptions): Promise<Uploaded> {
    const known = takesNone() ? linked(media, inputs) : null;
    if (known !== null) return known;
    const uploaded = await uploads.upload(media, inputs);
    if (uploaded.status === 'uploaded' || !mayBeLinked(uploaded)) return uploaded;
    if (uploaded.reason === 'no-uploads') noneTakenAt = clock.now();
    return linked(media, inputs) ?? uploaded;
  }

  /** Checks the request and puts its inputs into crun's storage. Nothing is created yet. */
  async function prepare(
    model: string,
    request: VideoRequest,
    inputs: InputOptions,
    callbackUrl: string | null,
  ): Promise<Prepared> {
    // Checked before anything is sent, so with addresses that only look like those to come.
    const checked = jobRequest(model, request, () => PLACEHOLDER, callbackUrl);
    if (checked.status === 'invalid') return notSent(checked.problem);
    const media = [...new Map(mediaOf(request.scene).map((it) => [it.key, it])).values()];
    const uploaded = await Promise.all(media.map((it) => bring(it, inputs)));
    const urls = new Map<string, string>();
    for (const [index, outcome] of uploaded.entries()) {
      if (outcome.status !== 'uploaded') return outcome;
      urls.set(media[index]?.key ?? '', outcome.place);
    }
    const made = jobRequest(model, request, ({ key }) => urls.get(key) ?? '', callbackUrl);
    if (made.status === 'invalid') return notSent(made.problem);
    return { status: 'prepared', body: made.body };
  }

  return {
    name: NAME,
    title: TITLE,
    keyHash: keyHash(NAME, options.apiKey),
    models,
    limits: {
      inFlight: options.inFlight,
      createsPerSecond: options.createsPerSecond,
      callsPerSecond: options.callsPerSecond,
      checkBatch: 1,
    },
    checks,

    async quote(model, request, inputs) {
      const prepared = await prepare(model, request, inputs, null);
      if (prepared.status === 'refused' && prepared.reason === 'no-uploads') return 'no-uploads';
      if (prepared.status !== 'prepared') return null;
      return readQuote(await post('EstimateTask', prepared.body, inputs));
    },

    async start(model, request, { callbackUrl, ...inputs }) {
      const prepared = await prepare(model, request, inputs, callbackUrl);
      if (prepared.status !== 'prepared') return prepared;
      const { body } = prepared;
      return placeOrder(async () => readStartAnswer(await post('CreateTask', body, inputs, true)));
    },

    check(operations, { slot, signal }) {
      return Promise.all(
        operations.map(async (operation) => {
          const { taskId } = operationSchema.parse(operation);
          const query = { task_id: taskId };
          return readRenderStatus(
            await http.request({ method: 'GET', path: `${JOB}/TaskInfo`, query, slot, signal }),
            { taskId, apiUrl: baseUrl },
          );
        }),
      );
    },

    account: ({ slot, signal }) =>
      askAccount(() => http.request({ method: 'GET', path: BALANCE, slot, signal }), readAccount),

    // A callback is documented to be the task alone; inside the usual envelope it is taken as well.
    readCallback(body): Operation | null {
      const taskId = readTask(body)?.task_id ?? readTask(readEnvelope(body)?.data)?.task_id;
      return taskId == null ? null : { taskId };
    },

    renderKey: (operation) => operationSchema.parse(operation).taskId,
  };
}

const PLACEHOLDER = 'https://crun.invalid/input';
