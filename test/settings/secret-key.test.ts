import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keptSecret } from '../../src/settings/secret-key.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'secret-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is made once, by whoever comes first, and left alone after that', async () => {
  const file = path.join(folder, 'secret-key');
  const keys = await Promise.all(Array.from({ length: 8 }, () => keptSecret(file)));
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]?.length).toBeGreaterThanOrEqual(32);
  expect(await keptSecret(file)).toBe(keys[0]);
  expect(await readdir(folder)).toEqual(['secret-key']);
});

it('is not taken from a file that is empty or too short', async () => {
  const file = path.join(folder, 'secret-key');
  await writeFile(file, '');
  await expect(keptSecret(file)).rejects.toThrow('holds no secret key');
  await writeFile(file, 'short');
  await expect(keptSecret(file)).rejects.toThrow('holds no secret key');
});
