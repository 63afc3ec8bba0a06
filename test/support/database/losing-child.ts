import { connect } from './sql.ts';
import { migrate } from '../../../src/db/server/migrate.ts';
import { cuttableWayTo, throughWay } from './cuttable-connection.ts';

/**
 * A process of its own that loses connections, because what this is about is whether the process
 * lives. It writes what came of each statement, and ends when nothing keeps it.
 */
const [, , scenario = '', url = ''] = process.argv;

const { hostname, port } = new URL(url);
const way = await cuttableWayTo(hostname, Number(port));
const address = throughWay(url, way);
const tell = (told: unknown) => {
  process.stdout.write(`${JSON.stringify(told)}\n`);
};

const outcomeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    () => 'failed',
  );

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  /** Fifty connections lost, each at another moment of a transaction. */
  async transactions() {
    const sql = connect(address, { connections: 4 });
    for (let loss = 0; loss < 50; loss += 1) {
      const all = [1, 2, 3].map(() =>
        outcomeOf(
          sql.begin(async (tx) => {
            for (let n = 0; n < 10; n += 1) await tx`select ${n}::int as n, pg_sleep(0.002)`;
            return [];
          }),
        ),
      );
      await pause(5 + (loss % 10) * 3);
      way.reset();
      const outcomes = await Promise.all(all);
      // In a later turn of the loop as well.
      await pause(5);
      tell({ loss, outcomes });
    }
    await sql.end(1_000);
  },

  /** A connection lost at every moment of its opening and of its first statement. */
  async opening() {
    for (let bytes = 0; bytes < 1_200; bytes += bytes < 800 ? 6 : 40) {
      way.endAfter(bytes);
      const sql = connect(address, { connections: 1 });
      const first = await outcomeOf(sql`select array['a', 'b'] as letters`);
      way.endAfter(null);
      // An end that comes right behind an answer may not be seen yet; then it costs one more.
      let then = await outcomeOf(sql`select 1 as one`);
      if (first === 'answered' && then === 'failed') then = await outcomeOf(sql`select 1 as one`);
      await sql.end(1_000);
      tell({ bytes, first, then });
    }
  },

  /** The same of a migration, which has connections of its own. */
  async migrating() {
    for (const bytes of [0, 1, 30, 90, 300, 420, 560]) {
      way.endAfter(bytes);
      tell({ bytes, first: await outcomeOf(migrate(address)) });
    }
    way.endAfter(null);
    tell({ then: await outcomeOf(migrate(address)) });
  },
};

await scenarios[scenario]?.();
tell('over');
await way[Symbol.asyncDispose]();
