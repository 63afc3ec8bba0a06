import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import { startFarEnd, wires } from '../every.ts';
import type { Route } from '../every.ts';
import { answering, turn } from '../loopback.ts';

const { signal } = new AbortController();

const cases = wires.flatMap((wire) =>
  [301, 302, 303, 307, 308].map((status) => ({ wire, name: wire.name, status })),
);
const elsewhere = (route: Route, status: number) => ({
  [route]: answering(status, '', { location: 'https://www.example.com/new/place?key=secret' }),
});
const LEADS =
  /^http:\/\/127\.0\.0\.1:\d+\/\S+ redirects to https:\/\/www\.example\.com\/new\/place$/;

describe.each(cases)('an order at $name', ({ wire, status }) => {
  it.each<Route>(['create', 'presign', 'upload'])(
    `is refused when %s is answered with ${status}, and says where the address leads`,
    async (route) => {
      if (route !== 'create' && wire.presigned === undefined) return;
      await using server = await startFarEnd(wire, elsewhere(route, status));
      const answer = await wire.start(wire.open(server.url));
      expect(answer).toEqual({
        status: 'refused',
        reason: 'redirected',
        message: null,
        detail: expect.stringMatching(LEADS) as string,
      });
      expect(JSON.stringify(answer)).not.toContain('secret');
      const creates = server.requests.filter((it) => wire.routeOf(it) === 'create');
      expect(creates).toHaveLength(route === 'create' ? 1 : 0);
    },
  );
});

describe.each(cases)('at $name a redirect with $status', ({ wire, status }) => {
  it('of a status call is no answer, and says where the address leads', async () => {
    await using server = await startFarEnd(wire, elsewhere('check', status));
    const check = wire.open(server.url).check([wire.operation('a1')], { signal, slot: turn });
    await expect(check).rejects.toBeInstanceOf(ProviderError);
    await expect(check).rejects.toMatchObject({
      provider: wire.name,
      code: 'redirected',
      detail: expect.stringMatching(LEADS) as string,
    });
  });

  it('of the account says nothing of the key, but where the address leads', async () => {
    await using server = await startFarEnd(wire, elsewhere('account', status));
    expect(await wire.open(server.url).account({ signal, slot: turn })).toEqual({
      key: 'unknown',
      credits: null,
      why: expect.stringMatching(LEADS) as string,
    });
  });
});

it.each([
  ['', /redirects, and does not say where to$/],
  ['https://[', /redirects, and does not say where to$/],
  ['/login', /\/api\/generate redirects to http:\/\/127\.0\.0\.1:\d+\/login$/],
  ['mailto:a@b.example', /redirects to mailto:/],
])('a redirect to %j is told as it is', async (location, expected) => {
  const [wire] = wires;
  if (wire === undefined) throw new Error('There is no provider');
  const headers = location === '' ? {} : { location };
  await using server = await startFarEnd(wire, { create: answering(302, '', headers) });
  const answer = await wire.start(wire.open(server.url));
  expect(answer).toMatchObject({ detail: expect.stringMatching(expected) as string });
});
