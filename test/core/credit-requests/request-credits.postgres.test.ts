import { describe, expect, it } from 'vitest';
import { testCore, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asking, logOf } from '../requests/asking.ts';
import { asked, choose, labelsOf, wordsOf } from '../requests/choosing.ts';

const database = databaseOfFile();

const DAY_MS = 24 * 3_600_000;

describe('somebody whose credits do not suffice', () => {
  it('is offered to ask for what is missing', async () => {
    const it = await asking(database.sql);
    expect(it.own()).toContain('Not started');
    expect(it.own()).toContain('An admin can give you more.');
    expect(labelsOf(it.test.platform.replyIn(it.interaction.message))).toEqual([
      'Ask for 60 credits',
    ]);
  });

  it('is offered it as well where there are none at all, and where the team has none', async () => {
    const none = { kind: 'none' } as const;
    const few = { kind: 'credits', credits: 10, per: 'day' } as const;
    const { defaults } = testCore(database.sql).core;
    const without = await asking(database.sql, {
      defaults: { policy: { ...defaults.policy, allowance: none } },
    });
    expect(labelsOf(without.test.platform.replyIn(without.interaction.message))).toEqual([
      'Ask for 100 credits',
    ]);
    const pool = await asking(database.sql, { own: 500, defaults: { pool: few } });
    await pool.press('Ask for 90 credits');
    await pool.decide('Approve 90');
    expect(await pool.grants()).toEqual([{ subject: 'pool', credits: 90 }]);
    const both = await asking(database.sql, { defaults: { pool: few } });
    await both.press('Ask for 90 credits');
    expect(both.admins()).toContain('for the person and the team budget');
    await both.decide('Approve 90');
    expect(await both.grants()).toMatchObject([{ credits: 90 }, { subject: 'pool', credits: 90 }]);
    expect(await both.jobs()).toHaveLength(1);
  });

  it('has nobody to ask in a space of their own', async () => {
    const few = { kind: 'credits', credits: 40, per: 'week' } as const;
    const it = await asking(database.sql, {
      defaults: { personal: few },
      inbox: false,
      requester: { workspace: { id: 'user:ann', kind: 'personal' }, admin: true },
    });
    expect(it.own()).toContain('Not started');
    expect(labelsOf(it.test.platform.replyIn(it.interaction.message))).toEqual([]);
  });

  it('is not offered what would not help: more than one video may cost', async () => {
    const { defaults } = testCore(database.sql).core;
    const allowance = { kind: 'credits', credits: 40, per: 'week' } as const;
    const it = await asking(database.sql, {
      defaults: { policy: { ...defaults.policy, allowance, perJob: 50 } },
    });
    expect(labelsOf(it.test.platform.replyIn(it.interaction.message))).toEqual([]);
  });
});

