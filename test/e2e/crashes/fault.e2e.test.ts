import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createDiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import { createHappyhorseApp } from '../../../sandbox/happyhorse-app/emulator.ts';
import { startMain } from '../../support/e2e/process.ts';
import type { MainProcess } from '../../support/e2e/process.ts';
import { patience } from '../../support/patience.ts';

/** In real time, on a machine with much else to do. */
const SOON = { timeout: patience(30_000), interval: 50 };
const FAULT = new URL('../../support/e2e/fault.ts', import.meta.url).href;

async function aPlace() {
  const folder = await mkdtemp(path.join(tmpdir(), 'fault-'));
  const chat = await createDiscordEmulator();
  const provider = await createHappyhorseApp();
  const environment = {
    DISCORD_TOKEN: chat.token,
    DISCORD_API_URL: chat.apiUrl,
    HAPPYHORSE_APP_API_KEY: provider.apiKey,
    HAPPYHORSE_APP_URL: provider.url,
    PORT: '0',
    NODE_OPTIONS: `--import=${FAULT}`,
  };
  const postgres = path.join(folder, 'data/postgres');
  return {
    start: (kind: 'rejection' | 'exception') => startMain({ ...environment, FAULT: kind }, folder),
    postgresRuns: () => existsSync(path.join(postgres, 'cluster/postmaster.pid')),
    postgresLog: () => readFile(path.join(postgres, 'postgres.log'), 'utf8'),
    async [Symbol.asyncDispose]() {
      await chat.close();
      await provider.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilRunning(main: MainProcess): Promise<void> {
  await vi.waitUntil(() => main.output().includes('Showrunner is running'), SOON);
}

describe('a fault that nobody caught', { timeout: patience(120_000) }, () => {
  it.each(['rejection', 'exception'] as const)(
    'ends the service in order, for a supervisor to start it again (%s)',
    async (kind) => {
      await using place = await aPlace();
      {
        await using main = place.start(kind);
        await untilRunning(main);
        main.stop('SIGUSR2');
        expect(await main.ended).toEqual({ code: 1, signal: null });
        const line = main
          .output()
          .split('\n')
          .find((it) => it.includes('a fault of ours'));
        expect(line).toContain('the cause of it');
        expect(main.output()).not.toContain('without waiting');
        expect(place.postgresRuns()).toBe(false);
        expect(await place.postgresLog()).toMatch(/database system is shut down\s*$/);
      }
      await using again = place.start(kind);
      await untilRunning(again);
      expect(await place.postgresLog()).not.toContain('not properly shut down');
      again.stop('SIGTERM');
      expect(await again.ended).toEqual({ code: 0, signal: null });
    },
  );
});
