import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import type { Logger } from '../../src/core/shared/ports/logger.ts';
import { listenAt } from '../../src/lifecycle/listen-port.ts';
import { silent } from '../support/core.ts';

async function takenPort() {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, free: () => new Promise((resolve) => server.close(resolve)) };
}

it('says of a taken port what to do, at growing intervals, and serves once it is free', async () => {
  const taken = await takenPort();
  const lines: object[] = [];
  const logger: Logger = {
    ...silent,
    error: (facts, words) => void lines.push({ words, ...facts }),
  };
  const pauses: number[] = [];
  const app = fastify();
  app.get('/', () => 'here');
  const clock = {
    async sleep(ms: number) {
      pauses.push(ms);
      if (pauses.length === 3) await taken.free();
    },
  };
  const stop = new AbortController().signal;
  expect(await listenAt(app, taken.port, { clock, logger, stop })).toBe(taken.port);
  expect(pauses).toEqual([1_000, 2_000, 4_000]);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toEqual({
    words: 'port taken',
    reason: `another program listens at ${taken.port}`,
    fix: 'Stop it, or set PORT to another',
    againMs: 1_000,
  });
  expect(await (await fetch(`http://127.0.0.1:${taken.port}/`)).text()).toBe('here');
  await app.close();
});

it('waits for a taken port no longer than it is wanted', async () => {
  const taken = await takenPort();
  const stop = new AbortController();
  const clock = {
    sleep() {
      stop.abort(new Error('enough'));
      return Promise.resolve();
    },
  };
  const app = fastify();
  const listening = listenAt(app, taken.port, { clock, logger: silent, stop: stop.signal });
  await expect(listening).rejects.toThrow('enough');
  await app.close();
  await taken.free();
});

it('tells which port it was given where any would do', async () => {
  const app = fastify();
  const clock = { sleep: () => Promise.resolve() };
  const options = { clock, logger: silent, stop: new AbortController().signal };
  expect(await listenAt(app, 0, options)).toBeGreaterThan(0);
  await app.close();
});
