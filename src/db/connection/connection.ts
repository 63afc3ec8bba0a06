import { createLending } from './pool.ts';
import type { Deadlines } from './pool.ts';
import { control, send } from './send.ts';
import type { Statements } from './statements.ts';
import { ConnectionTrouble } from './trouble.ts';
import { transaction } from './transaction.ts';
import type { TransactionOptions } from './transaction.ts';

export type { Statements } from './statements.ts';

type Work<result> = (tx: Statements) => Promise<result>;

/** A pool of connections. It reconnects by itself; a statement that meets a dead one fails. */
export interface Sql extends Statements {
  /** All of it is written or nothing; its statements go one after the other. */
  begin<result>(run: Work<result>): Promise<result>;
  begin<result>(options: TransactionOptions, run: Work<result>): Promise<result>;
  /** Waits so long for what is under way, then ends it all the same. */
  end(withinMs?: number): Promise<void>;
}

const END_WITHIN_MS = 5_000;

/** @throws {AddressError} */
export function connect(
  databaseUrl: string,
  options: { readonly connections: number; readonly deadlines?: Partial<Deadlines> },
): Sql {
  const lending = createLending(databaseUrl, options);
  function begin<result>(
    ...given: [Work<result>] | [TransactionOptions, Work<result>]
  ): Promise<result> {
    return given.length === 1 ? transaction(lending, {}, given[0]) : transaction(lending, ...given);
  }
  return {
    begin,
    run: (query) =>
      lending.lend((connection) => send(connection, query, lending.keepsSession(connection))),
    script: (text) =>
      lending.lend(async (connection) => {
        await control(connection, text);
      }),
    end: (withinMs = END_WITHIN_MS) => lending.end(withinMs),
  };
}

/** True when the database answers in time. */
export async function answers(sql: Sql, withinMs: number): Promise<boolean> {
  return (await troubleOfAsking(sql, withinMs)) === null;
}

/** What is in the way of an answer in time; null when it comes. */
export async function troubleOfAsking(sql: Sql, withinMs: number): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const silence = new ConnectionTrouble('NO_ANSWER', `No answer in ${withinMs} ms`);
  const timer = setTimeout(resolve, withinMs, silence);
  sql.run({ text: 'select 1', values: [] }).then(() => {
    resolve(null);
  }, resolve);
  const trouble = await promise;
  clearTimeout(timer);
  return trouble;
}
