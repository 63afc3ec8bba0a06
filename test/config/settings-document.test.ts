import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { settingsDocument } from '../../src/config/settings-document.ts';

const root = path.resolve(import.meta.dirname, '../..');

it('is what npm run docs:settings writes', async () => {
  const written = await readFile(path.join(root, 'docs/settings.md'), 'utf8');
  expect(written).toBe(settingsDocument());
});

it('says of each setting what it does and what is used when it is left out', () => {
  const rows = settingsDocument().match(/^\| `.*$/gm) ?? [];
  expect(rows).toContain(
    '| `PORT` | Port of the HTTP server: health, metrics, media links. | `8080` |',
  );
  expect(rows.filter((it) => it.endsWith('| needed |')).length).toBeGreaterThan(4);
  expect(rows.filter((it) => !/^\| `\w+` \| \S.*[.!?] \| (–|needed|`[^`]+`) \|$/.test(it))).toEqual(
    [],
  );
});

it('shows what is written for a default, and not what it is read into', () => {
  expect(settingsDocument()).toContain('| `bots,worker,http` |\n');
  expect(settingsDocument()).toContain('| `3000/week` |\n');
  expect(settingsDocument()).toContain('| `0.9` |\n');
});