describe('asking the admins', () => {
  it('tells them who asks, what for, the price, what was used, and gives them three ways', async () => {
    const it = await asking(database.sql);
    expect(await it.press('Ask for 60 credits')).toContain('You asked for 60 credits');
    expect(it.admins().split('\n')).toEqual([
      '60 credits requested',
      '@Ann wants to create “a horse” for 100 credits.',
      'Their limit: 0 of 40 used this week, 40 left',
      'Approving gives the credits for 7 days and tries to start the video.',
      'Expires <relative>',
    ]);
    expect(labelsOf(it.test.platform.replyIn({ id: 'inbox' }))).toEqual([
      ...['Approve 60', 'Approve another amount', 'Deny'],
    ]);
    expect(await it.jobs()).toEqual([]);
  });

  it('tells them once, however often it is pressed', async () => {
    const it = await asking(database.sql);
    const first = it.test.platform.replyIn(it.interaction.message)!;
    const [label, message] = ['Ask for 60 credits', it.interaction.message];
    const again = () => choose(it.test, { message, label, requester: it.ann, reply: first });
    await Promise.all([again(), again()]);
    expect(await again()).toContain('Your request is in #Channel inbox in Chat-of-asking');
    expect(it.test.platform.replies.filter((reply) => reply.message === 'inbox')).toHaveLength(1);
  });

  it('asks in the channel of the request where there is no inbox, or none that can be reached', async () => {
    const where = 'Your request is in this channel. Ask an admin to look at it.';
    const here = await asking(database.sql, { inbox: false });
    expect(await here.press('Ask for 60 credits')).toContain(where);
    expect(here.admins()).toContain('60 credits requested');
    const lost = await asking(database.sql);
    lost.test.platform.remove({ id: 'inbox' });
    expect(await lost.press('Ask for 60 credits')).toContain(where);
    expect(wordsOf(lost.test.platform.replyIn({ id: 'films' }))).toContain('60 credits requested');
  });

  it('says nothing of admins for a request that was kept without where they were asked', async () => {
    const it = await asking(database.sql);
    const reply = it.test.platform.replyIn(it.interaction.message)!;
    await it.press('Ask for 60 credits');
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.ann);
    await database.sql`update credit_requests set requested = '{}' where team_id = ${teamId}`;
    const { message } = it.interaction;
    const again = { message, label: 'Ask for 60 credits', requester: it.ann, reply };
    expect((await choose(it.test, again)).split('\n')).toEqual([
      'You asked for 60 credits',
      'Up to 100 credits · Not charged yet · Expires <relative>',
    ]);
    expect(it.test.platform.replies.filter((told) => told.message === 'inbox')).toHaveLength(1);
  });

  it('says so when nobody can be told, and can be tried again', async () => {
    const it = await asking(database.sql);
    const label = 'Ask for 60 credits';
    const first = it.test.platform.replyIn(it.interaction.message)!;
    for (const id of ['inbox', 'films'])
      it.test.platform.fail({ code: 'refused', message: { id } });
    expect(await it.press(label)).toContain('Showrunner has no channel to reach the admins in.');
    const { message } = it.interaction;
    const words = await choose(it.test, { message, label, requester: it.ann, reply: first });
    expect(words).toContain('You asked for 60 credits');
  });

  it('is not for anybody else to do', async () => {
    const it = await asking(database.sql);
    expect(await it.press('Ask for 60 credits', it.eve)).toContain('Only the person who asked');
    expect(it.admins()).toBe('nothing');
  });

  it('is not done for a fourth video while three wait for an answer', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const said: string[] = [];
    for (const prompt of ['a cow', 'a cat', 'a dog']) {
      const { message } = await another(it, prompt);
      said.push(await choose(it.test, { message, label: 'Ask for 60 credits', requester: it.ann }));
    }
    expect(said[1]).toContain('You asked for 60 credits');
    expect(said[2]).toContain('You have 3 open requests.');
  });
});

async function another(it: Awaited<ReturnType<typeof asking>>, prompt: string) {
  const interaction = it.test.anInteraction(toCreate(prompt), { requester: it.ann });
  await asked(it.test, interaction);
  return interaction;
}

