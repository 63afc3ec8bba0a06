import type { Clock } from '../../core/shared/ports/clock.ts';
import type {
  CallOptions,
  RenderStatus,
  VideoProvider,
} from '../../core/providers/ports/video-provider.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings/settings.ts';
import { askAccount } from '../shared/account.ts';
import { defineProvider } from '../shared/define-provider.ts';
import { createProviderHttp } from '../shared/http.ts';
import { keyHash } from '../shared/key-hash.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { linked, notSent, placeOrder } from '../shared/create-call.ts';
import { NO_TASK, readAccount } from './account.ts';
import { CREATE, readCreated, readLateRefusal, readTasks, TASKS } from './answers.ts';
import { BATCH, checks, models, NAME } from './capabilities.ts';
import { renderStatus } from './render-status.ts';
import { createRequest, operationSchema, readBatch, readCallbackTask, readSingle } from './wire.ts';
import type { TaskQuery } from './wire.ts';

const TITLE = 'Ace Data Cloud';
const TIMEOUT_MS = 30_000;

export const acedata = defineProvider({
  name: NAME,
  title: TITLE,
  models,
  // Thousandths of a dollar, against about 400 credits of happyhorse.app.
  creditsEach: 0.4,
  settings: {
    ACEDATA_API_TOKEN: {
      schema: keySetting(),
      description: 'Token for the HappyHorse APIs of Ace Data Cloud',
      howToGet: 'Make one in the console at https://platform.acedata.cloud.',
      secret: true,
    },
    ACEDATA_URL: {
      schema: addressSetting().default('https://api.acedata.cloud'),
      description: 'Address of the API, without a path',
      example: 'https://api.acedata.cloud',
    },
    ACEDATA_IN_FLIGHT: {
      schema: numberSetting({ min: 1, max: 10_000, whole: true }).default(1000),
      description:
        'Renders at Ace Data Cloud at one time; it publishes no limit, and 1,000 can be looked at in turn every 22 s',
      example: '1000',
    },
    ACEDATA_CALLS_PER_SECOND: {
      schema: numberSetting({ min: 0, max: 10_000, whole: false })
        .transform((calls) => (calls === 0 ? null : calls))
        .default(0.9),
      description:
        'Calls to Ace Data Cloud a second, over all workers, which asks for less than one; 0 for no limit',
      example: '0.9',
    },
  },
  create: (values, { clock }) =>
    createAcedataProvider({
      apiToken: values.ACEDATA_API_TOKEN,
      baseUrl: values.ACEDATA_URL,
      inFlight: values.ACEDATA_IN_FLIGHT,
      callsPerSecond: values.ACEDATA_CALLS_PER_SECOND,
      timeoutMs: TIMEOUT_MS,
      clock,
    }),
});

export interface AcedataOptions {
  readonly apiToken: string;
  readonly baseUrl: string;
  readonly inFlight: number;
  readonly callsPerSecond: number | null;
  /** For one call, from the connection to the end of its answer. */
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

export function createAcedataProvider(options: AcedataOptions): VideoProvider {
  const { baseUrl, timeoutMs, clock } = options;
  const headers = { authorization: `Bearer ${options.apiToken}` };
  const http = createProviderHttp({ provider: NAME, baseUrl, headers, timeoutMs, clock });

  function ask(body: TaskQuery, { slot, signal }: CallOptions): Promise<ProviderAnswer> {
    return http.request({ method: 'POST', path: TASKS, body, slot, signal });
  }

  async function checkOne(taskId: string, options: CallOptions): Promise<RenderStatus> {
    const answer = await ask({ action: 'retrieve', id: taskId }, options);
    const refused = readLateRefusal(answer);
    if (refused !== null) return refused;
    const records = readTasks(answer, (json) => readSingle(json, taskId));
    return renderStatus(records, { taskId, apiUrl: baseUrl });
  }

  async function checkBatch(
    ids: readonly string[],
    options: CallOptions,
  ): Promise<readonly RenderStatus[]> {
    const unique = [...new Set(ids)];
    const [only] = unique;
    if (only !== undefined && unique.length === 1) {
      const status = await checkOne(only, options);
      return ids.map(() => status);
    }
    const records = readTasks(
      await ask({ action: 'retrieve_batch', ids: unique }, options),
      readBatch,
    );
    return ids.map((taskId) => renderStatus(records, { taskId, apiUrl: baseUrl }));
  }

  return {
    name: NAME,
    title: TITLE,
    keyHash: keyHash(NAME, options.apiToken),
    models,
    limits: {
      inFlight: options.inFlight,
      createsPerSecond: null,
      callsPerSecond: options.callsPerSecond,
      checkBatch: BATCH,
    },
    checks,

    async start(model, request, { linkTo, callbackUrl, slot, signal }) {
      const wanted = createRequest(model, request, { linkTo: linked(linkTo), callbackUrl });
      if (wanted.status === 'invalid') return notSent(wanted.problem);
      const { body } = wanted;
      return placeOrder(async () => {
        const answer = readCreated(
          await http.request({ method: 'POST', path: CREATE, body, slot, signal, patient: true }),
        );
        if (answer.status !== 'created') return answer;
        return { status: 'started', operation: { taskId: answer.taskId } };
      });
    },

    // Nobody can be asked; the rate card is the one that is published.
    quote: () => Promise.resolve(null),

    account(options) {
      const query = { action: 'retrieve_batch', ids: [NO_TASK] } as const;
      return askAccount(() => ask(query, options), readAccount);
    },

    readCallback(body) {
      const taskId = readCallbackTask(body);
      return taskId === null ? null : { taskId };
    },

    renderKey: (operation) => operationSchema.parse(operation).taskId,

    async check(operations, options) {
      const ids = operations.map((operation) => operationSchema.parse(operation).taskId);
      const answers: RenderStatus[] = [];
      // One call after the other: what is asked at once is up to whoever paces the calls.
      for (let at = 0; at < ids.length; at += BATCH) {
        answers.push(...(await checkBatch(ids.slice(at, at + BATCH), options)));
      }
      return answers;
    },
  };
}
