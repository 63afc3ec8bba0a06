import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownTeam } from '../../../src/core/shared/domain/ids.ts';
import { createPostgresQuotas } from '../../../src/db/admin/quota-store.ts';
import { POOL } from '../../../src/db/credits/periods.ts';
import { aRequester } from '../../support/core.ts';
import { testDatabase } from '../../support/database/database.ts';
import type { TestDatabase } from '../../support/database/database.ts';
import { expectBooksBalance } from '../../support/e2e/ledger-audit.ts';
import type { LoadAnswer, LoadOrder, LoadReport } from '../../support/database/load-child.ts';
import { patience } from '../../support/patience.ts';

const PROCESSES = 4;
const PEOPLE = 500;
const AFFORDABLE = 100;
const { platform, workspace } = aRequester({ platform: 'rush' });
const team = ownTeam(platform, workspace);

let database: TestDatabase;
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await database[Symbol.asyncDispose]();
});

/** A process of its own that stands ready; `rush` lets its people ask. */
async function aProcess(order: LoadOrder) {
  const file = fileURLToPath(new URL('../../support/database/load-child.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  const next = () =>
    new Promise<LoadReport>((resolve, reject) => {
      child.once('message', (report) => {
        resolve(report as LoadReport);
      });
      child.once('exit', (code) => {
        if (code !== 0) reject(new Error(`A process ended with ${code}`));
      });
    });
  await next();
  return async (): Promise<readonly LoadAnswer[]> => {
    const answered = next();
    child.send('rush');
    const report = await answered;
    return 'answers' in report ? report.answers : [];
  };
}

describe('500 people of one team at once, in four processes, with a pool for 100 videos', () => {
  it(
    'start exactly 100, and the pool is never overdrawn',
    { timeout: patience(60_000) },
    async () => {
      const { sql } = database;
      // What a video of the fake provider costs.
      const price = 100;
      const limit = AFFORDABLE * price;
      const allowance = { kind: 'credits', credits: limit, per: 'month' } as const;
      const entry = { at: new Date(), actor: 'eve', action: 'pool', target: 'pool', reason: '' };
      const key = { kind: 'pool', subject: '' } as const;
      await createPostgresQuotas(sql).changePolicy(team, key, () => ({ allowance }), entry);
      const rushes = await Promise.all(
        Array.from({ length: PROCESSES }, (_, index) =>
          aProcess({ databaseUrl: database.url, process: index, people: PEOPLE / PROCESSES }),
        ),
      );

      const watching = new AbortController();
      const samples: number[] = [];
      const watcher = (async () => {
        while (!watching.signal.aborted) {
          const [row] = await sql<{ balance: number; booked: number }[]>`
          select
            coalesce((select max(held + charged) from balances
              where team_id = ${team} and subject = ${POOL}), 0)::int as balance,
            coalesce((select sum(credits) from ledger
              where team_id = ${team} and kind = 'hold'), 0)::int as booked`;
          samples.push(row!.balance, row!.booked);
          await delay(2);
        }
      })();
      const answers = (await Promise.all(rushes.map((rush) => rush()))).flat();
      watching.abort();
      await watcher;

      expect(answers).toHaveLength(PEOPLE);
      expect(answers.filter((it) => it.started)).toHaveLength(AFFORDABLE);
      for (const { words } of answers.filter((it) => !it.started)) {
        expect(words).toMatch(/The team budget (has|is used up)/);
        expect(words).toContain('not charged');
      }
      expect(Math.max(...samples)).toBe(limit);
      expect(new Set(samples).size).toBeGreaterThan(2);
      const [held] = await sql<{ jobs: number; credits: number }[]>`
      select count(*)::int as jobs, sum(credits)::int as credits from ledger where kind = 'hold'`;
      expect({ ...held }).toEqual({ jobs: AFFORDABLE, credits: limit });
      await expectBooksBalance(sql);
    },
  );
});
