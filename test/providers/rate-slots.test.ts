import { describe, expect, it } from 'vitest';
import { startFarEnd, wires } from './every.ts';
import type { Route } from './every.ts';

const { signal } = new AbortController();

describe.each(wires)('at $name', (wire) => {
  /** A turn that is given as often as is said, and how often it was asked for. */
  const turns = (given: number) => {
    let asked = 0;
    const turn = () => {
      asked += 1;
      return Promise.resolve(asked <= given);
    };
    return { turn, asked: () => asked };
  };
  const routes = (server: Awaited<ReturnType<typeof startFarEnd>>): Route[] =>
    server.requests.map((it) => wire.routeOf(it)).filter((it) => it !== 'upload');

  it('every call of an order waits for a turn of its own, but what goes to a storage', async () => {
    await using server = await startFarEnd(wire, {});
    const { turn, asked } = turns(Number.POSITIVE_INFINITY);
    const answer = await wire.start(wire.open(server.url), signal, turn);
    expect(answer).toMatchObject({ status: 'started' });
    expect(routes(server)).toEqual(
      wire.presigned === undefined ? ['create'] : ['presign', 'create'],
    );
    expect(asked()).toBe(routes(server).length);
  });

  it.each([0, 1])(
    'an order that is given %i turns and needs more is put off, unsent',
    async (given) => {
      if (given === 1 && wire.presigned === undefined) return;
      await using server = await startFarEnd(wire, {});
      const answer = await wire.start(wire.open(server.url), signal, turns(given).turn);
      expect(answer).toEqual({ status: 'later', reason: 'unsent', retryAfterMs: 10_000 });
      expect(routes(server)).toEqual(given === 0 ? [] : ['presign']);
    },
  );

  it('an order whose turn cannot be booked was not sent', async () => {
    await using server = await startFarEnd(wire, {});
    const turn = () => Promise.reject(new Error('the database is away'));
    expect(await wire.start(wire.open(server.url), signal, turn)).toMatchObject({
      status: 'later',
      reason: 'unsent',
    });
    expect(server.requests).toEqual([]);
  });

  it('a status call without a turn is not made', async () => {
    await using server = await startFarEnd(wire, {});
    const { turn } = turns(0);
    const check = wire.open(server.url).check([wire.operation('a1')], { slot: turn, signal });
    await expect(check).rejects.toMatchObject({ provider: wire.name, code: 'no-turn' });
    expect(server.requests).toEqual([]);
  });

  it('the account is not asked about without a turn', async () => {
    await using server = await startFarEnd(wire, {});
    const { turn } = turns(0);
    expect(await wire.open(server.url).account({ slot: turn, signal })).toMatchObject({
      key: 'unknown',
    });
    expect(server.requests).toEqual([]);
  });
});
