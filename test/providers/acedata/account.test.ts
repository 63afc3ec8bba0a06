import { describeAccountAnswers } from '../../contracts/provider-answers.ts';
import { accountOf } from '../given.ts';
import { aProvider, TOKEN } from './given.ts';

describeAccountAnswers({
  open: aProvider,
  accountAt: accountOf(aProvider),
  call: {
    method: 'POST',
    target: '/happyhorse/tasks',
    body: JSON.stringify({
      action: 'retrieve_batch',
      ids: ['b8976e18-0000-4000-8000-000000000000'],
    }),
    headers: { authorization: `Bearer ${TOKEN}` },
  },
  accepted: [
    [200, { items: [], count: 0 }, null],
    [403, { error: { code: 'used_up', message: 'no' } }, 0],
  ],
  refused: [
    [400, { error: { code: 'no_token', message: 'no' } }],
    [401, { error: { code: 'invalid_token', message: 'no' } }],
    [401, { error: { code: 'token_expired', message: 'no' } }],
    [400, { error: { code: 'token_mismatched', message: 'no' } }],
    [403, { error: { code: 'disabled', message: 'no' } }],
    [401, ''],
  ],
  unknown: [
    [200, {}],
    [200, '<html>'],
    [403, '<html>'],
    [403, { error: { code: 'forbidden', message: 'no' } }],
    [404, { error: { code: 'no_api', message: 'no' } }],
    [404, '<html>'],
    [400, { error: { code: 'bad_request', message: 'no' } }],
    [429, { error: { code: 'too_many_requests', message: 'no' } }],
    [500, { error: { code: 'api_error', message: 'no' } }],
    [504, { error: { code: 'timeout', message: 'no' } }],
  ],
});
