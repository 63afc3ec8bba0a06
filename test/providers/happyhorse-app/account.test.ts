import { expect, it } from 'vitest';
import { respond, startLoopback, turn } from '../loopback.ts';
import { accountOf } from '../given.ts';
import { aProvider, KEY } from './given.ts';

const signal = new AbortController().signal;

const accountAt = accountOf(aProvider);

it('asks for a task that cannot be, once, with the key', async () => {
  await using server = await startLoopback((_, response) => {
    respond(response, 404, '');
  });
  await aProvider(server.url).account({ signal, slot: turn });
  expect(server.requests).toMatchObject([
    {
      method: 'GET',
      target: '/api/status?task_id=n92000000000000',
      headers: { authorization: `Bearer ${KEY}` },
    },
  ]);
});

it.each([
  [404, { code: 404, message: 'Task not found' }, null],
  [400, { code: 'INVALID_PROMPT', message: 'task_id is unknown' }, null],
  [200, { code: 404, message: 'Task not found', data: null }, null],
  [200, { code: 200, message: 'success', data: null }, null],
  [402, { code: 'INSUFFICIENT_CREDITS', message: 'Not enough credits' }, null],
] as const)(
  'reads HTTP %i %j as an accepted key with credits %j',
  async (status, body, credits) => {
    expect(await accountAt(status, body)).toEqual({ key: 'accepted', credits });
  },
);

it.each([
  [401, { code: 'INVALID_API_KEY', message: 'API key is missing or invalid' }],
  [401, ''],
  [200, { code: 401, message: 'API key is missing or invalid' }],
  [400, { error: { code: 'INVALID_API_KEY' } }],
  [403, { code: 403, message: 'This key may not do that' }],
] as const)('reads HTTP %i %j as a refused key', async (status, body) => {
  expect(await accountAt(status, body)).toEqual({ key: 'refused', credits: null });
});

it.each([
  [404, '<html>'],
  [403, '<html>'],
  [200, '<html>'],
  [429, { code: 'RATE_LIMITED', message: 'Too many requests' }],
  [500, { code: 'INTERNAL_ERROR', message: 'Server error' }],
] as const)('cannot tell from HTTP %i %j whether the key is good', async (status, body) => {
  const account = await accountAt(status, body);
  expect(account).toMatchObject({ key: 'unknown', credits: null });
  expect(account).toHaveProperty('why', expect.stringContaining(`HTTP ${status}`));
});
