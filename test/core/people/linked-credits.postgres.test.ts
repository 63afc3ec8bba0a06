import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../support/database/database.ts';
import type { TestDatabase } from '../../support/database/database.ts';
import { sleptThrough, toCreate } from '../../support/core.ts';
import { expectBooksBalance } from '../../support/e2e/ledger-audit.ts';
import { asking } from '../requests/asking.ts';
import type { Asking } from '../requests/asking.ts';
import { asked, wordsOf } from '../requests/choosing.ts';

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
  const who = await wallet.resolveIdentity(main);
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
    expect(await it.decide('Approve 60')).toContain('The video is queued.');
    expect(await it.grants()).toEqual([{ subject: person, credits: 60 }]);
    expect(await it.jobs()).toEqual([{ quote: 100 }]);
  });

  it('are theirs though their accounts were parted before an admin said yes', async () => {
    const it = await asking(database.sql);
    await link(it);
    await it.press('Ask for 60 credits');
    await unlink(it);
    expect(await it.decide('Approve 60')).toContain('The video is queued.');
    const { personId } = await it.test.core.wallet.resolveIdentity(it.ann);
    expect(await it.grants()).toEqual([{ subject: personId, credits: 60 }]);
  });

  it('are not spoken of a day later where no admin was ever told of them', async () => {
    const it = await asking(database.sql);
    for (const id of ['inbox', 'films'])
      it.test.platform.fail({ code: 'refused', message: { id } });
    expect(await it.press('Ask for 60 credits')).toContain(
      'Showrunner has no channel to reach the admins in.',
    );
    const said = it.test.platform.replies.length;
    await it.test.clock.advance(24 * 60 * 60_000);
    await it.test.settle();
    expect(it.test.platform.replies).toHaveLength(said);
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.ann);
    const [row] = await database.sql`
      select status from credit_requests where team_id = ${teamId}`;
    expect(row).toEqual({ status: 'expired' });
  });
});

describe('a video whose pictures take long to fetch', () => {
  const file = (name: string) => ({ url: `https://chat.example/${name}`, name, bytes: null });
  const scene = { kind: 'frames', prompt: 'a horse', first: file('1.png'), last: null } as const;

  it('is of whoever its account is when they are there, by what holds then', async () => {
    const it = await asking(database.sql, { own: 1_000 });
    const { test } = it;
    const bea = { ...it.ann, person: { id: 'bea' } };
    const ingestImage = test.media.ingestImage.bind(test.media);
    const linked: string[] = [];
    test.media.ingestImage = async (...given) => {
      if (linked.length === 0) linked.push(await link({ ...it, ann: bea }));
      return ingestImage(...given);
    };
    const interaction = test.anInteraction(toCreate('a horse', { scene }), { requester: bea });
    await asked(test, interaction);
    const { teamId } = await test.core.wallet.resolveIdentity(bea);
    const job = await test.core.history.madeFor(teamId, bea.platform, interaction.key);
    expect([job?.personId]).toEqual(linked);
  });

  it('does not start where an admin forbade it meanwhile', async () => {
    const it = await asking(database.sql, { own: 1_000 });
    const { test, ann } = it;
    const ingestImage = test.media.ingestImage.bind(test.media);
    const who = await test.core.wallet.resolveIdentity(ann);
    test.media.ingestImage = async (...given) => {
      const entry = { at: test.clock.now(), actor: 'e', action: 'set', target: '', reason: '' };
      const key = { kind: 'team', subject: '' } as const;
      const none = { allowance: { kind: 'none' } } as const;
      await test.core.quotas.changePolicy(who.teamId, key, () => none, entry);
      return ingestImage(...given);
    };
    const interaction = test.anInteraction(toCreate('a horse', { scene }), { requester: ann });
    await asked(test, interaction);
    expect(await test.core.history.madeFor(who.teamId, ann.platform, interaction.key)).toBeNull();
    expect(wordsOf(test.platform.replyIn(interaction.message))).toContain('You have no credits');
  });
});

describe('a video whose account is linked between two tries', () => {
  it.each(['it is tried again', 'another process takes it up'])(
    'is of whoever it is then: %s',
    async (when) => {
      const it = await asking(database.sql, { own: 1_000 });
      const { test } = it;
      const bea = { ...it.ann, person: { id: `bea ${when}` } };
      await test.core.wallet.resolveIdentity(bea);
      const interaction = test.anInteraction(toCreate('a horse'), { requester: bea });
      const linked: string[] = [];
      const linkOnce = async () => {
        if (linked.length === 0) linked.push(await link({ ...it, ann: bea }));
      };
      await test.conversations.receive(interaction);
      if (when === 'it is tried again') {
        const { people } = test.core;
        const preferences = people.preferences.bind(people);
        people.preferences = async (...given) => {
          people.preferences = preferences;
          await linkOnce();
          await preferences(...given);
          throw new Error('the database is away');
        };
        await sleptThrough(test.clock, test.conversations.answer(interaction, 'new'));
      } else {
        const reply = test.platform.reply.bind(test.platform);
        test.platform.reply = async (...given) => {
          await linkOnce();
          await reply(...given);
        };
        await test.conversations.resume(interaction, 1);
      }
      const { teamId, personId } = await test.core.wallet.resolveIdentity(bea);
      expect([personId]).toEqual(linked);
      const job = await test.core.history.madeFor(teamId, bea.platform, interaction.key);
      expect(job?.personId).toBe(personId);
    },
  );
});
