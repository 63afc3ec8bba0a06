import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';

const SHORTEST = 32;

/**
 * The secret of this file, made once.
 * @throws when the file holds none: anybody could sign with an empty one
 */
export async function keptSecret(file: string): Promise<string> {
  const kept = (await read(file)) ?? (await make(file));
  if (kept.length < SHORTEST) {
    throw new Error(`${file} holds no secret key. Delete it, and a new one is made.`);
  }
  return kept;
}

/** Written aside and linked into place, whole or not at all; of two makers the first one counts. */
async function make(file: string): Promise<string> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(aside, randomBytes(48).toString('base64url'), { mode: 0o600 });
    await link(aside, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(aside, { force: true });
  }
  return (await read(file)) ?? '';
}

async function read(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
