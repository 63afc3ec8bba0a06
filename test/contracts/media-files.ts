import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import {
  MediaFileMissing,
  type MediaFiles,
  type StoredFile,
} from '../../src/media/storage/media-files.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A place for media with a clock that the suite moves. */
export interface MediaFilesSubject extends AsyncDisposable {
  readonly files: MediaFiles;
  readonly clock: { time: Date };
  readonly workFolder: string;
}

export async function putContent(
  files: MediaFiles,
  content: string,
  ending = 'jpg',
): Promise<StoredFile> {
  await using workspace = await files.workspace();
  const path = join(workspace.path, 'draft');
  await writeFile(path, content);
  return await files.put(path, ending);
}

export function describeMediaFiles(name: string, setup: () => Promise<MediaFilesSubject>): void {
  describe(`the place for media (${name})`, () => {
    it('names files by their content and keeps the same content once', async () => {
      await using it = await setup();
      const first = await putContent(it.files, 'hello');
      const hash = createHash('sha256').update('hello').digest('hex');
      expect(first).toEqual({ key: `${hash}.jpg`, bytes: 5 });
      expect(await putContent(it.files, 'hello')).toEqual(first);
      expect(await putContent(it.files, 'hullo')).not.toEqual(first);
      expect(await it.files.stat(first.key)).toEqual({ bytes: 5 });
    });

    it('leaves no workspace behind', async () => {
      await using it = await setup();
      await putContent(it.files, 'hello');
      expect(await readdir(it.workFolder)).toEqual([]);
    });

    it('takes the same content from many at once', async () => {
      await using it = await setup();
      const puts = await Promise.all(
        Array.from({ length: 20 }, () => putContent(it.files, 'hello')),
      );
      expect(new Set(puts.map((stored) => stored.key)).size).toBe(1);
      expect(await text(await it.files.read(puts[0]!.key))).toBe('hello');
    });

    it('reads a file whole and in part', async () => {
      await using it = await setup();
      const { key } = await putContent(it.files, '0123456789');
      expect(await text(await it.files.read(key))).toBe('0123456789');
      expect(await text(await it.files.read(key, { start: 2, end: 4 }))).toBe('234');
      expect(await text(await it.files.read(key, { start: 9, end: 9 }))).toBe('9');
    });

    it('keeps what is checked out readable after it was deleted', async () => {
      await using it = await setup();
      const { key } = await putContent(it.files, 'hello');
      const file = await it.files.checkOut(key);
      await it.files.delete(key);
      expect(await it.files.stat(key)).toBeNull();
      expect(file.bytes).toBe(5);
      expect(await readFile(file.path, 'utf8')).toBe('hello');
      await file[Symbol.asyncDispose]();
      await expect(readFile(file.path)).rejects.toThrow('ENOENT');
      expect(await readdir(it.workFolder)).toEqual([]);
    });

    it('says so when it has no such file', async () => {
      await using it = await setup();
      const key = `${'0'.repeat(64)}.jpg`;
      expect(await it.files.stat(key)).toBeNull();
      expect(await it.files.touch(key)).toBe(false);
      await expect(it.files.read(key)).rejects.toThrow(MediaFileMissing);
      await expect(it.files.checkOut(key)).rejects.toThrow(MediaFileMissing);
      await it.files.delete(key);
      expect(await readdir(it.workFolder)).toEqual([]);
    });

    it('is never left by way of a key', async () => {
      await using it = await setup();
      await writeFile(join(dirname(it.workFolder), 'secret.jpg'), 'secret');
      for (const key of [
        '../secret.jpg',
        `../${'0'.repeat(64)}.jpg`,
        `${'0'.repeat(64)}.jpg/../../secret`,
        `${'0'.repeat(64)}.exe`,
        `${'0'.repeat(64)}.constructor`,
        '0'.repeat(64),
        `${'A'.repeat(64)}.jpg`,
        `${'0'.repeat(64)}.jpg\0`,
        `${'0'.repeat(64)}.jpg\n`,
        '/etc/passwd',
        '',
      ]) {
        expect(await it.files.stat(key)).toBeNull();
        expect(await it.files.touch(key)).toBe(false);
        await expect(it.files.read(key)).rejects.toThrow(MediaFileMissing);
        await expect(it.files.checkOut(key)).rejects.toThrow(MediaFileMissing);
        await expect(it.files.delete(key)).rejects.toThrow(MediaFileMissing);
      }
    });

    it('takes every ending that it can serve, and no other', async () => {
      await using it = await setup();
      for (const ending of ['jpg', 'png', 'webp', 'mp4', 'mov', 'webm', 'weba', 'mp3', 'wav']) {
        const { key } = await putContent(it.files, 'hello', ending);
        expect(await it.files.stat(key)).toEqual({ bytes: 5 });
      }
      await expect(putContent(it.files, 'hello', 'html')).rejects.toThrow();
      await expect(putContent(it.files, 'hello', '../x')).rejects.toThrow();
    });

    it('reads a note back as it was written last', async () => {
      await using it = await setup();
      expect(await it.files.readNote('video-00ff')).toBeNull();
      await it.files.writeNote('video-00ff', 'one');
      await it.files.writeNote('video-00ff', 'two');
      expect(await it.files.readNote('video-00ff')).toBe('two');
    });

    it('gives a note a name and never a path', async () => {
      await using it = await setup();
      await expect(it.files.writeNote('../video-00ff', 'x')).rejects.toThrow();
      await expect(it.files.readNote('video-../00ff')).rejects.toThrow();
    });

    it('sweeps what was not used since, and nothing else', async () => {
      await using it = await setup();
      const { files, clock } = it;
      const start = clock.time.getTime();
      const old = await putContent(files, 'old');
      const used = await putContent(files, 'used');
      const again = await putContent(files, 'taken in again');
      await files.writeNote('video-01', 'old');
      await files.writeNote('video-02', 'used');
      clock.time = new Date(start + 10 * DAY_MS);
      await files.touch(used.key);
      await putContent(files, 'taken in again');
      await files.readNote('video-02');
      expect(await files.sweep(new Date(start + 5 * DAY_MS))).toBe(1);
      expect(await files.stat(old.key)).toBeNull();
      expect(await files.stat(used.key)).not.toBeNull();
      expect(await text(await files.read(used.key))).toBe('used');
      expect(await files.stat(again.key)).not.toBeNull();
      expect(await files.readNote('video-01')).toBeNull();
      expect(await files.readNote('video-02')).toBe('used');
    });

    it('deletes one file, unless it was used since', async () => {
      await using it = await setup();
      const { files, clock } = it;
      const start = clock.time.getTime();
      const { key } = await putContent(files, 'hello');
      const other = await putContent(files, 'hullo');
      clock.time = new Date(start + 2 * DAY_MS);
      await putContent(files, 'hello');
      expect(await files.deleteUnused(key, new Date(start + DAY_MS))).toBe(false);
      expect(await text(await files.read(key))).toBe('hello');
      expect(await files.deleteUnused(key, new Date(start + 3 * DAY_MS))).toBe(true);
      expect(await files.stat(key)).toBeNull();
      expect(await files.stat(other.key)).not.toBeNull();
      // What is not there needs no deleting, and what is no key names nothing.
      expect(await files.deleteUnused(key, clock.time)).toBe(true);
      expect(await files.deleteUnused('../secret.jpg', clock.time)).toBe(true);
    });

    it('finds the notes on one file, and deletes one', async () => {
      await using it = await setup();
      const { files } = it;
      const mine = ['fit-00ff-1000', 'fit-00ff-2000', 'fit-00ff'];
      for (const name of [...mine, 'fit-00fff-1', 'video-00ff', 'fit-01-1']) {
        await files.writeNote(name, name);
      }
      expect([...(await files.notesOf('fit-00ff'))].sort()).toEqual([...mine].sort());
      await files.deleteNote('fit-00ff-1000');
      await files.deleteNote('fit-00ff-1000');
      expect([...(await files.notesOf('fit-00ff'))].sort()).toEqual(['fit-00ff', 'fit-00ff-2000']);
      expect(await files.readNote('fit-00ff-1000')).toBeNull();
      expect(await files.readNote('video-00ff')).toBe('video-00ff');
      expect(await files.notesOf('fit-99')).toEqual([]);
      await expect(files.notesOf('../fit-00ff')).rejects.toThrow();
    });

    it('keeps what was used at that very moment', async () => {
      await using it = await setup();
      const { key } = await putContent(it.files, 'hello');
      expect(await it.files.sweep(it.clock.time)).toBe(0);
      expect(await it.files.stat(key)).not.toBeNull();
      expect(await it.files.sweep(new Date(it.clock.time.getTime() + 1))).toBe(1);
    });
  });
}
