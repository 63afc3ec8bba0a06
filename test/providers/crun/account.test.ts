import { expect, it } from 'vitest';
import { respond, startLoopback, turn } from '../loopback.ts';
import { accountOf } from '../given.ts';
import { aProvider, KEY } from './given.ts';

const signal = new AbortController().signal;

const accountAt = accountOf(aProvider);

it('asks for the balance, once, with the key', async () => {
  await using server = await startLoopback((_, response) => {
    respond(response, 404, '');
  });
  await aProvider(server.url).account({ signal, slot: turn });
  expect(server.requests).toMatchObject([
    { method: 'GET', target: '/api/v1/client/account/balance', headers: { 'x-api-key': KEY } },
  ]);
});

it.each([
  [200, { code: 200, message: 'success', data: { balance: 1234 } }, 1234],
  [200, { code: 200, message: 'success', data: { balance: 12.5 } }, 12.5],
  [200, { code: 200, message: 'success', data: { balance: 0 } }, 0],
  [200, { code: 200, message: 'success', data: {} }, null],
  [200, { code: 200, message: 'success', data: { balance: 'many' } }, null],
  [402, { code: 402, message: 'Insufficient Credits', data: null }, null],
  [200, { code: 402, message: 'Insufficient Credits', data: null }, null],
] as const)(
  'reads HTTP %i %j as an accepted key with credits %j',
  async (status, body, credits) => {
    expect(await accountAt(status, body)).toEqual({ key: 'accepted', credits });
  },
);

it.each([
  [401, { code: 401, message: 'Unauthorized', data: null }],
  [200, { code: 401, message: 'Unauthorized', data: null }],
  [401, ''],
  [403, { code: 403, message: 'Forbidden', data: null }],
] as const)('reads HTTP %i %j as a refused key', async (status, body) => {
  expect(await accountAt(status, body)).toEqual({ key: 'refused', credits: null });
});

it.each([
  [200, '<html>'],
  [402, '<html>'],
  [403, '<html>'],
  [404, { code: 404, message: 'Not Found', data: null }],
  [429, { code: 429, message: 'Rate Limited', data: null }],
  [200, { code: 455, message: 'Service Unavailable', data: null }],
  [500, { code: 500, message: 'Server Error', data: null }],
] as const)('cannot tell from HTTP %i %j whether the key is good', async (status, body) => {
  const account = await accountAt(status, body);
  expect(account).toMatchObject({ key: 'unknown', credits: null });
  expect(account).toHaveProperty('why', expect.stringContaining(`HTTP ${status}`));
});
