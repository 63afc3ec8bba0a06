import { describe, expect, it } from 'vitest';
import { openBoth, openSession } from '../../support/e2e/user.ts';
import type { UserDriver, QuotaUse } from '../../support/user.ts';

/** Every act that changes or tells something, as somebody who is no admin tries it. */
const TRIED: readonly QuotaUse[] = [
  { act: 'set', who: 'bob', credits: 1_000_000, per: 'day' },
  { act: 'pool', credits: 1_000_000, per: 'day' },
  { act: 'grant', who: 'bob', credits: 1_000_000, reason: 'because I can' },
  { act: 'show', who: 'ada' },
  { act: 'block', word: 'lighthouse' },
  { act: 'admins', who: 'bob' },
  { act: 'report' },
  { act: 'digest' },
  { act: 'audit' },
  { act: 'link', code: 'AAAAA-AAAAA' },
  { act: 'unlink' },
];

const codeIn = (text: string) => /[A-Z0-9]{5}-[A-Z0-9]{5}/.exec(text)?.[0] ?? '';

describe.each(['discord', 'slack'] as const)('Quotas in %s', (chat) => {
  it('are set by admins, hold at once, and are told with where they come from', async () => {
    await using opened = await openSession(chat);
    const { user, harness } = opened;
    await user.quota({ act: 'set', who: null, credits: 400, per: 'week' });
    await user.quota({ act: 'set', who: 'ada', credits: 200, per: 'day' });
    expect(await user.interaction('credits')).toContain('You have 200 credits left');
    await (await user.create({ prompt: 'a tide' })).end();
    const refused = await (await user.create({ prompt: 'a second tide' })).shown(/Not started/);
    expect(refused).toContain('20');
    expect(refused).toContain('not charged');

    await user.quota({ act: 'grant', who: 'ada', credits: 300, reason: 'the trailer' });
    const text = await (await user.create({ prompt: 'a second tide' })).end();
    expect(text).toContain('Your video is ready');
    expect(text).toContain('140 left');
    const shown = await user.quota({ act: 'show', who: 'ada' });
    expect(shown).toContain('200');
    expect(shown).toContain('the trailer');

    await user.quota({ act: 'block', word: 'fox*' });
    const blocked = await (await user.create({ prompt: 'Foxes at night' })).shown(/Not started/);
    expect(blocked).toContain('not charged');
    const log = await user.quota({ act: 'audit' });
    expect(log).toContain('the trailer');
    expect(harness.provider.creates).toHaveLength(2);
    await user.expectInOrder();
  });

  it('are told of every Monday where admins want it, with a chart', async () => {
    await using opened = await openSession(chat);
    const { user, harness } = opened;
    expect(await user.quota({ act: 'digest' })).toContain('The weekly report goes to');
    expect(await user.posted(/The weekly report comes here/)).toContain(
      'Every Monday: who created',
    );
    await (await user.create({ prompt: 'a tide' })).end();
    // From Wednesday noon to Monday morning.
    harness.passMinutes(5 * 24 * 60);
    const weeklyReport = await user.posted(/The week in videos/);
    expect(weeklyReport).toContain('180');
    expect(weeklyReport).toMatch(/chart-.*\.png|180 credits charged/);
    await user.expectInOrder();
  });

  it('are no business of anybody else’s, and who tries is written down', async () => {
    await using opened = await openSession(chat, { asks: true });
    const { user, harness } = opened;
    for (const use of TRIED) expect(await user.quota(use, 'bob')).toMatch(/[Oo]nly.*admin/);
    const [log] = await harness.database.sql<{ refused: number; done: number }[]>`
      select count(*) filter (where outcome = 'refused')::int as refused,
        count(*) filter (where outcome = 'done')::int as done from audit_log`;
    expect(log).toEqual({ refused: TRIED.length, done: 0 });
    expect(
      await harness.database.sql`select 1 from policies union all select 1 from grants`,
    ).toEqual([]);
    await user.expectInOrder();
  });
});

describe('One wallet for both chats', () => {
  it('is linked by an admin of each, spent from by all, and split again', async () => {
    await using opened = await openBoth();
    const { user: discord, slackUser: slack, harness } = opened;
    const code = codeIn(await discord.quota({ act: 'link', code: null }));
    expect(await slack.quota({ act: 'link', code })).toContain('Linked');
    expect(await slack.quota({ act: 'link', code })).toContain('already linked');
    await slack.quota({ act: 'pool', credits: 400, per: 'week' });

    const made = async (user: UserDriver, prompt: string) => (await user.create({ prompt })).end();
    await made(discord, 'a harbour');
    expect(await made(slack, 'a market')).toContain('Your video is ready');
    const refused = await (await discord.create({ prompt: 'a bridge' })).shown(/Not started/);
    expect(refused).toContain('The team budget has 40 left');

    // Two accounts of one person: what both used counts.
    const own = codeIn(await slack.link(null));
    expect(await discord.link(own)).toContain('Your two accounts now share one limit.');
    for (const user of [discord, slack]) {
      expect(await user.interaction('credits')).toContain('Used 360 of 3,000');
    }
    expect(await discord.quota({ act: 'unlink' })).toContain('Unlinked');
    expect(await slack.interaction('credits')).toContain('You have 3,000 credits left');
    const teams = await harness.database.sql`select distinct team_id from jobs`;
    expect(teams).toHaveLength(1);
    await discord.expectInOrder();
    await slack.expectInOrder();
  });
});
