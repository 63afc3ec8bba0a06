import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres-server.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // What a file imports is loaded once per worker; files share modules, and leave nothing behind in them.
    isolate: false,
    // One worker per core of the smallest machine that it is meant to pass on in three minutes.
    maxWorkers: 2,
  },
});
