import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataFolderFull, inDataFolder, openDataFolder } from '../../src/settings/data-folder.ts';
import { SettingRefused } from '../../src/settings/settings.ts';
import { tempFolder, type TempFolder } from '../media/support/temp-folder.ts';

let folder: TempFolder;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const at = (name: string) => path.join(folder.path, name);

describe('the folder of DATA_DIR', () => {
  it('is made with all above it, and left as it is', async () => {
    await openDataFolder(at('a new/földer'));
    await writeFile(at('a new/földer/kept'), '');
    await openDataFolder(at('a new/földer'));
    expect(await readdir(at('a new/földer'))).toEqual(['kept']);
  });

  it('may be a symbolic link to a folder', async () => {
    await mkdir(at('elsewhere'));
    await symlink(at('elsewhere'), at('link'));
    await openDataFolder(at('link'));
    expect(await readdir(at('link'))).toEqual([]);
  });

  it('is refused in one line that says what is wrong and what to do', async () => {
    await writeFile(at('file'), '');
    await symlink(at('nowhere'), at('dangling'));
    await symlink(at('loop'), at('loop'));
    const words = (name: string) =>
      openDataFolder(at(name)).catch((error: unknown) =>
        error instanceof SettingRefused ? error.message : error,
      );
    const start = 'Showrunner cannot start: DATA_DIR is';
    expect(await words('file')).toBe(
      `${start} ${at('file')}, which is not a folder (EEXIST). Move what has that name away, or set DATA_DIR to another folder.`,
    );
    expect(await words('file/data')).toContain('is not a folder (ENOTDIR). Move');
    expect(await words('dangling')).toBe(
      `${start} ${at('dangling')}, which is a symbolic link that leads nowhere (ENOENT). Make the folder that it leads to, or set DATA_DIR to another folder.`,
    );
    expect(await words('loop')).toContain('is a symbolic link that leads nowhere (ELOOP)');
  });

  it.each([
    ['EACCES', '/data', 'which may not be read and written by the user who runs this (EACCES)'],
    ['EPERM', '/data/secret-key', 'where secret-key may not be read and written'],
    ['EROFS', '/data/media/work', 'where media/work is on a read-only file system (EROFS)'],
    ['ENOSPC', '/data/trial-1', 'which has no space left (ENOSPC). Free some, or'],
  ])('names what the system refuses in it: %s at %s', async (code, place, words) => {
    const error = Object.assign(new Error(code), { code, path: place });
    const refused = inDataFolder('/data', () => Promise.reject(error));
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toBeInstanceOf(SettingRefused);
  });

  it('is full where a write fails for want of space, which names no place', async () => {
    for (const code of ['ENOSPC', 'EDQUOT']) {
      const error = Object.assign(new Error(`${code}: write`), { code, syscall: 'write' });
      const refused = inDataFolder('/data', () => Promise.reject(error));
      await expect(refused).rejects.toBeInstanceOf(DataFolderFull);
      await expect(refused).rejects.toThrow(`DATA_DIR is /data, which has no space left (${code})`);
    }
  });

  it('is not blamed for what lies elsewhere, or has no place', async () => {
    for (const place of ['/data-2/x', '/etc/passwd', undefined]) {
      const error = Object.assign(new Error('no'), { code: 'EACCES', path: place });
      await expect(inDataFolder('/data', () => Promise.reject(error))).rejects.toBe(error);
    }
  });
});
