import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../../..');

/** The one place that speaks of sessions. */
const CONNECTION = 'src/db/connection/';

/** What a pooler in transaction mode takes away from whoever relies on it, or gives to another. */
const OF_A_SESSION: readonly (readonly [string, RegExp])[] = [
  ['a setting', /(^|[`;])\s*(set|reset)\s+(?!local\b)(session\s+)?[a-z_.]+\s*(=|to\b|;|`)/i],
  ['a setting', /\bset_config\s*\(/i],
  ['a deadline', /\b(statement|lock|idle_in_transaction_session|transaction)_timeout\b/i],
  ['a lock', /\bpg_(try_)?advisory_(un)?lock(_shared|_all)?\s*\(/i],
  ['a channel', /(^|[`;])\s*(un)?listen\s+\w|(^|[`;])\s*notify\s+\w|\bpg_notify\s*\(/i],
  ['a temporary table', /\bcreate\s+(local\s+)?temp(orary)?\b/i],
  ['a cursor', /\bdeclare\s+\w+\s+.*cursor\b/i],
  ['a prepared statement', /(^|[`;])\s*(prepare|execute|deallocate|discard)\s+\w/i],
  ['the last number', /\b(currval|lastval)\s*\(/i],
];

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .filter((it) => /\.(ts|sql)$/.test(it))
    .map((it) => path.posix.join(folder, it.replaceAll(path.sep, '/')));
}

function reliedOn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*(\/\/|--).*$/gm, '');
  return OF_A_SESSION.filter(([, words]) => words.test(code)).map(([what]) => what);
}

describe('What is sent to the database', () => {
  it('relies on nothing of a session', async () => {
    const files = [...(await filesOf('src')), ...(await filesOf('bench'))];
    expect(files.length).toBeGreaterThan(200);
    const found: string[] = [];
    for (const file of files.filter((it) => !it.startsWith(CONNECTION))) {
      const what = reliedOn(await readFile(path.join(root, file), 'utf8'));
      found.push(...what.map((it) => `${file}: ${it}`));
    }
    expect(found).toEqual([]);
  });

  it.each([
    "await sql`set work_mem = '1GB'`",
    'await tx`set local statement_timeout = 0`',
    'await sql`\n  set session search_path to a`',
    "await sql`select set_config('a.b', 'c', false)`",
    'await sql`select pg_advisory_lock(1)`',
    'await sql`select pg_try_advisory_lock(1)`',
    'await sql`listen news`',
    "await sql`select pg_notify('news', '')`",
    'await sql`create temp table t (id int)`',
    'await sql`declare c cursor for select 1`',
    'await sql`deallocate all`',
    "await sql`select currval('s')`",
  ])('would not be %s', (text) => {
    expect(reliedOn(text)).toHaveLength(1);
  });

  it.each([
    'await tx`set local session_replication_role = replica`',
    'await sql`update jobs set state = 1`',
    'await tx`select pg_advisory_xact_lock(1)`',
    'await tx`select pg_advisory_xact_lock_shared(1)`',
    'on conflict do update\n      set due_at = now()',
    'server.listen(0)',
    'await execute(command);',
  ])('may be %s', (text) => {
    expect(reliedOn(text)).toEqual([]);
  });
});

describe('The driver', () => {
  it('is known to the connection alone, and the one before it to nobody', async () => {
    const files = [...(await filesOf('src')), ...(await filesOf('bench'))];
    const importing = async (name: string) => {
      const found: string[] = [];
      for (const file of files) {
        const text = await readFile(path.join(root, file), 'utf8');
        if (text.includes(`from '${name}'`)) found.push(file);
      }
      return found;
    };
    expect(await importing('postgres')).toEqual([]);
    const outside = (await importing('pg')).filter(
      (it) => it !== 'src/db/connection/connection.ts' && !it.startsWith(CONNECTION),
    );
    expect(outside).toEqual([]);
    const manifest = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
    expect(manifest.dependencies).toHaveProperty('pg');
    expect(manifest.dependencies).not.toHaveProperty('postgres');
  });
});
