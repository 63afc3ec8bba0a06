import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import type { DiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import { createHappyhorseApp } from '../../../sandbox/happyhorse-app/emulator.ts';
import type { HappyhorseAppEmulator } from '../../../sandbox/happyhorse-app/emulator.ts';
import { startMain, startNpm } from '../../support/e2e/process.ts';
import type { MainProcess } from '../../support/e2e/process.ts';
import { patience } from '../../support/patience.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** In real time, on a machine with much else to do. */
const SOON = { timeout: patience(20_000), interval: 50 };

let folder: string;
let chat: DiscordEmulator;
let provider: HappyhorseAppEmulator;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'npm-start-'));
  // Without the .env that somebody may have beside the real one.
  await copyFile(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  for (const it of ['src', 'node_modules'])
    await symlink(path.join(root, it), path.join(folder, it));
  chat = await createDiscordEmulator();
  provider = await createHappyhorseApp();
});
afterAll(async () => {
  await chat.close();
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

const environment = () => ({
  DISCORD_TOKEN: chat.token,
  DISCORD_API_URL: chat.apiUrl,
  HAPPYHORSE_APP_API_KEY: provider.apiKey,
  HAPPYHORSE_APP_URL: provider.url,
  PORT: '0',
});

/** Removed by a Postgres that stopped in order, and by nothing else. */
const postgresRuns = () => existsSync(path.join(folder, 'data/postgres/cluster/postmaster.pid'));

async function untilRunning(main: MainProcess): Promise<void> {
  await vi.waitUntil(() => main.output().includes('Showrunner is running'), SOON);
  expect(postgresRuns()).toBe(true);
}

/** What it wrote to goes away with the last process that could have written to it. */
async function expectAllGone(main: MainProcess): Promise<void> {
  await main.ended;
  await vi.waitUntil(() => !postgresRuns(), SOON);
  expect(main.output()).toContain('stopping');
}

describe('npm start', { timeout: patience(60_000) }, () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'takes the service and its Postgres along when npm is ended by %s',
    async (signal) => {
      await using npm = startNpm(environment(), folder);
      await untilRunning(npm);
      npm.stop(signal);
      await expectAllGone(npm);
    },
  );
});

describe('the service', { timeout: patience(60_000) }, () => {
  it.each([
    ['its terminal closes', ['SIGHUP']],
    ['a terminal and npm both pass the same signal on', ['SIGINT', 'SIGINT']],
  ] as const)('stops in order when %s', async (_, signals) => {
    await using main = startMain(environment(), folder);
    await untilRunning(main);
    for (const signal of signals) {
      main.stop(signal);
      await vi.waitUntil(() => main.output().includes('stopping'), SOON);
    }
    expect(await main.ended).toEqual({ code: 0, signal: null });
    await expectAllGone(main);
  });

  it('stops in order when whoever read its log went first', async () => {
    await using main = startMain(environment(), folder);
    await untilRunning(main);
    main.closeOutput();
    main.stop('SIGTERM');
    expect(await main.ended).toEqual({ code: 0, signal: null });
    await vi.waitUntil(() => !postgresRuns(), SOON);
  });

  it('is stopped as well while it still waits for its database', async () => {
    const waiting = { ...environment(), DATABASE_URL: 'postgres://u:p@127.0.0.1:1/d' };
    await using main = startMain(waiting, folder);
    await vi.waitUntil(() => main.output().includes('database'), SOON);
    main.stop('SIGTERM');
    expect(await main.ended).toEqual({ code: 0, signal: null });
  });
});
