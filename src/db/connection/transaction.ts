import type { PoolClient } from 'pg';
import type { Lending } from './pool.ts';
import { control, send } from './send.ts';
import type { Statements } from './statements.ts';

export interface TransactionOptions {
  /** What follows `begin`. */
  readonly mode?: 'read only' | 'isolation level repeatable read read only';
  /** For what takes longer than anything that a person waits for. */
  readonly withinMs?: number;
}

type Outcome<result> =
  | { readonly status: 'committed'; readonly result: result }
  | { readonly status: 'undone'; readonly error: unknown };

/** Runs it between `begin` and `commit`, with its deadline told to the server. */
export async function transaction<result>(
  lending: Lending,
  { mode, withinMs = lending.deadlines.statementMs }: TransactionOptions,
  run: (tx: Statements) => Promise<result>,
): Promise<result> {
  const within = async (connection: PoolClient): Promise<Outcome<result>> => {
    // For this transaction alone: a pooler hands its session to somebody else afterwards.
    await control(
      connection,
      `begin ${mode ?? ''};
      set local statement_timeout = ${withinMs};
      set local idle_in_transaction_session_timeout = ${withinMs}`,
    );
    const { tx, close } = oneByOne(connection, lending.keepsSession(connection));
    try {
      const result = await run(tx);
      await close();
      // The server's only word for it that a statement had failed and was passed over.
      if ((await control(connection, 'commit')) !== 'COMMIT') {
        throw new Error('A transaction was undone, because a statement in it had failed');
      }
      return { status: 'committed', result };
    } catch (error) {
      await close();
      // Where even this fails the connection is beyond use, but it is not what there is to tell.
      const clean = await control(connection, 'rollback').then(
        () => true,
        () => false,
      );
      if (!clean) throw error;
      return { status: 'undone', error };
    }
  };
  const outcome = await lending.lend(within, withinMs);
  if (outcome.status === 'undone') throw outcome.error;
  return outcome.result;
}

/** Statements of one connection, one after the other, until they are no longer taken. */
function oneByOne(connection: PoolClient, prepared: boolean) {
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  function inTurn<result>(work: () => Promise<result>): Promise<result> {
    if (closed) return Promise.reject(new Error('A transaction was used after its end'));
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  }
  const tx: Statements = {
    run: (query) => inTurn(() => send(connection, query, prepared)),
    script: (text) =>
      inTurn(async () => {
        await control(connection, text);
      }),
  };
  return {
    tx,
    close: async () => {
      closed = true;
      await last;
    },
  };
}
