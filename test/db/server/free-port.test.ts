import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from '../../../src/db/server/free-port.ts';

/** Where Linux begins to hand out ports by itself; others begin higher. */
const HANDED_OUT_FROM = 32_768;

it('is none that a system hands out to somebody else meanwhile', async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, () => freePort()));
  expect(ports.filter((it) => it < 1_024 || it >= HANDED_OUT_FROM)).toEqual([]);
});

it('can be listened on, and is not told again while somebody does', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  // The only one that chance would choose.
  await expect(freePort(() => port)).rejects.toThrow('No free port');
  server.close();
  await once(server, 'close');
  expect(await freePort(() => port)).toBe(port);
});
