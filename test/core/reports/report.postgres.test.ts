import { describe, expect, it } from 'vitest';
import type { AdminAct } from '../../../src/core/chat/domain/admin-command.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { inNewWorkspace, testCore, toCreate } from '../../support/core.ts';
import type { TestCore, TestCoreOptions } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { plain } from '../messages/domain/plain-text.ts';

const database = databaseOfFile();

const DAY_MS = 24 * 3_600_000;

function aPlace(options: TestCoreOptions = {}) {
  const test = testCore(database.sql, options);
  const platform = test.platform.name;
  const admin = inNewWorkspace({ platform, admin: true, person: { id: 'ann', name: 'Ann 🦄' } });
  const member: Requester = { ...admin, admin: false, person: { id: 'ben', name: '=cmd|x' } };
  const say = async (requester: Requester, act: AdminAct) => {
    const interaction = test.anInteraction({ type: 'admin', act }, { requester });
    await test.conversations.answer(interaction, 'new');
    return test.platform.replyIn(interaction.message);
  };
  const create = async (requester: Requester, prompt = 'a horse') => {
    const interaction = test.anInteraction(toCreate(prompt), { requester });
    await test.conversations.answer(interaction, 'new');
  };
  return { test, admin, member, say, create, ...lookedAt(test) };
}

function lookedAt({ platform }: TestCore) {
  return {
    textOf: (reply: ReturnType<typeof platform.replyIn>) =>
      reply === null ? '' : [reply.headline, ...reply.lines].map(plain).join('\n'),
    saidIn: (channel: string) => platform.replies.filter((it) => it.message === channel),
  };
}

describe('a report', () => {
  it('has words, a chart and a table', async () => {
    const it = aPlace({ wrap: () => ({ creditPrice: { each: 0.01, currency: 'EUR' } }) });
    await it.create(it.admin);
    await it.create(it.member);
    await it.test.settle();
    const reply = await it.say(it.admin, { act: 'report', days: 7 });
    expect(it.textOf(reply)).toMatch(/^Videos, Nov 12\u2009–\u200918, 2026\n2 videos · /u);
    expect(it.textOf(reply)).toContain('@Ann 🦄 · ');
    expect(reply?.files?.map((file) => [file.name, file.type])).toEqual([
      ['chart-2026-11-12-to-2026-11-18.png', 'image/png'],
      ['videos-2026-11-12-to-2026-11-18.csv', 'text/csv'],
    ]);
    const table = new TextDecoder().decode(reply?.files?.[1]?.content).split('\r\n');
    expect(table).toHaveLength(4);
    expect(table[0]).toContain('charged (EUR)');
    expect(table[1]).toContain(",'=cmd|x,");
    expect(table.join('')).not.toContain('a horse');
  });

  it('is there without a chart when none can be drawn', async () => {
    const it = aPlace({
      wrap: () => ({ charts: { report: () => Promise.reject(new Error('no ink')) } }),
    });
    await it.create(it.admin);
    const reply = await it.say(it.admin, { act: 'report', days: 1 });
    expect(reply?.files?.map((file) => file.type)).toEqual(['text/csv']);
    expect(it.textOf(reply)).toContain('1 video');
  });

  it('says that there was nothing, without files', async () => {
    const it = aPlace();
    const reply = await it.say(it.admin, { act: 'report', days: 30 });
    expect(it.textOf(reply)).toContain('No videos');
    expect(reply?.files).toEqual([]);
  });

  it('calls people by what they are called, and a name that cannot be kept stops no video', async () => {
    let kept = 0;
    const it = aPlace({
      wrap: ({ people }) => ({
        people: {
          ...people,
          name(...given) {
            kept += 1;
            return kept > 1 ? Promise.reject(new Error('no disk')) : people.name(...given);
          },
        },
      }),
    });
    await it.create(it.admin);
    await it.create(it.member);
    expect(kept).toBe(2);
    const words = it.textOf(await it.say(it.admin, { act: 'report', days: 1 }));
    expect(words).toContain('2 videos');
    expect(words).toContain('@Ann 🦄 · ');
    expect(words).toContain('@ben · ');
  });

  it('is not for everybody', async () => {
    const it = aPlace();
    const reply = await it.say(it.member, { act: 'report', days: 7 });
    expect(reply?.tone).toBe('refused');
    expect(reply?.files).toBeUndefined();
  });
});

