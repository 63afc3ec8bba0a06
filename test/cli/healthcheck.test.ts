import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { closedUrl, respond, startLoopback } from '../providers/loopback.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What the command of the image's HEALTHCHECK ends with, in a container that is set up like this. */
async function healthOf(url: string, roles: Readonly<Record<string, string>> = {}) {
  const image = await readFile(path.join(root, 'Dockerfile'), 'utf8');
  const [, command = '[]'] = /^HEALTHCHECK (?:.*\\\n)?\s*CMD (\[.*\])$/m.exec(image) ?? [];
  const [program, ...rest] = JSON.parse(command) as string[];
  expect(program).toBe('node');
  const env = { PORT: new URL(url).port, ...roles };
  const child = spawn(process.execPath, rest, { cwd: root, env, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? 'healthy' : code === 1 ? 'unhealthy' : code;
}

it('finds a container healthy that answers', async () => {
  await using server = await startLoopback(({ target }, response) => {
    respond(response, target === '/healthz' ? 200 : 404, {});
  });
  expect(await healthOf(server.url)).toBe('healthy');
});

it('finds a container unhealthy that should answer and does not', async () => {
  expect(await healthOf(await closedUrl(), { ROLES: 'bots, http' })).toBe('unhealthy');
});

it('asks nothing of a container that serves nothing', async () => {
  expect(await healthOf(await closedUrl(), { ROLES: 'worker' })).toBe('healthy');
});
