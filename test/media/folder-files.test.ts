import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createFolderFiles } from '../../src/media/folder-files.ts';
import { MediaFileMissing, type MediaFiles, type StoredFile } from '../../src/media/media-files.ts';
import { tempFolder } from './support/temp-folder.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

async function aStore() {
  const folder = await tempFolder();
  const clock = { time: new Date('2026-03-01T12:00:00Z') };
  const files = await createFolderFiles(folder.path, { now: () => clock.time });
  return {
    files,
    clock,
    root: folder.path,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function put(files: MediaFiles, content: string, ending = 'jpg'): Promise<StoredFile> {
  await using workspace = await files.workspace();
  const path = join(workspace.path, 'draft');
  await writeFile(path, content);
  return await files.put(path, ending);
}

describe('the folder', () => {
  it('names files by their content and keeps the same content once', async () => {
    await using it = await aStore();
    const first = await put(it.files, 'hello');
    const hash = createHash('sha256').update('hello').digest('hex');
    expect(first).toEqual({ key: `${hash}.jpg`, bytes: 5 });
    expect(await put(it.files, 'hello')).toEqual(first);
    expect(await put(it.files, 'hullo')).not.toEqual(first);
    expect(await readdir(join(it.root, 'files'))).toHaveLength(2);
    expect(await readdir(join(it.root, 'files', hash.slice(0, 2)))).toEqual([first.key]);
    expect(await it.files.stat(first.key)).toEqual({ bytes: 5 });
  });

  it('leaves no workspace behind', async () => {
    await using it = await aStore();
    await put(it.files, 'hello');
    expect(await readdir(join(it.root, 'work'))).toEqual([]);
  });

  it('takes the same content from many at once', async () => {
    await using it = await aStore();
    const puts = await Promise.all(Array.from({ length: 20 }, () => put(it.files, 'hello')));
    expect(new Set(puts.map((stored) => stored.key)).size).toBe(1);
    expect(await text(await it.files.read(puts[0]!.key))).toBe('hello');
  });

  it('reads a file whole and in part', async () => {
    await using it = await aStore();
    const { key } = await put(it.files, '0123456789');
    expect(await text(await it.files.read(key))).toBe('0123456789');
    expect(await text(await it.files.read(key, { start: 2, end: 4 }))).toBe('234');
    expect(await text(await it.files.read(key, { start: 9, end: 9 }))).toBe('9');
  });

  it('keeps what is checked out readable after it was deleted', async () => {
    await using it = await aStore();
    const { key } = await put(it.files, 'hello');
    const file = await it.files.checkOut(key);
    await it.files.delete(key);
    expect(await it.files.stat(key)).toBeNull();
    expect(file.bytes).toBe(5);
    expect(await readFile(file.path, 'utf8')).toBe('hello');
    await file[Symbol.asyncDispose]();
    await expect(readFile(file.path)).rejects.toThrow('ENOENT');
    expect(await readdir(join(it.root, 'work'))).toEqual([]);
  });

  it('says so when it has no such file', async () => {
    await using it = await aStore();
    const key = `${'0'.repeat(64)}.jpg`;
    expect(await it.files.stat(key)).toBeNull();
    expect(await it.files.touch(key)).toBe(false);
    await expect(it.files.read(key)).rejects.toThrow(MediaFileMissing);
    await expect(it.files.checkOut(key)).rejects.toThrow(MediaFileMissing);
    await it.files.delete(key);
  });

  it.each([
    '../secret.jpg',
    `../${'0'.repeat(64)}.jpg`,
    `${'0'.repeat(64)}.jpg/../../secret`,
    `${'0'.repeat(64)}.exe`,
    '0'.repeat(64),
    `${'A'.repeat(64)}.jpg`,
    `${'0'.repeat(64)}.jpg\0`,
    `${'0'.repeat(64)}.jpg\n`,
    '/etc/passwd',
    '',
  ])('is never left by way of a key: %j', async (key) => {
    await using it = await aStore();
    await writeFile(join(it.root, 'secret.jpg'), 'secret');
    expect(await it.files.stat(key)).toBeNull();
    expect(await it.files.touch(key)).toBe(false);
    await expect(it.files.read(key)).rejects.toThrow(MediaFileMissing);
    await expect(it.files.checkOut(key)).rejects.toThrow(MediaFileMissing);
    await expect(it.files.delete(key)).rejects.toThrow(MediaFileMissing);
  });

  it('takes no ending that it could not serve', async () => {
    await using it = await aStore();
    await expect(put(it.files, 'hello', 'html')).rejects.toThrow();
    await expect(put(it.files, 'hello', '../x')).rejects.toThrow();
  });
});

describe('a note', () => {
  it('is read back as it was written last', async () => {
    await using it = await aStore();
    expect(await it.files.readNote('video-00ff')).toBeNull();
    await it.files.writeNote('video-00ff', 'one');
    await it.files.writeNote('video-00ff', 'two');
    expect(await it.files.readNote('video-00ff')).toBe('two');
  });

  it('has a name and never a path', async () => {
    await using it = await aStore();
    await expect(it.files.writeNote('../video-00ff', 'x')).rejects.toThrow();
    await expect(it.files.readNote('video-../00ff')).rejects.toThrow();
  });
});

describe('a sweep', () => {
  it('takes what was not used since, and nothing else', async () => {
    await using it = await aStore();
    const { files, clock } = it;
    const start = clock.time.getTime();
    const old = await put(files, 'old');
    const used = await put(files, 'used');
    const again = await put(files, 'taken in again');
    await files.writeNote('video-01', 'old');
    await files.writeNote('video-02', 'used');
    clock.time = new Date(start + 10 * DAY_MS);
    await files.touch(used.key);
    await put(files, 'taken in again');
    await files.readNote('video-02');
    expect(await files.sweep(new Date(start + 5 * DAY_MS))).toBe(1);
    expect(await files.stat(old.key)).toBeNull();
    expect(await files.stat(used.key)).not.toBeNull();
    expect(await files.stat(again.key)).not.toBeNull();
    expect(await files.readNote('video-01')).toBeNull();
    expect(await files.readNote('video-02')).toBe('used');
  });

  it('keeps what was used at that very moment', async () => {
    await using it = await aStore();
    const { key } = await put(it.files, 'hello');
    expect(await it.files.sweep(it.clock.time)).toBe(0);
    expect(await it.files.stat(key)).not.toBeNull();
    expect(await it.files.sweep(new Date(it.clock.time.getTime() + 1))).toBe(1);
  });

  it('clears workspaces that a process left behind, and none that are in use', async () => {
    await using it = await aStore();
    await using workspace = await it.files.workspace();
    const left = join(it.root, 'work', 'w-left');
    await mkdir(left);
    await writeFile(join(left, 'draft'), 'x');
    it.clock.time = new Date();
    const before = new Date(Date.now() - 2 * DAY_MS);
    await utimes(left, before, before);
    await it.files.sweep(new Date(0));
    expect(await readdir(join(it.root, 'work'))).toEqual([workspace.path.split('/').at(-1)]);
  });
});