describe('the weekly report', () => {
  /** To the first moment at which it may be due. */
  async function toMonday({ clock }: TestCore, plusMs = 0) {
    await clock.advance(Date.parse('2026-11-23T09:00:00Z') + plusMs - clock.now().getTime());
  }

  it('comes to its channel on Mondays, once, and without pinging anybody', async () => {
    const it = aPlace();
    const on = await it.say(it.admin, { act: 'digest', channel: 'c1' });
    expect(it.textOf(on)).toContain('The weekly report goes to');
    expect(it.saidIn('c1')).toHaveLength(1);
    await it.create(it.admin);
    await it.test.settle();
    await toMonday(it.test, -1);
    await it.test.settle();
    expect(it.saidIn('c1')).toHaveLength(1);
    await toMonday(it.test, 60_000);
    await it.test.settle();
    const [, weeklyReport, ...more] = it.saidIn('c1');
    expect(it.textOf(weeklyReport?.reply ?? null)).toMatch(
      /^The week in videos, Nov 16\u2009–\u200922, 2026\n1 video · /u,
    );
    expect(it.textOf(weeklyReport?.reply ?? null)).toContain('“Ann 🦄”');
    expect(weeklyReport?.reply.files?.map((file) => file.type)).toEqual(['image/png']);
    await it.test.clock.advance(DAY_MS);
    await it.test.settle();
    expect([...more, ...it.saidIn('c1').slice(2)]).toEqual([]);
  });

  it('does not come for a week without a video, nor once it is turned off', async () => {
    const it = aPlace();
    await it.say(it.admin, { act: 'digest', channel: 'c1' });
    await toMonday(it.test, 60_000);
    await it.test.settle();
    expect(it.saidIn('c1')).toHaveLength(1);
    await it.create(it.admin);
    const off = await it.say(it.admin, { act: 'digest', channel: null });
    expect(it.textOf(off)).toBe('The weekly report is off');
    await it.test.clock.advance(7 * DAY_MS);
    await it.test.settle();
    expect(it.saidIn('c1')).toHaveLength(1);
    expect(it.textOf(await it.say(it.admin, { act: 'digest', channel: null }))).toContain(
      'No change · Choose a channel to turn it on',
    );
  });

  it('is sent after all when the chat could not be reached', async () => {
    const it = aPlace();
    await it.say(it.admin, { act: 'digest', channel: 'c1' });
    await it.create(it.admin);
    await it.test.settle();
    it.test.platform.fail({ code: 'unreachable', message: { id: 'c1' } });
    await toMonday(it.test, 60_000);
    await it.test.settle();
    expect(it.saidIn('c1')).toHaveLength(1);
    await it.test.clock.advance(5 * 60_000);
    await it.test.settle();
    expect(it.saidIn('c1')).toHaveLength(2);
  });

  it('is turned off, and that is written down, when its channel is closed', async () => {
    const it = aPlace();
    await it.say(it.admin, { act: 'digest', channel: 'c1' });
    await it.create(it.admin);
    await it.test.settle();
    it.test.platform.remove({ id: 'c1' });
    await toMonday(it.test, 60_000);
    await it.test.settle();
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.admin);
    expect((await it.test.core.teams.settings(teamId)).digest).toBeNull();
    const [last] = await it.test.core.teams.auditLog(teamId, { from: null, most: 5 });
    expect(last).toMatchObject({
      actor: 'service',
      action: 'digest',
      outcome: 'done',
      after: { digest: null },
      reason: 'channel-closed',
    });
  });

  it('is not set up for a channel that cannot be written to', async () => {
    const it = aPlace();
    it.test.platform.remove({ id: 'c1' });
    const reply = await it.say(it.admin, { act: 'digest', channel: 'c1' });
    expect(reply?.tone).toBe('refused');
    expect(it.textOf(reply)).toContain("Showrunner can't post in #");
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.admin);
    expect((await it.test.core.teams.settings(teamId)).digest).toBeNull();
  });

  it('knows the workspace of its channel', async () => {
    const it = aPlace();
    await it.say(it.admin, { act: 'digest', channel: 'c1' });
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.admin);
    expect((await it.test.core.teams.settings(teamId)).digest).toEqual({
      platform: it.test.platform.name,
      id: 'c1',
      workspace: it.admin.workspace.id,
    });
  });
});

describe('the credits of a person', () => {
  it('agree with their videos while these go on', async () => {
    const it = aPlace();
    await it.create(it.member, 'a horse');
    await it.create(it.member, 'a cow');
    const interaction = it.test.anInteraction({ type: 'credits' }, { requester: it.member });
    await it.test.conversations.answer(interaction, 'new');
    const words = it.textOf(it.test.platform.replyIn(interaction.message));
    expect(words).toContain('You have 800 credits left');
    expect(words).toContain('200 credits on hold for 2 videos in progress');
    expect(words).toContain('This week · 2 videos');
    expect(words).toMatch(/“a cow” · .*100 credits on hold\n.*“a horse” · .*100 credits on hold/);
  });

  it('are read again when something moved between two readings', async () => {
    let moves = 1;
    const it = aPlace({
      wrap: ({ reports }) => ({
        reports: {
          ...reports,
          async periodJobs(...given) {
            const read = await reports.periodJobs(...given);
            if (moves > 0) {
              moves -= 1;
              await it.create(it.member, 'in between');
            }
            return read;
          },
        },
      }),
    });
    await it.create(it.member, 'a horse');
    const interaction = it.test.anInteraction({ type: 'credits' }, { requester: it.member });
    await it.test.conversations.answer(interaction, 'new');
    const words = it.textOf(it.test.platform.replyIn(interaction.message));
    expect(words).toContain('You have 800 credits left');
    expect(words).toContain('200 credits on hold for 2 videos');
  });
});
