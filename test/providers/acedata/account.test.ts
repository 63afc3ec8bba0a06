import { expect, it } from 'vitest';
import { respond, startLoopback, turn } from '../loopback.ts';
import { accountOf } from '../given.ts';
import { aProvider, TOKEN } from './given.ts';

const signal = new AbortController().signal;

const accountAt = accountOf(aProvider);

it('asks for a task that cannot be, once, with the key', async () => {
  await using server = await startLoopback((_, response) => {
    respond(response, 404, '');
  });
  await aProvider(server.url).account({ signal, slot: turn });
  expect(server.requests).toMatchObject([
    {
      method: 'POST',
      target: '/happyhorse/tasks',
      body: JSON.stringify({
        action: 'retrieve_batch',
        ids: ['b8976e18-0000-4000-8000-000000000000'],
      }),
      headers: { authorization: `Bearer ${TOKEN}` },
    },
  ]);
});

it.each([
  [200, { items: [], count: 0 }, null],
  [403, { error: { code: 'used_up', message: 'no' } }, 0],
] as const)(
  'reads HTTP %i %j as an accepted key with credits %j',
  async (status, body, credits) => {
    expect(await accountAt(status, body)).toEqual({ key: 'accepted', credits });
  },
);

it.each([
  [400, { error: { code: 'no_token', message: 'no' } }],
  [401, { error: { code: 'invalid_token', message: 'no' } }],
  [401, { error: { code: 'token_expired', message: 'no' } }],
  [400, { error: { code: 'token_mismatched', message: 'no' } }],
  [403, { error: { code: 'disabled', message: 'no' } }],
  [401, ''],
] as const)('reads HTTP %i %j as a refused key', async (status, body) => {
  expect(await accountAt(status, body)).toEqual({ key: 'refused', credits: null });
});

it.each([
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
] as const)('cannot tell from HTTP %i %j whether the key is good', async (status, body) => {
  const account = await accountAt(status, body);
  expect(account).toMatchObject({ key: 'unknown', credits: null });
  expect(account).toHaveProperty('why', expect.stringContaining(`HTTP ${status}`));
});
