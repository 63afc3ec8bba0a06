import { expect, it } from 'vitest';
import { respond, startLoopback, turn } from '../loopback.ts';
import { accountOf } from '../given.ts';
import { aProvider, KEY } from './given.ts';

const signal = new AbortController().signal;

const accountAt = accountOf(aProvider);

it('asks for a video that cannot be, once, with the key', async () => {
  await using server = await startLoopback((_, response) => {
    respond(response, 404, '');
  });
  await aProvider(server.url).account({ signal, slot: turn });
  expect(server.requests).toMatchObject([
    {
      method: 'GET',
      target: '/api/v1/videos/018f3f1d-0000-7000-8000-000000000000',
      headers: { authorization: `Bearer ${KEY}` },
    },
  ]);
});

it.each([
  [404, { error: { code: 'not_found', message: 'no' } }, null],
  [402, { error: { code: 'insufficient_credits', message: 'no' } }, null],
] as const)(
  'reads HTTP %i %j as an accepted key with credits %j',
  async (status, body, credits) => {
    expect(await accountAt(status, body)).toEqual({ key: 'accepted', credits });
  },
);

it.each([
  [401, { error: { code: 'missing_api_key', message: 'no' } }],
  [401, { error: { code: 'invalid_api_key', message: 'no' } }],
  [403, { error: { code: 'invalid_api_key', message: 'no' } }],
  [401, ''],
] as const)('reads HTTP %i %j as a refused key', async (status, body) => {
  expect(await accountAt(status, body)).toEqual({ key: 'refused', credits: null });
});

it.each([
  [404, '<html>'],
  [404, {}],
  [403, '<html>'],
  [403, { error: { code: 'plan_gate_exceeded', message: 'no' } }],
  [400, { error: { code: 'invalid_input', message: 'no' } }],
  [429, { error: { code: 'rate_limited', message: 'no' } }],
  [500, { error: { code: 'internal_error', message: 'no' } }],
  [200, {}],
] as const)('cannot tell from HTTP %i %j whether the key is good', async (status, body) => {
  const account = await accountAt(status, body);
  expect(account).toMatchObject({ key: 'unknown', credits: null });
  expect(account).toHaveProperty('why', expect.stringContaining(`HTTP ${status}`));
});
