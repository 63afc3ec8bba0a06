import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { expectBooksBalance } from '../../support/e2e-books.ts';
import { asking } from './asking.ts';
import type { Asking } from './asking.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await expectBooksBalance(database.sql);
  await database[Symbol.asyncDispose]();
});

/** Ann's account becomes one of somebody who has another one here, too. */
async function link({ test, ann }: Asking): Promise<string> {
  const main = { ...ann, person: { id: 'ann-elsewhere' } };
  const { links, wallet, clock } = test.core;
  const entry = { at: clock.now(), actor: 'ann', action: 'link-account', target: '', reason: '' };
  const who = await wallet.whoIs(main);
  const until = new Date(clock.now().getTime() + 60_000);
  const code = await links.offer(who, main, 'account', until, entry);
  expect(await links.joinPerson(ann, code, entry)).toMatchObject({ status: 'done' });
  return who.personId;
}

async function unlink({ test, ann }: Asking): Promise<void> {
  const entry = { at: test.clock.now(), actor: 'ann', action: 'x', target: '', reason: '' };
  expect(await test.core.links.leavePerson(ann, entry)).toMatchObject({ status: 'done' });
}

describe('credits that somebody asked for', () => {
  it('are theirs though their accounts were linked before an admin said yes', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const person = await link(it);
    expect(await it.decide('Approve 60')).toContain('The video is on its way.');
    expect(await it.grants()).toEqual([{ subject: person, credits: 60 }]);
    expect(await it.jobs()).toEqual([{ quote: 100 }]);
  });

  it('are theirs though their accounts were parted before an admin said yes', async () => {
    const it = await asking(database.sql);
    await link(it);
    await it.press('Ask for 60 credits');
    await unlink(it);
    expect(await it.decide('Approve 60')).toContain('The video is on its way.');
    const { personId } = await it.test.core.wallet.whoIs(it.ann);
    expect(await it.grants()).toEqual([{ subject: personId, credits: 60 }]);
  });
});
