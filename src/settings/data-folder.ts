import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SettingRefused } from './settings.ts';

interface Words {
  /** Completes "DATA_DIR is /a/folder, which …". */
  readonly problem: string;
  readonly fix: string;
}

const NOT_OURS: Words = {
  problem: 'may not be read and written by the user who runs this',
  fix: 'Give that user all rights to DATA_DIR and everything in it',
};
const FULL: Words = { problem: 'has no space left', fix: 'Free some' };
const NO_FOLDER: Words = { problem: 'is not a folder', fix: 'Move what has that name away' };
const LEADS_NOWHERE: Words = {
  problem: 'is a symbolic link that leads nowhere',
  fix: 'Make the folder that it leads to',
};

/** What a system says of a file or folder that it does not let be used. */
const WORDS: ReadonlyMap<string, Words> = new Map([
  ['EACCES', NOT_OURS],
  ['EPERM', NOT_OURS],
  ['EROFS', { problem: 'is on a read-only file system', fix: 'Mount it writable' }],
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EEXIST', NO_FOLDER],
  ['ENOTDIR', NO_FOLDER],
  ['ELOOP', LEADS_NOWHERE],
]);

/** Somebody may make room, and then it goes on. */
export class DataFolderFull extends SettingRefused {}

/**
 * Makes DATA_DIR where there is none, and tries whether it can be written to.
 * @throws {SettingRefused}
 */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const { code, at } = refusalOf(error);
    // All that is missing is made: what is missing still is the end of a link.
    const words = code === 'ENOENT' ? LEADS_NOWHERE : WORDS.get(code);
    throw words === undefined ? error : settingRefused(folder, at ?? folder, code, words);
  }
  await inDataFolder(folder, async () => {
    const trial = path.join(folder, `trial-${randomBytes(6).toString('hex')}`);
    try {
      await writeFile(trial, 'Written to try whether that can be done.\n');
    } finally {
      await rm(trial, { force: true });
    }
  });
}

/**
 * Opens something that lies in DATA_DIR.
 * @throws {SettingRefused} where the system does not let it be used
 */
export async function inDataFolder<result>(
  folder: string,
  open: () => Promise<result>,
): Promise<result> {
  try {
    return await open();
  } catch (error) {
    const refused = refusalOf(error);
    const { code } = refused;
    const words = WORDS.get(code);
    // A file that is open has no path any more, and what is written then lies here.
    const at = words === FULL ? (refused.at ?? folder) : refused.at;
    if (words === undefined || at === null || isOutside(folder, at)) throw error;
    throw settingRefused(folder, at, code, words);
  }
}

/** The system's word for what is in the way, and where that is. */
function refusalOf(error: unknown): { readonly code: string; readonly at: string | null } {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const at = error instanceof Error && 'path' in error ? error.path : null;
  return { code: typeof code === 'string' ? code : '', at: typeof at === 'string' ? at : null };
}

function settingRefused(folder: string, at: string, code: string, words: Words): SettingRefused {
  const within = path.relative(folder, at);
  const itself = within === '' || within.startsWith('trial-');
  const what = itself ? 'which' : isOutside(folder, at) ? `but ${at}` : `where ${within}`;
  const Refused = words === FULL ? DataFolderFull : SettingRefused;
  return new Refused({
    variable: 'DATA_DIR',
    problem: `is ${folder}, ${what} ${words.problem} (${code})`,
    fix: `${words.fix}, or set DATA_DIR to another folder.`,
  });
}

function isOutside(folder: string, at: string): boolean {
  return path.relative(folder, at).split(path.sep)[0] === '..';
}
