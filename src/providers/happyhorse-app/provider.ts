import type { Clock } from '../../core/shared/ports/clock.ts';
import type { VideoProvider } from '../../core/providers/ports/video-provider.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings/settings.ts';
import { askAccount } from '../shared/account.ts';
import { defineProvider } from '../shared/define-provider.ts';
import { createProviderHttp } from '../shared/http.ts';
import { keyHash } from '../shared/key-hash.ts';
import { linked, notSent, placeOrder } from '../shared/create-call.ts';
import { NO_TASK, readAccount } from './account.ts';
import { readRenderStatus, readStartAnswer } from './answers.ts';
import { checks, models, NAME } from './capabilities.ts';
import { generateRequest, operationSchema } from './wire.ts';

const TITLE = 'happyhorse.app';
const TIMEOUT_MS = 30_000;

export const happyhorseApp = defineProvider({
  name: NAME,
  title: TITLE,
  models,
  // Team credits are these.
  creditsEach: 1,
  settings: {
    HAPPYHORSE_APP_API_KEY: {
      schema: keySetting(),
      description: 'Key for the HappyHorse API of happyhorse.app',
      howToGet: 'Make one on the API Keys page of the dashboard at https://happyhorse.app.',
      secret: true,
    },
    HAPPYHORSE_APP_URL: {
      schema: addressSetting().default('https://happyhorse.app'),
      description: 'Address of the API, without a path',
      example: 'https://happyhorse.app',
    },
    HAPPYHORSE_APP_IN_FLIGHT: {
      schema: numberSetting({ min: 1, max: 10_000, whole: true }).default(3),
      description:
        'Renders at happyhorse.app at one time; it publishes no limit, so this is a guess',
      example: '3',
    },
    HAPPYHORSE_APP_CALLS_PER_SECOND: {
      schema: numberSetting({ min: 0, max: 10_000, whole: false })
        .transform((calls) => (calls === 0 ? null : calls))
        .default(1),
      description: 'Calls to happyhorse.app a second, over all workers; 0 for no limit',
      example: '1',
    },
  },
  create: (values, { clock }) =>
    createHappyhorseAppProvider({
      apiKey: values.HAPPYHORSE_APP_API_KEY,
      baseUrl: values.HAPPYHORSE_APP_URL,
      inFlight: values.HAPPYHORSE_APP_IN_FLIGHT,
      callsPerSecond: values.HAPPYHORSE_APP_CALLS_PER_SECOND,
      timeoutMs: TIMEOUT_MS,
      clock,
    }),
});

export interface HappyhorseAppOptions {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly inFlight: number;
  readonly callsPerSecond: number | null;
  /** For one call, from the connection to the end of its answer. */
  readonly timeoutMs: number;
  readonly clock: Pick<Clock, 'now'>;
}

export function createHappyhorseAppProvider(options: HappyhorseAppOptions): VideoProvider {
  const { baseUrl, timeoutMs, clock } = options;
  const headers = { authorization: `Bearer ${options.apiKey}` };
  const http = createProviderHttp({ provider: NAME, baseUrl, headers, timeoutMs, clock });

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

    async start(model, request, { linkTo, slot, signal }) {
      const wanted = generateRequest(model, request, linked(linkTo));
      if (wanted.status === 'invalid') return notSent(wanted.problem);
      const { body } = wanted;
      return placeOrder(async () =>
        readStartAnswer(
          await http.request({
            method: 'POST',
            path: '/api/generate',
            body,
            slot,
            signal,
            patient: true,
          }),
        ),
      );
    },

    // Nobody can be asked; the rate card is the one that is published.
    quote: () => Promise.resolve(null),

    account({ slot, signal }) {
      const query = { task_id: NO_TASK };
      return askAccount(
        () => http.request({ method: 'GET', path: '/api/status', query, slot, signal }),
        readAccount,
      );
    },

    readCallback: () => null,

    renderKey: (operation) => operationSchema.parse(operation).taskId,

    check(operations, { slot, signal }) {
      return Promise.all(
        operations.map(async (operation) => {
          const { taskId } = operationSchema.parse(operation);
          const query = { task_id: taskId };
          const answer = await http.request({
            method: 'GET',
            path: '/api/status',
            query,
            slot,
            signal,
          });
          return readRenderStatus(answer, { taskId, apiUrl: baseUrl });
        }),
      );
    },
  };
}
