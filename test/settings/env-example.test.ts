import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { platformDefinitions } from '../../src/bots/registry.ts';
import { configSettings } from '../../src/config/config.ts';
import { providerDefinitions } from '../../src/providers/registry.ts';

const root = path.resolve(import.meta.dirname, '../..');
const settings = [
  ...configSettings,
  ...[...platformDefinitions, ...providerDefinitions].flatMap((it) => it.settings),
];
const names = settings.map((it) => it.variable).toSorted();

async function namesIn(file: string, pattern: RegExp): Promise<string[]> {
  const text = await readFile(path.join(root, file), 'utf8');
  return [...text.matchAll(pattern)].map((it) => it[1] ?? '').toSorted();
}

it('lists every variable in .env.example, and no other', async () => {
  // For compose.yaml alone.
  const others = ['POSTGRES_PASSWORD'];
  const listed = await namesIn('.env.example', /^#? ?([A-Z][A-Z0-9_]+)=/gm);
  expect(listed.filter((it) => !others.includes(it))).toEqual(names);
});

it('lists every variable in docs/settings.md, and no other', async () => {
  expect(await namesIn('docs/settings.md', /^\| `([A-Z][A-Z0-9_]+)` \|/gm)).toEqual(names);
});

it('names variables in the README that there are', async () => {
  const named = await namesIn('README.md', /`([A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])[=`]/g);
  expect(named).not.toEqual([]);
  expect(named.filter((it) => ![...names, 'POSTGRES_PASSWORD'].includes(it))).toEqual([]);
});

it('shows the defaults that are used', async () => {
  const text = await readFile(path.join(root, '.env.example'), 'utf8');
  for (const { variable, default: fallback } of settings) {
    if (fallback === null) continue;
    expect(text).toContain(`# ${variable}=${fallback}\n`);
  }
});
