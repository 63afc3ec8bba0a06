import { createHash } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Workers, and the processes that tests start, compile what they import once for all of them. */
process.env.NODE_COMPILE_CACHE ??= path.join(tmpdir(), 'showrunner-compiled');

/** Videos that take long to make and come out the same are made once: see test/support/keep-files.ts. */
const KEPT_FILES = path.join(tmpdir(), 'showrunner-videos');

/** Hundreds of databases and files that nobody keeps: where there is room they stay in memory. */
const IN_MEMORY = '/dev/shm';
const ROOM_BYTES = 4_000_000_000;
const room = await statfs(IN_MEMORY).catch(() => null);
if (room !== null && room.bavail * room.bsize > ROOM_BYTES) process.env.TMPDIR ??= IN_MEMORY;

/** What a quiet machine like the one this was tuned on takes for the work below. */
const QUIET_MS = 200;

/** How much slower this machine is, or how busy: what waits in tests, waits so much longer. */
function measuredSlowness(): number {
  hashed(20_000); // Compiled by then.
  const started = performance.now();
  hashed(160_000);
  return (performance.now() - started) / QUIET_MS;
}

function hashed(rounds: number): Buffer {
  let hash = Buffer.alloc(32);
  for (let round = 0; round < rounds; round += 1) hash = createHash('sha256').update(hash).digest();
  return hash;
}
process.env.TEST_SLOWNESS ??= measuredSlowness().toFixed(1);
// Read by the module, so it comes after.
const { patience } = await import('./test/support/patience.ts');

/** These take longest. Whoever begins with them has only short ones left when others end. */
const FIRST = [
  '/e2e/crashes/kill.',
  '/e2e/scenarios/scenarios.',
  '/e2e/',
  '/sandbox/demo/demo.',
  '/media/',
];

class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = FIRST.findIndex((it) => moduleId.includes(it));
      return at === -1 ? FIRST.length : at;
    };
    return Promise.resolve(files.toSorted((a, b) => rank(a) - rank(b)));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/database/postgres-server.ts'],
    setupFiles: ['test/support/keep-files.ts'],
    provide: { keptFiles: KEPT_FILES },
    testTimeout: patience(20_000),
    hookTimeout: patience(30_000),
    expect: { poll: { timeout: patience(10_000), interval: 10 } },
    // What files import is loaded once per worker, so that none may leave anything behind in it.
    isolate: false,
    // Services of whole worlds allocate and forget: with room for it (MB) V8 collects and copies far less.
    execArgv: ['--max-semi-space-size=64'],
    // Node reads all of it as it is, as it does for the service, and keeps what it compiled.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { sequencer: LongestFirst },
    // For two cores, on which it is meant to pass in three minutes: somebody always waits.
    maxWorkers: 3,
  },
});
