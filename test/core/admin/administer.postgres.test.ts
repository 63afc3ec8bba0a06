import { describe, expect, it } from 'vitest';
import type { AdminAct } from '../../../src/core/chat/domain/admin-command.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { administer } from '../../../src/core/admin/administer.ts';
import { formFor } from '../../../src/core/commands/form-state.ts';
import { aVideoDraft } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { accepted, asksFor } from '../requests/requested.ts';
import { all, createPlace, onAnn, reason, week } from './place.ts';
import type { Place } from './place.ts';

const database = databaseOfFile();

const aPlace = () => createPlace(database.sql);

/** What somebody is told who asks for a video; "accepted" when it is made. */
async function asking(place: Place, requester: Requester, prompt = 'a horse', model?: string) {
  const draft = model === undefined ? {} : { model };
  return accepted(place.test, { prompt, interaction: { requester }, draft }).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : 'odd'),
  );
}

const EVERY_ACT: readonly AdminAct[] = [
  { act: 'set', for: onAnn, change: { allowance: { kind: 'unlimited' } }, reason },
  { act: 'pool', change: { allowance: { kind: 'unlimited' } }, reason },
  { act: 'grant', to: onAnn, credits: 1_000_000, days: null, reason },
  { act: 'revoke', from: { kind: 'team' }, grant: null, reason },
  { act: 'show', of: { kind: 'team' } },
  { act: 'admins', change: 'add', person: 'ann' },
  { act: 'channels', change: 'clear', channel: 'C1' },
  { act: 'words', change: 'list', pattern: null },
  { act: 'model', change: 'clear', model: null },
  { act: 'time-zone', zone: 'Asia/Tokyo' },
  { act: 'confirm', over: 'never' },
  { act: 'inbox', channel: 'C1' },
  { act: 'digest', channel: 'C1' },
  { act: 'report', days: 7 },
  { act: 'audit', from: null },
  { act: 'link', code: null },
  { act: 'link', code: 'AAAA-BBBB' },
  { act: 'unlink', sure: true },
];

describe('somebody who is no admin', () => {
  it('is refused whatever they try, and it is written down', async () => {
    const place = aPlace();
    const { test, ann } = place;
    const { teamId } = await test.core.wallet.resolveIdentity(ann);
    for (const act of EVERY_ACT) {
      expect(all(await place.does(act, ann)), act.act).toContain('Only admins');
    }
    expect((await place.log()).map((it) => it.split(' ').slice(0, 2).join(' '))).toEqual(
      EVERY_ACT.map((it) => `refused ${it.act}`).toReversed(),
    );
    expect(await database.sql`select 1 from policies where team_id = ${teamId}`).toEqual([]);
    expect(
      await test.core.quotas.grants(teamId, `${test.platform.name}:ann`, test.clock.now()),
    ).toEqual([]);
  });

  it('is one once an admin named them, and none any more once that is taken back', async () => {
    const place = aPlace();
    await place.does({ act: 'admins', change: 'add', person: 'ann' });
    const grant = { act: 'grant', to: { kind: 'team' }, credits: 5, days: 1, reason } as const;
    expect(all(await place.does(grant, place.ann))).toContain(
      '5 extra credits for the team budget',
    );
    // The same account name in another chat is somebody else.
    expect(all(await place.does(grant, { ...place.ann, platform: 'other' }))).toContain('Only');
    await place.does({ act: 'admins', change: 'remove', person: 'ann' });
    expect(all(await place.does(grant, place.ann))).toContain('Only admins');
  });

  it('is everybody in a space of their own', async () => {
    const place = aPlace();
    const own = { ...place.admin, workspace: { id: 'ada', kind: 'personal' } as const };
    for (const act of EVERY_ACT) {
      expect(all(await place.does(act, own)), act.act).toContain('No limits to set here');
    }
  });
});

