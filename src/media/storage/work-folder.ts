import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from './media-files.ts';

/** Workspaces older than this were left behind by a process that died. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Where files of this machine are worked on. */
export interface WorkFolder {
  workspace(): Promise<Workspace>;
  /** Removes what was left behind by processes that died. */
  sweep(now: Date): Promise<void>;
}

export async function createWorkFolder(path: string): Promise<WorkFolder> {
  await fs.mkdir(path, { recursive: true, mode: 0o700 });
  return {
    async workspace() {
      const own = await fs.mkdtemp(join(path, 'w-'));
      return {
        path: own,
        [Symbol.asyncDispose]: () => fs.rm(own, { recursive: true, force: true }),
      };
    },

    async sweep(now) {
      const olderThan = new Date(now.getTime() - ABANDONED_MS);
      for (const name of await fs.readdir(path)) {
        const found = await orNull(fs.stat(join(path, name)));
        if (found && found.mtime < olderThan) {
          await fs.rm(join(path, name), { recursive: true, force: true });
        }
      }
    },
  };
}

export async function hashOf(path: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { hash: hash.digest('hex'), bytes };
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

export async function orNull<value>(pending: Promise<value>): Promise<value | null> {
  try {
    return await pending;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
