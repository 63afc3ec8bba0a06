import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderFiles } from '../../../src/media/storage/folder-files.ts';
import { describeMediaFiles, putContent } from '../../contracts/media-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

async function aStore() {
  const folder = await tempFolder();
  const clock = { time: new Date('2026-03-01T12:00:00Z') };
  const files = await createFolderFiles(folder.path, { now: () => clock.time });
  return {
    files,
    clock,
    root: folder.path,
    workFolder: join(folder.path, 'work'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describeMediaFiles('folder', aStore);

describe('the folder', () => {
  it('has one file for the same content', async () => {
    await using it = await aStore();
    const { key } = await putContent(it.files, 'hello');
    await putContent(it.files, 'hello');
    await putContent(it.files, 'hullo');
    expect(await readdir(join(it.root, 'files'))).toHaveLength(2);
    expect(await readdir(join(it.root, 'files', key.slice(0, 2)))).toEqual([key]);
  });

  it('clears workspaces that a process left behind, and none that are in use', async () => {
    await using it = await aStore();
    await using workspace = await it.files.workspace();
    const left = join(it.workFolder, 'w-left');
    await mkdir(left);
    await writeFile(join(left, 'draft'), 'x');
    it.clock.time = new Date();
    const before = new Date(Date.now() - 2 * DAY_MS);
    await utimes(left, before, before);
    await it.files.sweep(new Date(0));
    expect(await readdir(it.workFolder)).toEqual([workspace.path.split('/').at(-1)]);
  });
});
