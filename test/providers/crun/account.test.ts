import { describeAccountAnswers } from '../../contracts/provider-answers.ts';
import { accountOf } from '../given.ts';
import { aProvider, KEY } from './given.ts';

describeAccountAnswers({
  open: aProvider,
  accountAt: accountOf(aProvider),
  call: { method: 'GET', target: '/api/v1/client/account/balance', headers: { 'x-api-key': KEY } },
  accepted: [
    [200, { code: 200, message: 'success', data: { balance: 1234 } }, 1234],
    [200, { code: 200, message: 'success', data: { balance: 12.5 } }, 12.5],
    [200, { code: 200, message: 'success', data: { balance: 0 } }, 0],
    [200, { code: 200, message: 'success', data: {} }, null],
    [200, { code: 200, message: 'success', data: { balance: 'many' } }, null],
    [402, { code: 402, message: 'Insufficient Credits', data: null }, null],
    [200, { code: 402, message: 'Insufficient Credits', data: null }, null],
  ],
  refused: [
    [401, { code: 401, message: 'Unauthorized', data: null }],
    [200, { code: 401, message: 'Unauthorized', data: null }],
    [401, ''],
    [403, { code: 403, message: 'Forbidden', data: null }],
  ],
  unknown: [
    [200, '<html>'],
    [402, '<html>'],
    [403, '<html>'],
    [404, { code: 404, message: 'Not Found', data: null }],
    [429, { code: 429, message: 'Rate Limited', data: null }],
    [200, { code: 455, message: 'Service Unavailable', data: null }],
    [500, { code: 500, message: 'Server Error', data: null }],
  ],
});
