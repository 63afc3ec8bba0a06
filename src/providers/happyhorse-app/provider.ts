import { ProviderError } from '../../core/errors.ts';
import type { ProviderErrorCode } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type {
  RenderStatus,
  StartAnswer,
  StartRefusal,
  VideoProvider,
} from '../../core/ports/video-provider.ts';
import { addressSetting, keySetting, numberSetting } from '../../settings.ts';
import { defineProvider } from '../define-provider.ts';
import { createProviderHttp, TransportError } from '../http.ts';
import type { ProviderAnswer } from '../http.ts';
import { checks, models } from './capabilities.ts';
import { generateRequest, operationSchema, readAnswer } from './wire.ts';
import type { Answer, Task } from './wire.ts';

const NAME = 'happyhorse-app';
const TITLE = 'HappyHorse (happyhorse.app)';
const TIMEOUT_MS = 30_000;

export const happyhorseApp = defineProvider({
  name: NAME,
  title: TITLE,
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
    models,
    limits: {
      inFlight: options.inFlight,
      callsPerSecond: options.callsPerSecond,
      checkBatch: 1,
    },
    checks,

    async start(model, request, { linkTo, signal }) {
      const wanted = generateRequest(model, request, linkTo);
      // A mistake of ours: nothing was sent, and a throw would look as if something might have been.
      if (wanted.status === 'invalid') {
        return refused('not-understood', `Not sent: ${wanted.problem}`);
      }
      try {
        const path = '/api/generate';
        return startAnswer(await http.request({ method: 'POST', path, body: wanted.body, signal }));
      } catch (error) {
        if (error instanceof TransportError && error.sent === 'no') {
          return { status: 'later', reason: 'unreachable', retryAfterMs: null };
        }
        throw error;
      }
    },

    check(operations, { signal }) {
      return Promise.all(
        operations.map(async (operation) => {
          const { taskId } = operationSchema.parse(operation);
          const query = { task_id: taskId };
          const response = await http.request({
            method: 'GET',
            path: '/api/status',
            query,
            signal,
          });
          return renderStatus(response, taskId, baseUrl);
        }),
      );
    },
  };
}

const REFUSALS: Readonly<Record<string, StartRefusal>> = {
  INVALID_PROMPT: 'bad-prompt',
  INVALID_DURATION: 'bad-settings',
  INVALID_MODEL: 'not-understood',
  INVALID_API_KEY: 'key-refused',
  INSUFFICIENT_CREDITS: 'out-of-credit',
};

/** @throws {ProviderError} the answer does not say whether a render was created */
function startAnswer(response: ProviderAnswer): StartAnswer {
  const answer = readAnswer(response.httpStatus, response.json);
  if (answer === null) throw noAnswer('unreadable', 'POST /api/generate', response, answer);
  const taskId = answer.task?.task_id ?? null;
  if (isSuccessful(response, answer) && taskId !== null) {
    return { status: 'started', operation: { taskId } };
  }
  const { status, errorCode, message } = answer;
  // These say that something went wrong, not that nothing was done.
  if (status >= 500 || status === 408 || (status >= 300 && status < 400)) {
    throw noAnswer(codeFor(status), 'POST /api/generate', response, answer);
  }
  if (status === 429 || errorCode === 'RATE_LIMITED') {
    return { status: 'later', reason: 'rate-limited', retryAfterMs: response.retryAfterMs };
  }
  const known = errorCode === null ? undefined : REFUSALS[errorCode];
  if (known !== undefined) return refused(known, message);
  if (status === 401) return refused('key-refused', message);
  if (status === 402) return refused('out-of-credit', message);
  if (status >= 400) return refused('not-understood', message);
  throw noAnswer('unreadable', 'POST /api/generate', response, answer);
}

function refused(reason: StartRefusal, message: string | null): StartAnswer {
  return { status: 'refused', reason, message };
}

/** @throws {ProviderError} the answer says nothing about the render */
function renderStatus(response: ProviderAnswer, taskId: string, baseUrl: string): RenderStatus {
  const answer = readAnswer(response.httpStatus, response.json);
  if (answer === null) throw noAnswer('unreadable', 'GET /api/status', response, answer);
  if (answer.status === 404) return { status: 'silent' };
  if (!isSuccessful(response, answer)) {
    throw noAnswer(codeFor(answer.status, answer.errorCode), 'GET /api/status', response, answer);
  }
  const { task } = answer;
  if (task === null || (task.task_id ?? taskId) !== taskId) return { status: 'silent' };
  return taskStatus(task, baseUrl);
}

function taskStatus(task: Task, baseUrl: string): RenderStatus {
  switch (task.status?.toUpperCase()) {
    case 'IN_PROGRESS':
      return { status: 'running', progress: null };
    case 'SUCCESS':
    case 'COMPLETED': {
      const videoUrl = task.response?.resultUrls?.find((url) => isVideoUrl(url, baseUrl));
      return typeof videoUrl === 'string'
        ? { status: 'succeeded', videoUrl, consumed: task.consumed_credits }
        : { status: 'failed', reason: 'provider-fault', message: task.error_message };
    }
    case 'FAILED':
    case 'CANCELLED':
      return {
        status: 'failed',
        reason: MODERATION.test(task.error_message ?? '') ? 'moderated' : 'provider-fault',
        message: task.error_message,
      };
    default:
      return { status: 'silent' };
  }
}

/** No codes are published for a failed render: its words are all there is to go by. */
const MODERATION =
  /\b(polic(y|ies)|moderat|safety|sensitive|nsfw|prohibited|violat|inappropriate)/i;

/** http only where the API itself is reached by it, as in development. */
function isVideoUrl(url: unknown, baseUrl: string): boolean {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && baseUrl.startsWith('http:'));
}

/** An HTTP success whose body does not name an error status instead of 200. */
function isSuccessful(response: ProviderAnswer, answer: Answer): boolean {
  return (
    response.httpStatus >= 200 &&
    response.httpStatus < 300 &&
    !(answer.status >= 300 && answer.status < 600)
  );
}

function codeFor(status: number, errorCode: string | null = null): ProviderErrorCode {
  if (status === 429 || errorCode === 'RATE_LIMITED') return 'rate-limited';
  if (status === 401 || status === 402 || status === 403) return 'key-refused';
  if (errorCode === 'INVALID_API_KEY' || errorCode === 'INSUFFICIENT_CREDITS') return 'key-refused';
  if (status === 408) return 'timeout';
  return status >= 500 ? 'server-error' : 'unreadable';
}

function noAnswer(
  code: ProviderErrorCode,
  call: string,
  response: ProviderAnswer,
  answer: Answer | null,
): ProviderError {
  const said = answer?.errorCode ?? (answer === null ? 'not readable' : String(answer.status));
  return new ProviderError(NAME, code, `${call}: HTTP ${response.httpStatus}, ${said}`, {
    retryAfterMs: response.retryAfterMs,
  });
}
