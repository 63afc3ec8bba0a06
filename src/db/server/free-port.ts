import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below those that systems hand out by themselves, to connections and to servers that take any: one
 * of these could be gone again before it is used.
 */
const [FIRST, LAST] = [10_240, 32_000];
const TRIES = 100;

/** A port that nobody listens on at this moment, and that nobody is given by chance. */
export async function freePort(chosen = () => randomInt(FIRST, LAST)): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = chosen();
    if (await isFree(port)) return port;
  }
  throw new Error('No free port was found');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
