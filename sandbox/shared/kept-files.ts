import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files that take long to make and come out the same each time: one for each key. */
export interface KeptFiles {
  /** @throws what `make` throws */
  get(key: string, make: () => Promise<Buffer>): Promise<Buffer>;
}

let root: string | null = null;

/**
 * From now on files are kept there, beyond the end of this process; with null, as it is at first,
 * each one is made when it is asked for.
 */
export function keepFilesIn(folder: string | null): void {
  root = folder;
}

/** What is made by other sources, or with other packages, is another file. */
export function createKeptFiles(sources: readonly string[]): KeptFiles {
  let version: Promise<string> | null = null;
  return {
    async get(key, make) {
      if (root === null) return make();
      const name = hash(`${await (version ??= versionOf(sources))} ${key}`);
      const file = path.join(root, name);
      const kept = await readFile(file).catch(() => null);
      if (kept !== null && kept.length > 0) return kept;
      const made = await make();
      // Where it cannot be kept, on a full disk, it is still there for who asked.
      await keep(file, made).catch(() => undefined);
      return made;
    },
  };
}

/** Another process may make the same at the same time: one of the two stays, whole. */
async function keep(file: string, bytes: Buffer): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(aside, bytes);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

const LOCKFILE = path.join(import.meta.dirname, '../../package-lock.json');

async function versionOf(sources: readonly string[]): Promise<string> {
  const all = createHash('sha256').update(`${process.version} ${process.arch}`);
  for (const source of sources) {
    for (const file of await filesOf(source)) all.update(await readFile(file));
  }
  return all.update(await readFile(LOCKFILE)).digest('hex');
}

/** A file, or those of a folder. */
async function filesOf(source: string): Promise<readonly string[]> {
  if (path.extname(source) !== '') return [source];
  const names = await readdir(source);
  return names.toSorted().map((it) => path.join(source, it));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
