import { describe, expect, it } from 'vitest';
import { respond, turn } from '../loopback.ts';
import type { Answer } from '../loopback.ts';
import { startFarEnd, wires } from '../every.ts';

/** Calls but the order may take so long. */
const TIMEOUT_MS = 1_000;

const after =
  (ms: number, body: unknown): Answer =>
  (_, response) => {
    setTimeout(() => {
      respond(response, 200, body);
    }, ms);
  };

describe.each(wires)('at $name', (wire) => {
  it('an order is waited for past the time that other calls have', async () => {
    await using server = await startFarEnd(wire, { create: after(1_600, wire.created('a1')) });
    expect(await wire.start(wire.open(server.url, TIMEOUT_MS))).toEqual({
      status: 'started',
      operation: wire.operation('a1'),
    });
    expect(server.requests.filter((it) => wire.routeOf(it) === 'create')).toHaveLength(1);
  });

  it('an order whose answer trickles in is waited for as well', async () => {
    const create: Answer = (_, response) => {
      response.writeHead(200);
      const text = JSON.stringify(wire.created('a1'));
      response.write(text.slice(0, 5));
      setTimeout(() => response.end(text.slice(5)), 1_600);
    };
    await using server = await startFarEnd(wire, { create });
    expect(await wire.start(wire.open(server.url, TIMEOUT_MS))).toMatchObject({
      operation: wire.operation('a1'),
    });
  });

  it('an order is nobody knows what when it is given up, and it is not sent again', async () => {
    const stop = new AbortController();
    const create: Answer = () => {
      setTimeout(() => {
        stop.abort();
      }, 1_300);
    };
    await using server = await startFarEnd(wire, { create });
    const order = wire.start(wire.open(server.url, TIMEOUT_MS), stop.signal);
    await expect(order).rejects.toMatchObject({ name: 'ProviderError', provider: wire.name });
    expect(server.requests.filter((it) => wire.routeOf(it) === 'create')).toHaveLength(1);
  });

  it('a status call is over in its time', async () => {
    await using server = await startFarEnd(wire, { check: () => undefined });
    const { signal } = new AbortController();
    const check = wire
      .open(server.url, TIMEOUT_MS)
      .check([wire.operation('a1')], { signal, slot: turn });
    await expect(check).rejects.toMatchObject({ provider: wire.name, code: 'timeout' });
  });
});
