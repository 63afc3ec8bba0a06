import { describe, expect, it } from 'vitest';
import { inNewWorkspace } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asking, logOf } from '../requests/asking.ts';
import { wordsOf } from '../requests/choosing.ts';

const database = databaseOfFile();

const DAY_MS = 24 * 3_600_000;

describe('a request', () => {
  it('that is denied starts nothing, and both sides read it', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    expect(await it.decide('Deny')).toContain("@Eve denied @Ann's request.");
    expect(it.own()).toContain('An admin denied your request for 60 credits');
    expect([await it.jobs(), await it.grants()]).toEqual([[], []]);
    expect(await logOf(it)).toMatchObject([{ actor: 'deny', outcome: 'done' }, {}]);
    expect(await it.decide('Approve 60')).toContain('already');
  });

  it('is not decided by somebody who is no admin, and that is written down', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const ben = { ...it.eve, person: { id: 'ben' }, admin: false };
    for (const label of ['Approve 60', 'Deny']) {
      expect(await it.decide(label, ben)).toContain('Only admins can do this');
    }
    expect(await it.decide('Approve another amount', it.ann, 1_000)).toContain(
      'Only admins can do this',
    );
    expect(await it.grants()).toEqual([]);
    expect((await logOf(it)).filter((line) => line.outcome === 'refused')).toHaveLength(3);
    const stranger = { ...it.eve, workspace: inNewWorkspace().workspace };
    expect(await it.decide('Approve 60', stranger)).toContain('This request no longer exists.');
  });

  it('is decided by somebody whom the team names as an admin', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.ann);
    const { platform } = it.ann;
    const entry = { at: it.test.clock.now(), actor: 'e', action: 'a', target: '', reason: '' };
    const admins = [{ platform, id: 'ben' }];
    await it.test.core.teams.change(teamId, (team) => ({ ...team, admins }), entry);
    const ben = { ...it.eve, person: { id: 'ben' }, admin: false };
    expect(await it.decide('Approve 60', ben)).toContain('60 credits approved');
  });

  it('ends after a day, which its person is told once, and is not decided any more', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    await it.test.clock.advance(DAY_MS - 120_000);
    await it.test.settle();
    expect(it.own()).toContain('You asked for 60 credits');
    await it.test.clock.advance(120_000);
    expect(await it.decide('Approve 60')).toContain('This request has expired');
    await it.test.settle();
    expect(it.own()).toContain('No admin answered');
    expect(await it.decide('Approve 60')).toContain('This request has expired');
    await it.test.clock.advance(3_600_000);
    await it.test.settle();
    const told = it.test.platform.replies.map(({ reply }) => wordsOf(reply));
    expect(told.filter((words) => words.includes('No admin answered'))).toHaveLength(1);
    expect([await it.jobs(), await it.grants()]).toEqual([[], []]);
  });

  it('ends though its chat cannot be reached at first', async () => {
    const it = await asking(database.sql);
    await it.press('Ask for 60 credits');
    it.test.platform.fail({ code: 'unreachable', times: 5, message: it.interaction.message });
    await it.test.clock.advance(DAY_MS);
    await it.test.settle();
    expect(it.own()).toContain('You asked for');
    expect(await it.decide('Approve 60')).toContain('This request has expired');
    await it.test.clock.advance(10 * 60_000);
    await it.test.settle();
    expect(it.own()).toContain('No admin answered');
  });
});
