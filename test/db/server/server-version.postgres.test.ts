import { describe, expect, it } from 'vitest';
import type { Statements } from '../../../src/db/connection/statements.ts';
import { DatabaseRefused } from '../../../src/db/server/database-refused.ts';
import { refuseOldServer, versionOf } from '../../../src/db/server/server-version.ts';
import { testDatabase } from '../../support/database/database.ts';

/** A server that says this of itself. */
function server(words: string, number: number): Statements {
  return {
    run: () => Promise.resolve({ columns: ['words', 'number'], rows: [[words, number]], count: 1 }),
    script: () => Promise.reject(new Error('Nothing is to be changed here')),
  };
}

describe('a server of some version', () => {
  it('is named as people name it', async () => {
    const debian =
      'PostgreSQL 16.4 (Debian 16.4-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc';
    expect(await versionOf(server(debian, 160_004))).toBe('PostgreSQL 16.4');
    await using database = await testDatabase();
    expect(await versionOf(database.sql)).toMatch(/^PostgreSQL \d+\.\d+$/);
  });

  it.each([
    ['PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64', 150_018, 'leads to PostgreSQL 15.18'],
    ['PostgreSQL 9.6.24 on x86_64-pc-linux-gnu', 90_624, 'leads to PostgreSQL 9.6.24'],
    ['CockroachDB CCL v23.1.2 (x86_64-pc-linux-gnu)', 130_000, 'leads to CockroachDB CCL v23.1.2'],
  ])('is refused by name where it is not supported: %s', async (words, number, said) => {
    const refused = refuseOldServer(server(words, number));
    await expect(refused).rejects.toThrow(DatabaseRefused);
    await expect(refused).rejects.toThrow(`${said}, and Showrunner needs PostgreSQL 16 or later`);
  });

  it.each([
    ['PostgreSQL 16.0 on x86_64-pc-linux-gnu', 160_000],
    ['PostgreSQL 18.1 on aarch64-apple-darwin', 180_001],
    ['PostgreSQL 19beta1 on x86_64-pc-linux-gnu', 190_000],
  ])('is let in from the oldest supported one on: %s', async (words, number) => {
    await expect(refuseOldServer(server(words, number))).resolves.toBeUndefined();
  });
});
