import { describeAccountAnswers } from '../../contracts/provider-answers.ts';
import { accountOf } from '../given.ts';
import { aProvider, KEY } from './given.ts';

describeAccountAnswers({
  open: aProvider,
  accountAt: accountOf(aProvider),
  call: {
    method: 'GET',
    target: '/api/v1/videos/018f3f1d-0000-7000-8000-000000000000',
    headers: { authorization: `Bearer ${KEY}` },
  },
  accepted: [
    [404, { error: { code: 'not_found', message: 'no' } }, null],
    [402, { error: { code: 'insufficient_credits', message: 'no' } }, null],
  ],
  refused: [
    [401, { error: { code: 'missing_api_key', message: 'no' } }],
    [401, { error: { code: 'invalid_api_key', message: 'no' } }],
    [403, { error: { code: 'invalid_api_key', message: 'no' } }],
    [401, ''],
  ],
  unknown: [
    [404, '<html>'],
    [404, {}],
    [403, '<html>'],
    [403, { error: { code: 'plan_gate_exceeded', message: 'no' } }],
    [400, { error: { code: 'invalid_input', message: 'no' } }],
    [429, { error: { code: 'rate_limited', message: 'no' } }],
    [500, { error: { code: 'internal_error', message: 'no' } }],
    [200, {}],
  ],
});
