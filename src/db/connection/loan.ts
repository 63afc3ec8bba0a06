import type { PoolClient } from 'pg';
import { cancel } from './cancel.ts';
import { ConnectionTrouble } from './trouble.ts';

/** A connection in somebody's hands. */
export interface Loan {
  /** Resolves, with why, when it is taken away. */
  readonly takenAway: Promise<ConnectionTrouble>;
  /** Counts from now. */
  extend(withinMs: number): void;
  over(): void;
}

/** Past its deadline the server says so itself. Past this, too, the connection is silent. */
const graceMs = (withinMs: number) => Math.min(4_000, withinMs / 4);

const CANCEL_WITHIN_MS = 5_000;

/** Lends a connection for so long; then it is cut off, and the server told to stop. */
export function startLoan(
  connection: PoolClient,
  withinMs: number,
  onTakenAway: (why: ConnectionTrouble) => void,
): Loan {
  const { promise, resolve } = Promise.withResolvers<ConnectionTrouble>();
  const takeAwayAfter = (ms: number) =>
    setTimeout(
      () => {
        const why = new ConnectionTrouble(
          'STATEMENT_TIMEOUT',
          `The database did not answer within ${ms} ms`,
        );
        resolve(why);
        stopBackend(connection);
        connection.connection.stream.destroy(why);
        onTakenAway(why);
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
    over() {
      clearTimeout(timer);
    },
  };
}

function stopBackend(connection: PoolClient): void {
  const { host, port } = connection;
  const processId = numberIn(connection, 'processID');
  const secretKey = numberIn(connection, 'secretKey');
  if (processId !== null && secretKey !== null) {
    cancel({ host, port, processId, secretKey }, CANCEL_WITHIN_MS);
  }
}

/** What the driver knows of its connection and its types do not tell. */
export function numberIn(connection: object, name: 'processID' | 'secretKey'): number | null {
  const found: unknown = Object.getOwnPropertyDescriptor(connection, name)?.value;
  return typeof found === 'number' ? found : null;
}
