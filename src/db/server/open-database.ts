import { untilMended } from '../../core/shared/ports/until-mended.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { Logger } from '../../core/shared/ports/logger.ts';
import { answers, connect, troubleOfAsking } from '../connection/connection.ts';
import type { Sql } from '../connection/connection.ts';
import { diagnose, diagnoseEmbedded } from '../connection/diagnose-database.ts';
import type { Explain } from '../connection/diagnose-database.ts';
import { migrate } from './migrate.ts';
import { openOwnPostgres } from './own-postgres.ts';
import { watchDatabase } from './watch-database.ts';

export interface Database extends AsyncDisposable {
  readonly sql: Sql;
  /** Whether it answers now. */
  alive(): Promise<boolean>;
}

export interface DatabaseOptions {
  /** Null: a server of our own in `folder`. */
  readonly url: string | null;
  readonly folder: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly logger: Logger;
  /** Nobody waits for it any longer. */
  readonly stop: AbortSignal;
}

const CONNECTIONS = 10;
const ALIVE_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Opens the database with the schema of this version. What an operator can mend is told, at growing
 * intervals, and waited for.
 * @throws {DatabaseRefused}
 * @throws the reason of `stop`
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, folder, clock, logger, stop } = options;
  await using opening = new AsyncDisposableStack();
  const own = url === null ? opening.use(await openOwnPostgres(folder, stop)) : null;
  const address = own?.url ?? url ?? '';
  const explain: Explain = (error) =>
    own === null ? diagnose(error, address) : Promise.resolve(diagnoseEmbedded(error, folder));
  await migrateWithTimeout(address, explain, options);
  const sql = opening.adopt(connect(address, { connections: CONNECTIONS }), (it) => it.end());
  const watching = new AbortController();
  const watch = watchDatabase(
    {
      explain,
      clock,
      logger,
      troubleNow: () => troubleOfAsking(sql, ANSWER_WITHIN_MS),
      revive: own === null ? null : () => own.revive(),
    },
    watching.signal,
  );
  opening.defer(() => {
    watching.abort();
    return watch;
  });

  const opened = opening.move();
  return {
    sql,
    alive: () => answers(sql, ALIVE_WITHIN_MS),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function migrateWithTimeout(
  address: string,
  explain: Explain,
  options: Pick<DatabaseOptions, 'clock' | 'logger' | 'stop'>,
): Promise<void> {
  await untilMended(() => migrate(address), explain, 'waiting for the database', options);
}
