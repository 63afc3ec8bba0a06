import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  familyOf,
  isMediaKey,
  isNoteName,
  MediaFileMissing,
  type ByteRange,
  type MediaFiles,
} from './media-files.ts';
import { createWorkFolder, hashOf, isMissing, orNull } from './work-folder.ts';

/** Media in a folder of this machine; one folder may serve several processes. */
export async function createFolderFiles(
  root: string,
  dependencies: { readonly now: () => Date },
): Promise<MediaFiles> {
  const { now } = dependencies;
  const contents = join(root, 'files');
  const notes = join(root, 'notes');
  // Beside the files, so that moving one into its place is a rename and never a copy.
  const work = await createWorkFolder(join(root, 'work'));
  for (const folder of [contents, notes]) {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  }

  function pathOf(key: string): string {
    // A key that is none names no file: what it would lead to is nobody's business.
    if (!isMediaKey(key)) throw new MediaFileMissing(JSON.stringify(key.slice(0, 100)));
    return join(contents, key.slice(0, 2), key);
  }

  const files: MediaFiles = {
    workspace: () => work.workspace(),

    async put(path, ending) {
      const { hash, bytes } = await hashOf(path);
      const key = `${hash}.${ending}`;
      const target = pathOf(key);
      if (!(await files.touch(key))) {
        await flushToDisk(path);
        await fs.mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await fs.rename(path, target);
        // Windows has no handles on folders.
        if (process.platform !== 'win32') await flushToDisk(dirname(target));
        await files.touch(key);
      }
      return { key, bytes };
    },

    async stat(key) {
      if (!isMediaKey(key)) return null;
      const found = await orNull(fs.stat(pathOf(key)));
      return found && { bytes: found.size };
    },

    async read(key, range?: ByteRange): Promise<Readable> {
      const handle = await orNull(fs.open(pathOf(key), constants.O_RDONLY));
      if (!handle) throw new MediaFileMissing(key);
      return createReadStream('', { fd: handle, ...range });
    },

    async checkOut(key) {
      const source = pathOf(key);
      const workspace = await work.workspace();
      const path = join(workspace.path, key);
      // A second name for the same bytes: a sweep takes the first one only.
      const linked = await orNull(linkOrCopy(source, path));
      const found = linked === null ? null : await orNull(fs.stat(path));
      if (!found) {
        await workspace[Symbol.asyncDispose]();
        throw new MediaFileMissing(key);
      }
      const release = (): PromiseLike<void> => workspace[Symbol.asyncDispose]();
      return { path, bytes: found.size, [Symbol.asyncDispose]: release };
    },

    async touch(key) {
      if (!isMediaKey(key)) return false;
      return (await orNull(fs.utimes(pathOf(key), now(), now()).then(() => true))) ?? false;
    },

    async delete(key) {
      await fs.rm(pathOf(key), { force: true });
    },

    async deleteUnused(key, olderThan) {
      if (!isMediaKey(key)) return true;
      const found = await orNull(fs.stat(pathOf(key)));
      if (found && found.mtime >= olderThan) return false;
      await files.delete(key);
      return true;
    },

    async notesOf(family) {
      const found = await orNull(fs.readdir(dirname(notePath(notes, family))));
      return (found ?? [])
        .map((file) => file.replace(/\.json$/, ''))
        .filter((name) => familyOf(name) === family);
    },

    async deleteNote(name) {
      await fs.rm(notePath(notes, name), { force: true });
    },

    async readNote(name) {
      const path = notePath(notes, name);
      const text = await orNull(fs.readFile(path, 'utf8'));
      if (text !== null) await orNull(fs.utimes(path, now(), now()));
      return text;
    },

    async writeNote(name, text) {
      const target = notePath(notes, name);
      await using workspace = await work.workspace();
      const draft = join(workspace.path, 'note');
      await fs.writeFile(draft, text);
      await fs.mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await fs.rename(draft, target);
      await orNull(fs.utimes(target, now(), now()));
    },

    async sweep(olderThan) {
      const swept = await sweepShards(contents, olderThan);
      await sweepShards(notes, olderThan);
      await work.sweep(now());
      return swept;
    },
  };
  return files;
}

function notePath(notes: string, name: string): string {
  if (!isNoteName(name)) throw new Error(`no name for a note: ${name}`);
  // Together in one folder, so that nobody looks through all for those of one file.
  const hash = createHash('sha256').update(familyOf(name)).digest('hex');
  return join(notes, hash.slice(0, 2), `${name}.json`);
}

/** A rename is only as durable as the bytes and the folder behind it. */
async function flushToDisk(path: string): Promise<void> {
  const handle = await fs.open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linkOrCopy(source: string, target: string): Promise<true> {
  try {
    await fs.link(source, target);
  } catch (error) {
    if (isMissing(error)) throw error;
    // Not every file system has links.
    await fs.copyFile(source, target);
  }
  return true;
}

async function sweepShards(root: string, olderThan: Date): Promise<number> {
  let swept = 0;
  for (const shard of await fs.readdir(root)) {
    for (const name of await fs.readdir(join(root, shard))) {
      const path = join(root, shard, name);
      const found = await orNull(fs.stat(path));
      if (!found || found.mtime >= olderThan) continue;
      await fs.rm(path, { force: true });
      swept += 1;
    }
  }
  return swept;
}