describe('an admin', () => {
  it('sets what a person, a role and everyone may use', async () => {
    const place = aPlace();
    const { ann } = place;
    const none = { allowance: { kind: 'none' } } as const;
    const some = { allowance: week(1_000), perJob: 900 };
    await place.does({ act: 'set', for: { kind: 'team' }, change: none, reason });
    expect(await asking(place, ann)).toBe('no-allowance');
    await place.does({ act: 'set', for: { kind: 'role', id: 'makers' }, change: some, reason });
    expect(await asking(place, ann)).toBe('no-allowance');
    expect(await asking(place, { ...ann, roles: ['makers'] })).toBe('accepted');
    const reply = await place.does({ act: 'set', for: onAnn, change: { perJob: 1 }, reason });
    expect(all(reply)).toContain('Per video: 1 credit (was: default)');
    expect(await asking(place, { ...ann, roles: ['makers'] })).toBe('too-dear');
    await place.does({ act: 'set', for: onAnn, change: { perJob: 'inherit' }, reason });
    expect(await asking(place, { ...ann, roles: ['makers'] })).toBe('accepted');
    expect((await place.log()).at(-1)).toBe('done set team');
  });

  it('is told what is wrong, and nothing is changed', async () => {
    const place = aPlace();
    const reply = await place.does({ act: 'grant', to: onAnn, credits: 0, days: 1, reason });
    expect(reply.tone).toBe('refused');
    expect(all(reply)).toContain('Credits must be a whole number');
    expect(await place.log()).toEqual([]);
  });

  it('grants once what is asked for once, and takes back what is left', async () => {
    const place = aPlace();
    const { test, admin } = place;
    const act = { act: 'grant', to: onAnn, credits: 500, days: 7, reason: 'launch' } as const;
    const interaction = test.anInteraction({ type: 'admin', act }, { requester: admin });
    const first = await administer(test.core, await test.contextOf(interaction), act);
    // Taken up again after a crash.
    expect(await administer(test.core, await test.contextOf(interaction), act)).toEqual(first);
    expect(first && all(first)).toContain(
      'Valid until Nov 25, 2026 · Used after the weekly limit\nReason: “launch”',
    );
    const toTeam = { ...act, to: { kind: 'team' } } as const;
    expect(all(await place.does(toTeam))).toContain('these stay unused');
    const shown = await place.does({ act: 'show', of: onAnn });
    expect(all(shown)).toContain(
      'Extra credits: 500 of 500 left, until Nov 25, 2026 · “launch” · ',
    );
    const back = { act: 'revoke', from: onAnn, grant: null, reason } as const;
    const request = test.anInteraction({ type: 'admin', act: back }, { requester: admin });
    const took = await administer(test.core, await test.contextOf(request), back);
    expect(took && all(took)).toContain('500 extra credits taken back');
    expect(await administer(test.core, await test.contextOf(request), back)).toEqual(took);
    expect(all(await place.does(back))).toContain('Nothing to take back');
    expect((await place.log()).map((it) => it.split(' ')[1])).toEqual([
      ...['revoke', 'grant', 'grant'],
    ]);
  });

  it('closes channels, or all but some', async () => {
    const place = aPlace();
    const { ann } = place;
    const there = { ...ann, channel: 'C2' };
    await place.does({ act: 'channels', change: 'deny', channel: 'C1' });
    expect([await asking(place, ann), await asking(place, there)]).toEqual([
      ...['channel-denied', 'accepted'],
    ]);
    await place.does({ act: 'channels', change: 'allow', channel: 'C1' });
    expect([await asking(place, ann), await asking(place, there)]).toEqual([
      ...['accepted', 'channel-denied'],
    ]);
    const { platform, workspace, person, roles, admin } = ann;
    const nowhere = { platform, workspace, person, roles, admin };
    expect(await asking(place, nowhere)).toBe('channel-denied');
    const reply = await place.does({ act: 'channels', change: 'clear', channel: 'C1' });
    expect(all(reply)).toContain('Rule removed');
    expect(await asking(place, there)).toBe('accepted');
  });

  it('blocks words, whatever is asked for with them', async () => {
    const place = aPlace();
    await place.does({ act: 'words', change: 'add', pattern: '  Kill   bill* ' });
    expect(await asking(place, place.ann, 'they kílled')).toBe('accepted');
    expect(await asking(place, place.ann, 'they KILL Billy')).toBe('words-blocked');
    await place.does({ act: 'words', change: 'add', pattern: 'kill bill*' });
    expect(all(await place.does({ act: 'words', change: 'list', pattern: null }))).toContain(
      'Blocked words: “Kill bill*”',
    );
    await place.does({ act: 'words', change: 'remove', pattern: 'KILL bill*' });
    expect(await asking(place, place.ann, 'they KILL Billy')).toBe('accepted');
  });

  it('tells the requester which word it was, and spends and fetches nothing', async () => {
    const place = aPlace();
    const { test, ann } = place;
    await place.does({ act: 'words', change: 'add', pattern: 'gore' });
    const interaction = await asksFor(test, 'much göre here', { requester: ann });
    const reply = test.platform.replyIn(interaction.message);
    expect(reply && all(reply)).toContain('“göre”');
    expect(reply && all(reply)).toContain('not charged');
  });

  it('keeps a model from being used, by name and in forms', async () => {
    const place = aPlace();
    const { test, ann } = place;
    const [model] = test.provider.models;
    if (model === undefined) throw new Error('The fake provider has no model');
    const id = `${test.provider.name}/${model.model}`;
    const offered = async () => (await formFor(test.core, ann)).models(aVideoDraft('a'));
    expect((await offered()).map((it) => it.id)).toEqual([id]);
    const nothing = await place.does({ act: 'model', change: 'deny', model: 'nonsense' });
    expect(all(nothing)).toContain('No model named “nonsense”. Choose ');
    await place.does({ act: 'model', change: 'deny', model: model.title.toUpperCase() });
    expect(await asking(place, ann, 'a horse', id)).toBe('model-denied');
    expect(await asking(place, ann)).toBe('model-denied');
    expect(await offered()).toEqual([]);
    expect((await formFor(test.core, ann)).price(aVideoDraft('a')).status).toBe('refused');
    await place.does({ act: 'model', change: 'clear', model: null });
    expect(await asking(place, ann)).toBe('accepted');
  });

  it('keeps no list that is longer than can be read', async () => {
    const place = aPlace();
    const { test, admin } = place;
    const { teamId, personId } = await test.core.wallet.resolveIdentity(admin);
    const entry = { at: test.clock.now(), actor: personId, action: 'x', target: '', reason: '' };
    const words = Array.from({ length: 200 }, (_, n) => `word${n}`);
    const admins = words.map((id) => ({ platform: admin.platform, id }));
    const channels = { allow: [], deny: admins };
    const models = { allow: [], deny: words, prefer: null };
    const lists = { words, admins, channels, models };
    await test.core.teams.change(teamId, (it) => ({ ...it, ...lists }), entry);
    const full = [
      { act: 'words', change: 'add', pattern: 'one-more' },
      { act: 'admins', change: 'add', person: 'ann' },
      { act: 'channels', change: 'deny', channel: 'C9' },
      { act: 'model', change: 'deny', model: test.provider.models[0]?.title ?? '' },
    ] as const;
    for (const act of full)
      expect(all(await place.does(act)), act.act).toContain('The list is full (200)');
    expect(all(await place.does({ act: 'words', change: 'add', pattern: 'WORD7' }))).toContain(
      '“WORD7” is blocked\n',
    );
    expect((await test.core.teams.settings(teamId)).words).toEqual(words);
  });
});

