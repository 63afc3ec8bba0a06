import {
  apiAddress,
  apiKey,
  checkEach,
  defineHttpProvider,
  inFlight,
  perSecond,
} from '../shared/http-provider.ts';
import { NO_TASK, readAccount } from './account.ts';
import { CREATE, readRenderStatus, readStartAnswer, STATUS } from './answers.ts';
import { checks, models, NAME } from './capabilities.ts';
import { generateRequest } from './wire.ts';

export const happyhorseApp = defineHttpProvider({
  name: NAME,
  title: 'happyhorse.app',
  models,
  checks,
  // Team credits are these.
  creditsEach: 1,
  settings: {
    HAPPYHORSE_APP_API_KEY: apiKey(
      'Key for the HappyHorse API of happyhorse.app',
      'Make one on the API Keys page of the dashboard at https://happyhorse.app.',
    ),
    HAPPYHORSE_APP_URL: apiAddress('https://happyhorse.app', 'Address of the API, without a path'),
    HAPPYHORSE_APP_IN_FLIGHT: inFlight(
      3,
      'Renders at happyhorse.app at one time; it publishes no limit, so this is a guess',
    ),
    HAPPYHORSE_APP_CALLS_PER_SECOND: perSecond(
      1,
      'Calls to happyhorse.app a second, over all workers; 0 for no limit',
    ),
  },
  set: (values) => ({
    key: values.HAPPYHORSE_APP_API_KEY,
    baseUrl: values.HAPPYHORSE_APP_URL,
    inFlight: values.HAPPYHORSE_APP_IN_FLIGHT,
    callsPerSecond: values.HAPPYHORSE_APP_CALLS_PER_SECOND,
  }),
  handle: 'taskId',
  write: generateRequest,
  create: { path: CREATE, read: readStartAnswer },
  check: checkEach(
    (id) => ({ method: 'GET', path: STATUS, query: { task_id: id } }),
    readRenderStatus,
  ),
  account: {
    call: { method: 'GET', path: STATUS, query: { task_id: NO_TASK } },
    read: readAccount,
  },
});
