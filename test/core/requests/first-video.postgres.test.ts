import { expect, describe, it } from 'vitest';
import type { ConfirmOver } from '../../../src/core/teams/domain/confirm-over.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { asTyped, inNewWorkspace, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asked, choose, labelsOf, wordsOf } from './choosing.ts';

const database = databaseOfFile();

const settings = {
  seconds: 3,
  quality: 'std',
  aspect: null,
  sound: false,
  guidance: null,
} as const;

/** Of the cheapest video, and of one that costs 10 credits more than is asked about by default. */
const CHEAP = { settings };
const DEAR = { settings: { ...settings, seconds: 7, quality: 'pro', sound: true } as const };
const AT_THE_LIMIT = { settings: { ...DEAR.settings, seconds: 5 } };

const FIRST = 'Showrunner asks before your first video.';

function somebody(over: Partial<Requester> = {}) {
  const test = testCore(database.sql);
  return { test, ann: inNewWorkspace({ platform: test.platform.name, ...over }) };
}

/** Somebody types a request. @returns what they can press, and what it says */
async function types(
  test: TestCore,
  requester: Requester,
  over = CHEAP as Parameters<typeof asTyped>[1],
) {
  const interaction = test.anInteraction(asTyped('a horse', over), { requester });
  await asked(test, interaction);
  const reply = test.platform.replyIn(interaction.message);
  return {
    text: wordsOf(reply),
    buttons: labelsOf(reply),
    press: (label: string) =>
      choose(test, { message: interaction.message, label, requester, ...(reply && { reply }) }),
  };
}

async function madeIn({ core }: TestCore, requester: Requester): Promise<number> {
  const { teamId } = await core.wallet.resolveIdentity(requester);
  return (await database.sql`select 1 from jobs where team_id = ${teamId}`).length;
}

function sets(test: TestCore, requester: Requester, confirmOver: ConfirmOver) {
  return asked(test, test.anInteraction({ type: 'prefer', confirmOver }, { requester }));
}

async function teamSets(test: TestCore, { workspace, platform }: Requester, over: ConfirmOver) {
  const requester = { workspace, platform, person: { id: 'eve' }, roles: [], admin: true };
  await asked(
    test,
    test.anInteraction({ type: 'admin', act: { act: 'confirm', over } }, { requester }),
  );
}

describe('a person’s first video in a team', () => {
  it('waits for Start whatever it costs, and those after it do not', async () => {
    const { test, ann } = somebody();
    const first = await types(test, ann);
    expect(first.text.split('\n')[0]).toBe('This video costs 30 credits');
    expect(first.text.split('\n').at(-1)).toBe(FIRST);
    expect(first.buttons).toEqual(['Start', 'Cancel']);
    expect(await madeIn(test, ann)).toBe(0);
    await first.press('Start');
    expect(await madeIn(test, ann)).toBe(1);

    await types(test, ann);
    await types(test, ann, AT_THE_LIMIT);
    expect(await madeIn(test, ann)).toBe(3);
    const dear = await types(test, ann, DEAR);
    expect(dear.text).toContain('This video costs 280 credits');
    expect(dear.text).not.toContain(FIRST);
    expect(await madeIn(test, ann)).toBe(3);
  });

  it('is asked about again when it was declined, and when it was refused', async () => {
    const { test, ann } = somebody();
    await (await types(test, ann)).press('Cancel');
    const refused = await types(test, ann, { settings: { ...settings, seconds: 900 } });
    expect(refused.text).toContain('Not started');
    expect((await types(test, ann)).text).toContain(FIRST);
    expect(await madeIn(test, ann)).toBe(0);
  });

  it('says so above the price from which anybody is asked, too', async () => {
    const { test, ann } = somebody();
    const dear = await types(test, ann, DEAR);
    expect(dear.text).toContain('This video costs 280 credits');
    await dear.press('Start');
    expect((await types(test, ann)).buttons).toEqual([]);
    expect(await madeIn(test, ann)).toBe(2);
  });

  it('is first in each team, and for each person', async () => {
    const { test, ann } = somebody();
    await (await types(test, ann)).press('Start');
    const elsewhere = inNewWorkspace({ platform: test.platform.name });
    expect((await types(test, elsewhere)).text).toContain(FIRST);
    const ben = { ...ann, person: { id: 'ben' } };
    expect((await types(test, ben)).text).toContain(FIRST);
    expect(await madeIn(test, ann)).toBe(1);
  });

  it('starts in no process without a press, however many are asked for at once', async () => {
    const { test, ann } = somebody();
    const others = [1, 2].map(() =>
      testCore(database.sql, { platform: test.platform, provider: test.provider }),
    );
    const all = [test, ...others].flatMap((it) => [it, it, it, it]);
    const asks = await Promise.all(all.map((it) => types(it, ann)));
    expect(asks.filter((it) => it.text.includes(FIRST))).toHaveLength(all.length);
    expect(await madeIn(test, ann)).toBe(0);
    // Each button is one video, whoever else was pressed meanwhile.
    const [one, other] = [asks[0]!, asks[5]!];
    await Promise.all([one, one, other].map((it) => it.press('Start')));
    expect(await madeIn(test, ann)).toBe(2);
  });

  it('is known after a restart', async () => {
    const { test, ann } = somebody();
    await (await types(test, ann)).press('Start');
    const next = testCore(database.sql, { platform: test.platform, provider: test.provider });
    await types(next, ann);
    expect(await madeIn(test, ann)).toBe(2);
  });
});

describe('what a person or their team set', () => {
  it('stands in the place of the default: the person’s before the team’s', async () => {
    for (const [own, team, cheap, dear] of [
      ['never', 'default', 1, 2],
      [500, 'default', 1, 2],
      [250, 'default', 1, 1],
      [0, 'never', 0, 0],
      ['default', 'never', 1, 2],
      ['default', 250, 1, 1],
      ['default', 0, 0, 0],
      ['never', 0, 1, 2],
    ] as const) {
      const { test, ann } = somebody();
      await sets(test, ann, own);
      await teamSets(test, ann, team);
      expect((await types(test, ann)).text).not.toContain(FIRST);
      expect([own, team, await madeIn(test, ann)]).toEqual([own, team, cheap]);
      await types(test, ann, DEAR);
      expect([own, team, await madeIn(test, ann)]).toEqual([own, team, dear]);
    }
  });

  it('can be taken back', async () => {
    const { test, ann } = somebody();
    await sets(test, ann, 'never');
    await sets(test, ann, 'default');
    await teamSets(test, ann, 'never');
    await teamSets(test, ann, 'default');
    expect((await types(test, ann)).text).toContain(FIRST);
  });
});