describe('what holds for somebody', () => {
  it('is shown part by part with where it comes from, what was used and what is open', async () => {
    const place = aPlace();
    const { ann } = place;
    const makers = { kind: 'role', id: 'makers' } as const;
    await place.does({ act: 'set', for: makers, change: { allowance: week(2_000) }, reason });
    await place.does({ act: 'set', for: { kind: 'team' }, change: { atOnce: 3 }, reason });
    await place.does({ act: 'set', for: onAnn, change: { perJob: 900 }, reason });
    const unknown = all(await place.does({ act: 'show', of: onAnn }));
    expect(unknown).toContain('Limit: 1,000 credits per week (default)');
    expect(unknown).toContain('learns them with their first video');
    const { quote } = await accepted(place.test, {
      interaction: { requester: { ...ann, roles: ['makers'] } },
    });
    const text = all(await place.does({ act: 'show', of: onAnn }));
    for (const part of [
      'Limits for @Person ann',
      'Limit: 2,000 credits per week (from &Role makers',
      'Per video: 900 credits (set for them)',
      'At once: 3 videos (set for everyone)',
      `Used ${quote} of 2,000, resets <day>`,
      `${quote} credits on hold for 1 video in progress`,
      ' as of their last video',
    ]) {
      expect(text).toContain(part);
    }
    const role = all(await place.does({ act: 'show', of: makers }));
    expect(role).toContain('Limit: 2,000 credits per week (from &Role makers');
    expect(role).not.toContain('900');
    const team = all(await place.does({ act: 'show', of: { kind: 'team' } }));
    expect(team).toContain('Team budget: unlimited');
    expect(team).toContain(`Team used ${quote} this month`);
    expect(team).toContain('Credit requests appear where they are made\nThe weekly report is off');
  });
});
