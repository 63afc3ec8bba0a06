import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeptFiles, keepFilesIn } from '../../sandbox/shared/kept-files.ts';
import { keepNoFiles } from '../support/keep-files.ts';

keepNoFiles();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kept-files-test-'));
});
afterEach(async () => {
  keepFilesIn(null);
  await rm(folder, { recursive: true, force: true });
});

/** Says how often it was asked to make something. */
function aMaker() {
  let times = 0;
  return () => {
    times += 1;
    return Promise.resolve(Buffer.from(`made ${times}`));
  };
}

async function aSource(text: string): Promise<string> {
  const source = path.join(folder, 'maker.ts');
  await writeFile(source, text);
  return source;
}

it('makes a file anew each time while no folder is named to keep it in', async () => {
  const files = createKeptFiles([await aSource('one')]);
  const make = aMaker();
  expect(String(await files.get('a', make))).toBe('made 1');
  expect(String(await files.get('a', make))).toBe('made 2');
});

it('gives a kept file again to the next process, and another one for another key', async () => {
  const source = await aSource('one');
  const make = aMaker();
  keepFilesIn(path.join(folder, 'kept'));
  expect(String(await createKeptFiles([source]).get('a', make))).toBe('made 1');
  expect(String(await createKeptFiles([source]).get('a', make))).toBe('made 1');
  expect(String(await createKeptFiles([source]).get('b', make))).toBe('made 2');
});

it('makes a file anew when what makes it has changed', async () => {
  const make = aMaker();
  keepFilesIn(path.join(folder, 'kept'));
  await createKeptFiles([await aSource('one')]).get('a', make);
  expect(String(await createKeptFiles([await aSource('two')]).get('a', make))).toBe('made 2');
});

it('keeps nothing of what failed, and no half of a file', async () => {
  const kept = path.join(folder, 'kept');
  const files = createKeptFiles([await aSource('one')]);
  keepFilesIn(kept);
  await expect(files.get('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await Promise.all(Array.from({ length: 5 }, () => files.get('a', aMaker())));
  expect(await readdir(kept)).toHaveLength(1);
});

it('gives what was made where it cannot be kept', async () => {
  const files = createKeptFiles([await aSource('one')]);
  keepFilesIn(path.join(folder, 'maker.ts', 'no-folder'));
  expect(String(await files.get('a', aMaker()))).toBe('made 1');
});
