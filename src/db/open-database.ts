import { setTimeout } from 'node:timers/promises';
import type { Logger } from '../core/ports/logger.ts';
import { answers, connect } from './connection.ts';
import type { Sql } from './connection.ts';
import { isConnectionTrouble } from './connection/trouble.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

export interface Database extends AsyncDisposable {
  readonly sql: Sql;
  /** Whether it answers now. */
  alive(): Promise<boolean>;
}

export interface DatabaseOptions {
  /** Null: a server of our own in `folder`. */
  readonly url: string | null;
  readonly folder: string;
  readonly logger: Logger;
  /** Nobody waits for it any longer. */
  readonly stop: AbortSignal;
}

const CONNECTIONS = 10;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 5_000;

/**
 * Opens the database with the schema of this version; one that is still starting is waited for.
 * @throws the reason of `stop`
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, folder, logger, stop } = options;
  await using opening = new AsyncDisposableStack();
  const embedded = url === null ? await startEmbeddedPostgres({ folder }) : null;
  if (embedded !== null) {
    // A process that ends in any way of its own takes it along.
    process.once('exit', embedded.letGo);
    opening.defer(async () => {
      process.off('exit', embedded.letGo);
      await embedded.stop();
    });
  }
  const address = embedded?.url ?? url ?? '';
  await migratedInTime(address, logger, stop);
  const sql = opening.adopt(connect(address, { connections: CONNECTIONS }), (it) => it.end());
  const alive = () => answers(sql, 2_000);

  // Our own server is ours to bring back; another one comes back by itself.
  const reviving = setInterval(() => {
    void (async () => {
      if (embedded === null || (await alive())) return;
      await embedded.revive();
      logger.warn({}, 'embedded Postgres started again');
    })().catch((error: unknown) => {
      logger.error({ err: error }, 'embedded Postgres not started again');
    });
  }, LOOK_EVERY_MS);
  reviving.unref();
  opening.defer(() => {
    clearInterval(reviving);
  });

  const opened = opening.move();
  return { sql, alive, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

async function migratedInTime(url: string, logger: Logger, stop: AbortSignal): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await migrate(url);
      return;
    } catch (error) {
      if (!isConnectionTrouble(error) || performance.now() > until) throw error;
      logger.warn({ err: error }, 'waiting for the database');
      await setTimeout(1_000, null, { signal: stop }).catch(() => null);
      stop.throwIfAborted();
    }
  }
}
