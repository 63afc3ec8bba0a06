import type { PoolClient } from 'pg';
import { cancel } from './cancel.ts';
import { ConnectionTrouble } from './trouble.ts';

/** A connection in somebody's hands. */
export interface Loan {
  /** Resolves, with why, when it was taken away. */
  readonly takenAway: Promise<ConnectionTrouble>;
  /** Counts from now. */
  extend(withinMs: number): void;
  takeAway(why: ConnectionTrouble): Promise<void>;
  /** It is being taken away: whatever comes back on it, nobody may have it any more. */
  leaving(): boolean;
  over(): void;
}

/** Past its deadline the server says so itself. Past this, too, the connection is silent. */
const graceMs = (withinMs: number) => Math.min(4_000, withinMs / 4);

const CANCEL_WITHIN_MS = 1_000;

/** Lends a connection for so long; then the server is told to stop, and the connection cut off. */
export function startLoan(connection: PoolClient, withinMs: number): Loan {
  const { promise, resolve } = Promise.withResolvers<ConnectionTrouble>();
  let leaving = false;
  async function takeAway(why: ConnectionTrouble): Promise<void> {
    clearTimeout(timer);
    leaving = true;
    // While it is still there: a pooler forgets whose work it was when the connection ends.
    await stopBackend(connection);
    connection.connection.stream.destroy(why);
    resolve(why);
  }
  const takeAwayAfter = (ms: number) =>
    setTimeout(
      () => {
        const words = `The database did not answer within ${ms} ms`;
        void takeAway(new ConnectionTrouble('STATEMENT_TIMEOUT', words));
      },
      ms + graceMs(ms),
    );
  let timer = takeAwayAfter(withinMs);
  return {
    takenAway: promise,
    extend(ms) {
      clearTimeout(timer);
      timer = takeAwayAfter(ms);
    },
    takeAway,
    leaving: () => leaving,
    over() {
      clearTimeout(timer);
    },
  };
}

async function stopBackend(connection: PoolClient): Promise<void> {
  const { host, port } = connection;
  const processId = numberIn(connection, 'processID');
  const secretKey = numberIn(connection, 'secretKey');
  if (processId === null || secretKey === null) return;
  await cancel({ host, port, processId, secretKey }, CANCEL_WITHIN_MS);
}

/** What the driver knows of its connection and its types do not tell. */
export function numberIn(connection: object, name: 'processID' | 'secretKey'): number | null {
  const found: unknown = Object.getOwnPropertyDescriptor(connection, name)?.value;
  return typeof found === 'number' ? found : null;
}
