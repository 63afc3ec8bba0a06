import { describeAccountAnswers } from '../../contracts/provider-answers.ts';
import { accountOf } from '../given.ts';
import { aProvider, KEY } from './given.ts';

describeAccountAnswers({
  open: aProvider,
  accountAt: accountOf(aProvider),
  call: {
    method: 'GET',
    target: '/api/status?task_id=n92000000000000',
    headers: { authorization: `Bearer ${KEY}` },
  },
  accepted: [
    [404, { code: 404, message: 'Task not found' }, null],
    [400, { code: 'INVALID_PROMPT', message: 'task_id is unknown' }, null],
    [200, { code: 404, message: 'Task not found', data: null }, null],
    [200, { code: 200, message: 'success', data: null }, null],
    [402, { code: 'INSUFFICIENT_CREDITS', message: 'Not enough credits' }, null],
  ],
  refused: [
    [401, { code: 'INVALID_API_KEY', message: 'API key is missing or invalid' }],
    [401, ''],
    [200, { code: 401, message: 'API key is missing or invalid' }],
    [400, { error: { code: 'INVALID_API_KEY' } }],
    [403, { code: 403, message: 'This key may not do that' }],
  ],
  unknown: [
    [404, '<html>'],
    [403, '<html>'],
    [200, '<html>'],
    [429, { code: 'RATE_LIMITED', message: 'Too many requests' }],
    [500, { code: 'INTERNAL_ERROR', message: 'Server error' }],
  ],
});
