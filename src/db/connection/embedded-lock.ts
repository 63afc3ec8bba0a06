import { Client } from 'pg';
import { readAddress } from './address.ts';
import { troubleOf } from './trouble.ts';

/** Of the server that runs in a DATA_DIR: whose it is to stop. */
export interface EmbeddedLock {
  /** Whether it is still held: it goes with the connection, and with the process, however that ends. */
  held(): boolean;
  release(): void;
}

/** Any number that nothing else in this database locks. */
const LOCK = 7_316_525;
const WITHIN_MS = 5_000;

/**
 * Takes the lock of an embedded server.
 * @returns null while another process has it
 * @throws {ConnectionTrouble} it does not answer
 */
export async function takeLock(url: string): Promise<EmbeddedLock | null> {
  const client = new Client({
    ...readAddress(url).config,
    ssl: false,
    keepAlive: true,
    connectionTimeoutMillis: WITHIN_MS,
    query_timeout: WITHIN_MS,
  });
  let held = false;
  const release = () => {
    held = false;
    client.connection.stream.destroy();
  };
  client.on('error', () => undefined).on('end', () => (held = false));
  try {
    await client.connect();
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock($1) as mine',
      [LOCK],
    );
    held = rows[0]?.mine === true;
  } catch (error) {
    release();
    throw troubleOf(error);
  }
  if (held) return { held: () => held, release };
  release();
  return null;
}
