import { describe, expect, it } from 'vitest';
import { openSession } from '../../support/e2e/user.ts';
import type { UserDriver } from '../../support/user.ts';

/** People and their money, through the whole service. A video of three seconds costs 180. */
describe.each(['discord', 'slack'] as const)('Before credits are spent in %s', (chat) => {
  it('somebody who wants to be asked starts it, has a draft made, or leaves it', async () => {
    await using opened = await openSession(chat);
    const { user, harness } = opened;
    expect(await user.confirmOver(100)).toContain('100 credits');

    const left = await user.create({ prompt: 'a canal' });
    const price = await left.shown(/This video costs/);
    expect(price).toContain('This video costs 180 credits');
    expect(price).toContain('3,000 left');
    await left.press('Cancel');
    expect(await left.shown(/Not started/)).not.toContain('180');
    expect(left.buttons()).toEqual([]);

    const long = await user.create({ prompt: 'a glacier', seconds: 10, quality: 'pro' });
    await long.shown(/This video costs/);
    await long.press('Start the draft (120)');
    expect(await long.shown(/credits on hold/)).toContain('120 credits on hold');

    const started = await user.create({ prompt: 'a meadow', seconds: 4 });
    await started.shown(/This video costs 240 credits/);
    await started.press('Start');
    expect(await started.shown(/credits on hold/)).toContain('240 credits on hold');
    expect(await started.end()).toContain('240 credits · ');
    expect(long.text()).toContain('120 credits · ');
    expect(await harness.database.sql`select 1 from jobs`).toHaveLength(2);
    await user.expectInOrder();
  });
});

describe.each(['discord', 'slack'] as const)('The first video of somebody in %s', (chat) => {
  it('shows its price until Start is pressed once; later ones do above the default', async () => {
    await using opened = await openSession(chat, { asks: true });
    const { user, harness } = opened;
    const left = await user.create({ prompt: 'a canal' });
    expect(await left.shown(/first video/)).toContain('This video costs 180 credits');
    expect(left.buttons()).toEqual(expect.arrayContaining(['Start', 'Cancel']));
    await left.press('Cancel');
    await left.shown(/Not started/);

    const first = await user.create({ prompt: 'a meadow' });
    await first.shown(/first video/);
    expect(await harness.database.sql`select 1 from jobs`).toEqual([]);
    await harness.closeServices();
    await harness.open();
    await first.press('Start');
    expect(await first.end()).toContain('180 credits · ');

    const second = await user.create({ prompt: 'a glacier' });
    expect(await second.end()).toContain('180 credits · ');
    const dear = await user.create({ prompt: 'a tide', seconds: 4 });
    expect(await dear.shown(/This video costs/)).not.toContain('first video');
    const ofBob = await user.create({ prompt: 'a market' }, 'bob');
    await ofBob.shown(/first video/);
    await user.startAtOnce();
    const ofEve = await user.create({ prompt: 'a harbour', seconds: 4 }, 'eve');
    expect(await ofEve.end()).toContain('240 credits · ');
    expect(await harness.database.sql`select 1 from jobs`).toHaveLength(3);
    await user.expectInOrder();
  });
});

describe.each(['discord', 'slack'] as const)('Somebody with too few credits in %s', (chat) => {
  it('asks the admins: a yes starts the video by itself, a no or no answer does not', async () => {
    await using opened = await openSession(chat, {
      environment: { DEFAULT_ALLOWANCE: '100/week' },
      // Slack takes a message a second in a channel, of real time here; that has tests of its own.
      slack: { rateLimits: false },
    });
    const { user, harness } = opened;

    const yes = await asking(user, 'a canal', 'Ask for 80 credits');
    const first = await user.requested();
    // Nobody chose this channel for it: what was asked for may be private.
    expect(first.text()).not.toContain('a canal');
    expect(first.buttons()).toEqual(['Approve 80', 'Approve another amount', 'Deny']);
    expect(await (await first.press('Approve 80', 'ada'))()).toContain('Only admins can');
    await first.press('Approve 80', 'eve');
    expect(await first.shown(/approved/)).toContain('80 credits approved');
    await yes.shown(/credits on hold/);
    expect(await yes.end()).toContain('180 credits · ');
    expect(first.buttons()).toEqual([]);

    const more = await asking(user, 'a glacier', 'Ask for 180 credits');
    const second = await user.requested();
    await second.press('Approve another amount', 'eve', 200);
    expect(await second.shown(/approved/)).toContain('200 credits approved');
    expect(await more.shown(/credits on hold/)).toContain('180 credits on hold');

    const no = await asking(user, 'a meadow', 'Ask for 160 credits');
    const third = await user.requested();
    await third.press('Deny', 'eve');
    expect(await third.shown(/Denied/)).toMatch(/denied .*request/);
    expect(await no.shown(/An admin denied your request/)).toContain('Not charged');

    const late = await asking(user, 'a tide', 'Ask for 160 credits');
    const fourth = await user.requested();
    harness.passMinutes(24 * 60 + 5);
    expect(await late.shown(/No admin answered/)).toContain('You can ask again.');
    await fourth.press('Approve 160', 'eve');
    expect(await fourth.shown(/This request has expired/)).not.toContain('approved');
    expect(await harness.database.sql`select 1 from jobs`).toHaveLength(2);
    await user.expectInOrder();
  });
});

/** Asks for a video, and then for the credits that it lacks. */
async function asking(user: UserDriver, prompt: string, label: string) {
  const answer = await user.create({ prompt });
  await answer.shown(/Not started/);
  await answer.press(label);
  await answer.shown(/You asked for/);
  return answer;
}
