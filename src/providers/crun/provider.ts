import {
  apiAddress,
  apiKey,
  checkEach,
  defineHttpProvider,
  inFlight,
  perSecond,
} from '../shared/http-provider.ts';
import { BALANCE, readAccount } from './account.ts';
import { JOB, readQuote, readRenderStatus, readStartAnswer } from './answers.ts';
import { checks, models, NAME } from './capabilities.ts';
import { sendTo } from './upload.ts';
import { jobRequest, readCallbackTask } from './wire.ts';

export const crun = defineHttpProvider({
  name: NAME,
  title: 'crun.ai',
  models,
  checks,
  // 200 for a dollar; happyhorse.app takes about 400 for the same video.
  creditsEach: 2,
  settings: {
    CRUN_API_KEY: apiKey(
      'Key for the API of crun.ai',
      'Make one on the API Key Management page of https://crun.ai.',
    ),
    CRUN_URL: apiAddress(
      'https://api.crun.ai',
      'Address of the API, without a path; https://api.crunai.com in mainland China',
    ),
    CRUN_IN_FLIGHT: inFlight(
      5,
      'Renders at crun.ai at one time; it publishes no limit, so this is a guess',
    ),
    CRUN_CALLS_PER_SECOND: perSecond(
      5,
      'Calls to crun.ai of any kind a second, over all workers; 0 for no limit. A guess: none is published',
    ),
    CRUN_CREATES_PER_SECOND: perSecond(
      1,
      'Renders begun at crun.ai a second, over all workers; 0 for no limit',
    ),
  },
  set: (values) => ({
    key: values.CRUN_API_KEY,
    baseUrl: values.CRUN_URL,
    inFlight: values.CRUN_IN_FLIGHT,
    callsPerSecond: values.CRUN_CALLS_PER_SECOND,
    createsPerSecond: values.CRUN_CREATES_PER_SECOND,
  }),
  headers: (key) => ({ 'x-api-key': key }),
  handle: 'taskId',
  write: jobRequest,
  upload: sendTo,
  create: { path: `${JOB}/CreateTask`, read: readStartAnswer },
  estimate: { path: `${JOB}/EstimateTask`, read: readQuote },
  check: checkEach(
    (id) => ({ method: 'GET', path: `${JOB}/TaskInfo`, query: { task_id: id } }),
    readRenderStatus,
  ),
  account: { call: { method: 'GET', path: BALANCE }, read: readAccount },
  readCallback: readCallbackTask,
});
