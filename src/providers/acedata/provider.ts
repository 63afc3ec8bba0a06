import type { CallOptions, RenderStatus } from '../../core/providers/ports/video-provider.ts';
import {
  apiAddress,
  apiKey,
  defineHttpProvider,
  inFlight,
  perSecond,
} from '../shared/http-provider.ts';
import type { Api } from '../shared/http-provider.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { NO_TASK, readAccount } from './account.ts';
import { CREATE, readCreated, readLateRefusal, readTasks, TASKS } from './answers.ts';
import { BATCH, checks, models, NAME } from './capabilities.ts';
import { renderStatus } from './render-status.ts';
import { createRequest, readBatch, readCallbackTask, readSingle } from './wire.ts';
import type { TaskQuery } from './wire.ts';

const ABOUT_NO_TASK: TaskQuery = { action: 'retrieve_batch', ids: [NO_TASK] };

export const acedata = defineHttpProvider({
  name: NAME,
  title: 'Ace Data Cloud',
  models,
  checks,
  // Thousandths of a dollar, against about 400 credits of happyhorse.app.
  creditsEach: 0.4,
  settings: {
    ACEDATA_API_TOKEN: apiKey(
      'Token for the HappyHorse APIs of Ace Data Cloud',
      'Make one in the console at https://platform.acedata.cloud.',
    ),
    ACEDATA_URL: apiAddress('https://api.acedata.cloud', 'Address of the API, without a path'),
    ACEDATA_IN_FLIGHT: inFlight(
      1000,
      'Renders at Ace Data Cloud at one time; it publishes no limit, and 1,000 can be looked at in turn every 22 s',
    ),
    ACEDATA_CALLS_PER_SECOND: perSecond(
      0.9,
      'Calls to Ace Data Cloud a second, over all workers, which asks for less than one; 0 for no limit',
    ),
  },
  set: (values) => ({
    key: values.ACEDATA_API_TOKEN,
    baseUrl: values.ACEDATA_URL,
    inFlight: values.ACEDATA_IN_FLIGHT,
    callsPerSecond: values.ACEDATA_CALLS_PER_SECOND,
  }),
  handle: 'taskId',
  write: createRequest,
  create: { path: CREATE, read: readCreated },
  checkBatch: BATCH,
  check: checkInBatches,
  account: { call: { method: 'POST', path: TASKS, body: ABOUT_NO_TASK }, read: readAccount },
  readCallback: readCallbackTask,
});

async function checkInBatches(
  api: Api,
  ids: readonly string[],
  options: CallOptions,
): Promise<readonly RenderStatus[]> {
  const answers: RenderStatus[] = [];
  // One call after the other: what is asked at once is up to whoever paces the calls.
  for (let at = 0; at < ids.length; at += BATCH) {
    answers.push(...(await checkBatch(api, ids.slice(at, at + BATCH), options)));
  }
  return answers;
}

async function checkBatch(
  api: Api,
  ids: readonly string[],
  options: CallOptions,
): Promise<readonly RenderStatus[]> {
  const unique = [...new Set(ids)];
  const [only] = unique;
  if (only !== undefined && unique.length === 1) {
    const status = await checkOne(api, only, options);
    return ids.map(() => status);
  }
  const answer = await ask(api, { action: 'retrieve_batch', ids: unique }, options);
  if (readLateRefusal(answer) !== null) return await checkAlone(api, ids, options);
  const records = readTasks(answer, readBatch);
  return ids.map((id) => renderStatus(records, { id, apiUrl: api.baseUrl }));
}

/** The content of one of them is blamed: only asked about alone does it say which. */
async function checkAlone(
  api: Api,
  ids: readonly string[],
  options: CallOptions,
): Promise<readonly RenderStatus[]> {
  const known = new Map<string, RenderStatus>();
  for (const id of new Set(ids)) known.set(id, await checkOne(api, id, options));
  return ids.map((id) => known.get(id) ?? { status: 'silent' });
}

async function checkOne(api: Api, id: string, options: CallOptions): Promise<RenderStatus> {
  const answer = await ask(api, { action: 'retrieve', id }, options);
  const refused = readLateRefusal(answer);
  if (refused !== null) return refused;
  const records = readTasks(answer, (json) => readSingle(json, id));
  return renderStatus(records, { id, apiUrl: api.baseUrl });
}

function ask({ http }: Api, body: TaskQuery, options: CallOptions): Promise<ProviderAnswer> {
  const { slot, signal } = options;
  return http.request({ method: 'POST', path: TASKS, body, slot, signal });
}
