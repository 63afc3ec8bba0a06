import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { commandsDocument } from '../../src/config/commands-document.ts';

const root = path.resolve(import.meta.dirname, '../..');

it('is what npm run docs:commands writes', async () => {
  const written = await readFile(path.join(root, 'docs/commands.md'), 'utf8');
  expect(written).toBe(commandsDocument());
});

it('tells of each field what it takes, and which have to be filled in', () => {
  const document = commandsDocument();
  expect(document).toContain(
    '| `seconds` | Length | Length in seconds. Longer videos cost more. | whole number, by model |',
  );
  expect(document).toContain('| `video` \\* | Video to edit | | MP4, MOV, WebM |');
  expect(document).toContain('### `/quota admins`, `/quota admin`');
  const rows = document.match(/^\| `.*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(60);
  expect(
    rows.filter((it) => !/^\| `\w+`(?: \\\*)? \| \S[^|]* \|(?: \S[^|]*)? \| \S.* \|$/.test(it)),
  ).toEqual([]);
});
