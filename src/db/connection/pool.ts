import { Socket } from 'node:net';
import { Client, Pool } from 'pg';
import type { PoolClient } from 'pg';
import { readAddress } from './address.ts';
import { numberIn, startLoan } from './loan.ts';
import type { Loan } from './loan.ts';
import { ConnectionTrouble, isWithoutTls, troubleOf } from './trouble.ts';

export interface Deadlines {
  /** To reach the server and be let in. */
  readonly connectMs: number;
  /** To have a connection while all are in use. */
  readonly waitMs: number;
  /** For a statement or a whole transaction; the server is told the same. */
  readonly statementMs: number;
}

const DEADLINES: Deadlines = { connectMs: 5_000, waitMs: 10_000, statementMs: 20_000 };

/** What is idle for so long is closed, before a firewall on the way forgets it without a word. */
const IDLE_MS = 10_000;

/** Of an idle peer the system asks from time to time whether it is there, and gives up after three. */
const KEEP_ALIVE = [5_000, 2_000, 3] as const;

/**
 * Tells whether the session is our own, and then leaves our deadline in it, for when we are gone.
 * Behind a pooler the next statement may reach another server process, which is nobody's.
 */
const INTRODUCTION = `
  select pg_backend_pid() = $1 as own,
    set_config('statement_timeout', $2, pg_backend_pid() <> $1),
    set_config('idle_in_transaction_session_timeout', $2, pg_backend_pid() <> $1)`;

export interface Lending {
  readonly deadlines: Deadlines;
  /**
   * Lends a connection until the work is done. One that the work threw on is not used again.
   * @throws {ConnectionTrouble} there was none in time, or it was taken away
   */
  lend<result>(
    work: (connection: PoolClient) => Promise<result>,
    withinMs?: number,
  ): Promise<result>;
  /** Whether what is prepared on it is still there the next time. */
  keepsSession(connection: PoolClient): boolean;
  /** Waits so long for what is under way. */
  end(withinMs: number): Promise<void>;
}

/** A pool of connections, each of which is lent for a time and given up when it is in doubt. */
export function createLending(
  databaseUrl: string,
  options: { readonly connections: number; readonly deadlines?: Partial<Deadlines> },
): Lending {
  const deadlines = { ...DEADLINES, ...options.deadlines };
  const { config, plainToo } = readAddress(databaseUrl);
  const sessions = new WeakSet<PoolClient>();
  const loans = new Map<PoolClient, Loan>();
  const idle = new Set<PoolClient>();
  const waiting = new Set<(why: Error) => void>();
  const works = new Set<Promise<unknown>>();
  const endedByUs = new ConnectionTrouble('CONNECTION_ENDED', 'The pool of connections was ended');
  let ended = false;
  let plain = false;

  class Connection extends Client {
    constructor() {
      const ssl = plain ? false : config.ssl;
      super({ ...config, ssl, connectionTimeoutMillis: deadlines.connectMs });
      // An emitter that tells of an error and is not heard ends the process. Whoever waits for an
      // answer hears of it anyway, and nobody else need know.
      this.on('error', () => undefined);
    }
  }

  const pool = new Pool({
    ...config,
    max: options.connections,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: deadlines.waitMs,
    Client: Connection,
    verify(connection, done) {
      introduce(connection).then(() => {
        done();
      }, done);
    },
  });
  pool
    .on('error', () => undefined)
    .on('acquire', (connection: PoolClient) => {
      idle.delete(connection);
      const loan = startLoan(connection, deadlines.statementMs);
      loans.set(connection, loan);
      void loan.takenAway.then((why) => {
        // What has silenced this one may have silenced the others, which cost nothing.
        for (const other of idle) discard(other, why);
      });
    })
    .on('release', (failed: unknown, connection: PoolClient) => {
      const loan = loans.get(connection);
      loan?.over();
      loans.delete(connection);
      if (Boolean(failed)) return;
      const clean = connection.getTransactionStatus() === 'I' && loan?.leaving() === false;
      if (clean) idle.add(connection);
      else discard(connection, new Error('It was given back when it was not free'));
    })
    .on('remove', (connection: PoolClient) => {
      idle.delete(connection);
    });

  async function introduce(connection: PoolClient): Promise<void> {
    const { stream } = connection.connection;
    if (stream instanceof Socket) stream.setKeepAlive(true, ...KEEP_ALIVE);
    const patience = setTimeout(() => {
      stream.destroy(new ConnectionTrouble('CONNECT_TIMEOUT', 'The database did not answer'));
    }, deadlines.connectMs);
    try {
      const { rows } = await connection.query<{ own: boolean }>(INTRODUCTION, [
        numberIn(connection, 'processID'),
        String(deadlines.statementMs),
      ]);
      if (rows[0]?.own === true) sessions.add(connection);
    } finally {
      clearTimeout(patience);
    }
  }

  /** Takes an idle connection out of the pool, which listens to what it tells. */
  function discard(connection: PoolClient, why: Error): void {
    idle.delete(connection);
    connection.connection.stream.destroy();
    connection.emit('error', why);
  }

  /** Does without TLS where the server has none and nobody insists on it. */
  function open(): Promise<PoolClient> {
    return pool.connect().catch((error: unknown) => {
      if (!plainToo || !isWithoutTls(error)) throw error;
      plain = true;
      return pool.connect();
    });
  }

  /** @throws {ConnectionTrouble} */
  async function take(): Promise<PoolClient> {
    const { promise, resolve, reject } = Promise.withResolvers<PoolClient>();
    waiting.add(reject);
    open().then((connection) => {
      if (waiting.has(reject)) resolve(connection);
      else connection.release(true);
    }, reject);
    try {
      return await promise;
    } catch (error) {
      throw troubleOf(error);
    } finally {
      waiting.delete(reject);
    }
  }

  async function use<result>(
    work: (connection: PoolClient) => Promise<result>,
    withinMs: number,
  ): Promise<result> {
    const connection = await take();
    const loan = loans.get(connection);
    if (loan === undefined) throw new Error('A connection was not lent');
    if (withinMs !== deadlines.statementMs) loan.extend(withinMs);
    let done = false;
    try {
      // Whatever the work waits for, the connection goes back in time.
      const late = loan.takenAway.then((why) => Promise.reject(why));
      const result = await Promise.race([work(connection), late]);
      done = true;
      return result;
    } finally {
      // Cut off rather than ended: where the other side is silent an ending would wait for it.
      if (!done) connection.connection.stream.destroy();
      connection.release(!done);
    }
  }

  return {
    deadlines,
    keepsSession: (connection) => sessions.has(connection),
    async lend(work, withinMs = deadlines.statementMs) {
      if (ended) throw endedByUs;
      const working = use(work, withinMs);
      works.add(working);
      try {
        return await working;
      } finally {
        works.delete(working);
      }
    },
    async end(withinMs) {
      if (ended) return;
      ended = true;
      await orAfter(withinMs, Promise.allSettled(works));
      for (const giveUp of waiting) giveUp(endedByUs);
      await Promise.all([...loans.values()].map((it) => it.takeAway(endedByUs)));
      await orAfter(deadlines.connectMs, pool.end());
    },
  };
}

async function orAfter(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, ms, undefined);
  await Promise.race([work, late]);
  clearTimeout(timer);
}
