import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld } from '../support/e2e.ts';
import type { World } from '../support/e2e.ts';
import { expectBooksBalance } from '../support/e2e-books.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ environment: { HAPPYHORSE_APP_IN_FLIGHT: '1' } });
  await world.end(world.create());
  await world.shown(world.create({ options: { prompt: 'a slow tide !verySlow' } }), /Rendering/);
  await world.shown(world.create(), /In line/);
  await world.closeServices();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('The check of the books', () => {
  it('finds them in order after a video, with one on the way and one in line', async () => {
    await expectBooksBalance(world.database.sql);
  });

  it.each([
    ['a credit is held twice', `update balances set held = held + 180 where subject = 'pool'`],
    ['a hold is lost', `update balances set held = held - 180 where subject <> 'pool'`],
    ['a charge is counted wrongly', `update balances set charged = charged + 1`],
    ['a balance is missing', `delete from balances where subject = 'pool'`],
    ['a hold was never booked', `delete from ledger where kind = 'hold' and credits = 180`],
    ['a charge was never booked', `delete from ledger where kind = 'charge'`],
    ['more is charged than the card says', `update ledger set credits = 181 where kind = 'charge'`],
    [
      'what was charged is returned as well',
      `insert into ledger (team_id, job_id, kind, person_id, credits, at, held_at)
        select team_id, job_id, 'release', person_id, credits, at, held_at
        from ledger where kind = 'charge'`,
    ],
    [
      'a job on the way is charged already',
      `insert into ledger (team_id, job_id, kind, person_id, credits, at, held_at)
        select l.team_id, job_id, 'charge', l.person_id, credits, at, held_at
        from ledger l join jobs using (team_id, job_id) where open`,
    ],
    ['an entry is for a job that is not there', `delete from jobs where open`],
    ['somebody else pays', `update ledger set person_id = 'discord:1' where kind = 'charge'`],
    ['a job is left without a next step', `delete from schedule`],
    ['a job has no card', `delete from cards`],
    ['a job that is over counts as open', `update jobs set open = true`],
  ])('notices when %s', async (_what, tampering) => {
    const { sql } = world.database;
    const tried = sql.begin(async (tx) => {
      // Without this not even the owner of the tables could tamper with the books.
      await tx`set local session_replication_role = replica`;
      await tx.unsafe(tampering);
      await expect(expectBooksBalance(tx as unknown as typeof sql)).rejects.toThrow();
      throw new Undone();
    });
    await expect(tried).rejects.toThrow(Undone);
  });
});

class Undone extends Error {}