describe('a request that an admin approves', () => {
  it('starts the video by itself in the message of the request, and both sides read it', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const said = await it.decide('Approve 60');
    expect(said).toContain('60 credits approved');
    expect(said).toContain('@Eve gave them to @Ann for 7 days.');
    expect(said).toContain('The video is queued.');
    expect(labelsOf(it.test.platform.replyIn({ id: 'inbox' }))).toEqual([]);
    expect(it.test.platform.shown(it.interaction.message)?.view.status).toBe('waiting');
    expect(await it.jobs()).toEqual([{ quote: 100 }]);
    expect(await it.grants()).toMatchObject([{ credits: 60 }]);
    const [{ after, actor }] = await logOf(it);
    expect([actor, after]).toMatchObject(['grant', { credits: 60, asked: 60 }]);
  });

  it('is good for seven days', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    await it.decide('Approve 60');
    const { teamId, personId } = await it.test.core.wallet.resolveIdentity(it.ann);
    const [row] = await database.sql<{ days: number }[]>`
      select extract(epoch from expires_at - at)::int / 86400 as days from grants
      where team_id = ${teamId} and subject = ${personId}`;
    expect(row?.days).toBe(7);
  });

  it('is not to be asked for again where its video started', async () => {
    const it = await asking(database.sql);
    const reply = it.test.platform.replyIn(it.interaction.message)!;
    await it.press('Ask for 60 credits');
    await it.decide('Approve 60');
    const { message } = it.interaction;
    const again = { message, label: 'Ask for 60 credits', requester: it.ann, reply };
    expect(await choose(it.test, again)).toBe('This was already approved with 60 credits.');
    expect(await it.jobs()).toHaveLength(1);
  });

  it('may get another amount; too little is said, and the rest can be asked for', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const said = await it.decide('Approve another amount', it.eve, 20);
    expect(said).toContain('20 credits approved');
    expect(said).toContain("The video didn't start.");
    expect(it.own()).toContain('An admin gave you 20 credits.');
    expect(it.own()).toContain('This video costs 100 credits');
    expect(labelsOf(it.test.platform.replyIn(it.interaction.message))).toEqual([
      'Ask for 40 credits',
    ]);
    expect(await it.jobs()).toEqual([]);
    await it.press('Ask for 40 credits');
    const { replies } = it.test.platform;
    const second = replies.findLast((reply) => reply.message === 'inbox')!.reply;
    const message = { id: 'inbox' };
    await choose(it.test, { message, label: 'Approve 40', requester: it.eve, reply: second });
    expect(await it.jobs()).toEqual([{ quote: 100 }]);
  });

  it.each([0, -5, 1.5, 2_000_000_000])('is not given %s credits', async (credits) => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    expect(await it.decide('Approve another amount', it.eve, credits)).toContain(
      'must be a whole number from 1 to 1,000,000,000',
    );
    expect(await it.grants()).toEqual([]);
  });

  it('does not start for more than was agreed to', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    it.test.provider.quoteWith(() => 120);
    await it.decide('Approve another amount', it.eve, 500);
    expect(it.own()).toContain('The price is now 120 credits, not 100');
    expect(await it.jobs()).toEqual([]);
    await it.press('Start for 120');
    expect(await it.jobs()).toEqual([{ quote: 120 }]);
  });

  it('is decided once, by whichever admin is first; the other is told', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const pia = { ...it.eve, person: { id: 'pia' } };
    const said = await Promise.all([it.decide('Approve 60'), it.decide('Deny', pia)]);
    const late = said.flatMap((words) => words.split('\n')).filter((it) => /already/.test(it));
    expect(late.length).toBeGreaterThan(0);
    const grants = await it.grants();
    const jobs = await it.jobs();
    expect([0, 1]).toContain(grants.length);
    expect(jobs).toHaveLength(grants.length);
    expect(await it.decide('Approve 60', pia)).toContain('already');
    expect(await it.grants()).toEqual(grants);
  });

  it('grants and starts once, though the admin presses twice or the press is taken up again', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    await it.decide('Approve 60');
    await it.decide('Approve 60');
    expect(await it.grants()).toHaveLength(1);
    expect(await it.jobs()).toHaveLength(1);
    await it.test.settle();
    expect(it.test.provider.starts).toHaveLength(1);
  });

  it('starts though the process died after the decision', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const { teamId, personId } = await it.test.core.wallet.resolveIdentity(it.eve);
    const [row] = await database.sql<{ request_id: string }[]>`
      select request_id from credit_requests where team_id = ${teamId}`;
    const at = it.test.clock.now();
    await it.test.core.creditRequests.answer(teamId, row!.request_id, {
      credits: 60,
      by: personId,
      at,
      expiresAt: new Date(at.getTime() + DAY_MS),
    });
    expect(await it.jobs()).toEqual([]);
    await it.decide('Approve 60');
    expect([await it.jobs(), await it.grants()]).toMatchObject([[{ quote: 100 }], [{}]]);
  });
});
