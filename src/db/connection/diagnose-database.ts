import { DatabaseError } from 'pg';
import { AddressError, readAddress } from './address.ts';
import { answersLikePostgres } from './probe-database.ts';
import { ConnectionTrouble, isConnectionTrouble } from './trouble.ts';
import { DatabaseRefused } from '../server/database-refused.ts';

/** What keeps a database from being used until somebody mends it, there or on the way. */
export interface DatabaseProblem {
  readonly reason: string;
  readonly fix: string;
}

/** @returns null where it is nothing that an operator can mend */
export type Explain = (error: unknown) => Promise<DatabaseProblem | null>;

const OR_CORRECT = 'or correct DATABASE_URL';

/**
 * What an error at the opening of a database means for whoever set it up.
 * @returns null where it is none of theirs
 * @throws {DatabaseRefused} only another address will do
 */
export async function diagnose(error: unknown, url: string): Promise<DatabaseProblem | null> {
  if (error instanceof AddressError) {
    const fix = 'Write postgres://user:password@host:5432/name.';
    throw new DatabaseRefused(error.problem, fix, { cause: error });
  }
  if (error instanceof DatabaseError) return ofAnswer(error, url);
  return error instanceof ConnectionTrouble ? ofTheWay(error, url) : null;
}

/** The same of the server that is started by ourselves. */
export function diagnoseEmbedded(error: unknown, folder: string): DatabaseProblem | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === DISK_FULL || code === 'ENOSPC') {
    return { reason: `the disk of ${folder} is full (${code})`, fix: 'Free some space there' };
  }
  if (!isConnectionTrouble(error)) return null;
  return {
    reason: `the Postgres in ${folder} does not answer (${String(code)})`,
    fix: 'It is started again by itself; postgres.log there says what happened to it',
  };
}

const DISK_FULL = '53100';

/** What the server said, or a pooler before it. */
function ofAnswer(error: DatabaseError, url: string): DatabaseProblem | null {
  const { where, user, database } = placeOf(url);
  const { code = '', message } = error;
  switch (code) {
    case '3D000':
      return {
        reason: `there is no database "${database}" at ${where} (${code})`,
        fix: `Create it (createdb ${database}), ${OR_CORRECT}`,
      };
    case '28P01':
      return {
        reason: `${where} refuses the password of the user "${user}" (${code})`,
        fix: `Set that password there, ${OR_CORRECT}`,
      };
    case '28000':
      return {
        reason: `${where} does not let the user "${user}" in: ${message} (${code})`,
        fix: `Allow it there, in pg_hba.conf as a rule, ${OR_CORRECT}`,
      };
    case '42501':
      return {
        reason: `the user "${user}" may not make tables in "${database}" at ${where} (${code})`,
        fix: `Make it theirs (alter database "${database}" owner to "${user}"), ${OR_CORRECT}`,
      };
    case '25006':
      return {
        reason: `${where} is a standby, which can only be read (${code})`,
        fix: 'Name the primary in DATABASE_URL',
      };
    case DISK_FULL:
      return { reason: `the disk of ${where} is full (${code})`, fix: 'Free some space there' };
    case '53300':
      return {
        reason: `${where} has no connection left (${code})`,
        fix: 'Raise its max_connections, or put a pooler before it',
      };
    // All that poolers say: PgBouncer under the first, Supabase's under the second.
    case '08P01':
    case 'XX000':
      return { reason: `${where} says: ${message} (${code})`, fix: `Mend it there, ${OR_CORRECT}` };
    default:
      return isConnectionTrouble(error)
        ? { reason: `${where} is not ready: ${message} (${code})`, fix: 'Wait until it is' }
        : null;
  }
}

/** What became of the way to the server. */
async function ofTheWay(error: ConnectionTrouble, url: string): Promise<DatabaseProblem> {
  const { where, host, port } = placeOf(url);
  const { code, message } = error;
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return {
        reason: `nobody listens at ${where} (${code})`,
        fix: `Start Postgres there, ${OR_CORRECT}`,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        reason: `the name ${host} leads nowhere (${code})`,
        fix: `Start what has that name, ${OR_CORRECT}`,
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return {
        reason: `no way leads to ${where} (${code})`,
        fix: `Check the network, ${OR_CORRECT}`,
      };
  }
  if (!isConnectionTrouble(error)) {
    return {
      reason: `${where} was reached, and cannot be used: ${message} (${code})`,
      fix: `Compare what it wants with user, password and sslmode, ${OR_CORRECT}`,
    };
  }
  if (port !== null && (await answersLikePostgres(host, port)) === false) {
    return {
      reason: `what answers at ${where} is no Postgres (${code})`,
      fix: `Start Postgres there, ${OR_CORRECT}`,
    };
  }
  return { reason: `${where} does not answer (${code})`, fix: `Check that it runs, ${OR_CORRECT}` };
}

function placeOf(url: string) {
  const { host = '', port = 5432, database, user = '' } = readAddress(url).config;
  const socket = host.startsWith('/');
  return {
    host,
    user,
    database: database ?? user,
    port: socket ? null : port,
    where: socket ? host : `${host}:${port}`,
  };
}
