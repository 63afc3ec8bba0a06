import { addressSetting } from '../../settings/settings.ts';
import {
  apiKey,
  checkEach,
  defineHttpProvider,
  inFlight,
  perSecond,
} from '../shared/http-provider.ts';
import { NO_VIDEO, readAccount } from './account.ts';
import { readRenderStatus, readStartAnswer, VIDEOS } from './answers.ts';
import { checks, models, NAME } from './capabilities.ts';
import { sendTo } from './upload.ts';
import { createRequest } from './wire.ts';

export const happyhorseCustomer = defineHttpProvider({
  name: NAME,
  title: 'HappyHorse Customer API',
  models,
  checks,
  // What one costs depends on the plan; RATES says it.
  creditsEach: 1,
  settings: {
    HAPPYHORSE_API_KEY: apiKey(
      'Key for the HappyHorse Customer API',
      'Make one under Dashboard / Settings / API Keys of your HappyHorse domain.',
    ),
    HAPPYHORSE_BASE_URL: {
      schema: addressSetting(),
      description: 'Your HappyHorse domain, without a path: the Customer API is there',
      howToGet: 'It is the address at which you sign in to HappyHorse.',
      example: 'https://happyhorse.example.com',
    },
    HAPPYHORSE_IN_FLIGHT: inFlight(
      5,
      'Renders there at one time; no limit is published, so this is a guess',
    ),
    HAPPYHORSE_CALLS_PER_SECOND: perSecond(
      1,
      'Calls there a second, over all workers; 0 for no limit',
    ),
  },
  set: (values) => ({
    key: values.HAPPYHORSE_API_KEY,
    baseUrl: values.HAPPYHORSE_BASE_URL,
    inFlight: values.HAPPYHORSE_IN_FLIGHT,
    callsPerSecond: values.HAPPYHORSE_CALLS_PER_SECOND,
  }),
  handle: 'videoId',
  write: createRequest,
  upload: sendTo,
  forgetsRefused: true,
  create: { path: VIDEOS, read: readStartAnswer },
  check: checkEach(
    (id) => ({ method: 'GET', path: `${VIDEOS}/${encodeURIComponent(id)}` }),
    readRenderStatus,
  ),
  account: { call: { method: 'GET', path: `${VIDEOS}/${NO_VIDEO}` }, read: readAccount },
});
