import path from 'node:path';
import { systemClock } from './system-clock.ts';
import type { Config } from '../config/config.ts';
import { readAddress } from '../db/connection/address.ts';
import { openDatabase } from '../db/server/open-database.ts';
import type { Database, DatabaseOptions } from '../db/server/open-database.ts';
import { DatabaseRefused } from '../db/server/database-refused.ts';
import { SettingRefused } from '../settings/settings.ts';

/** @throws {SettingRefused} it cannot be used as it is */
export async function openConfiguredDatabase(
  { DATABASE_URL, DATA_DIR }: Config,
  options: Pick<DatabaseOptions, 'logger' | 'stop'>,
): Promise<Database> {
  try {
    const folder = path.join(DATA_DIR, 'postgres');
    // A server lives in the machine's time, whatever the service's clock says.
    return await openDatabase({
      url: DATABASE_URL ?? null,
      folder,
      clock: systemClock,
      ...options,
    });
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error;
    const { problem, fix } = error;
    throw new SettingRefused({ variable: 'DATABASE_URL', problem, fix });
  }
}

/** Where the database is, without the password to it. */
export function databasePlace({ DATABASE_URL: url, DATA_DIR: folder }: Config): string {
  if (url === undefined) return `its own, in ${path.join(folder, 'postgres')}`;
  const { host = '', port = 5432, database = '' } = readAddress(url).config;
  return `${database} at ${host.startsWith('/') ? host : `${host}:${port}`}`;
}
