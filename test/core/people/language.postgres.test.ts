import { describe, expect, it } from 'vitest';
import type { PendingCommand } from '../../../src/core/chat/domain/command.ts';
import type { Requester } from '../../../src/core/teams/domain/requester.ts';
import { languageOf } from '../../../src/core/people/language.ts';
import { inNewWorkspace, sleptThrough, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { asking as creditsFor } from '../requests/asking.ts';
import { labelsOf } from '../requests/choosing.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { plain } from '../messages/domain/plain-text.ts';

const database = databaseOfFile();

function asking(locale?: string): { readonly test: TestCore; readonly ann: Requester } {
  const test = testCore(database.sql);
  const { name } = test.platform;
  const ann = inNewWorkspace({ platform: name, person: { id: 'ann' }, admin: true });
  return { test, ann: spoken(ann, locale) };
}

function spoken(requester: Requester, locale?: string): Requester {
  return locale === undefined
    ? requester
    : { ...requester, person: { ...requester.person, locale } };
}

/** Has it answered. @returns the reply */
async function answered(test: TestCore, requester: Requester, command: PendingCommand) {
  const interaction = test.anInteraction(command, { requester });
  const received = await test.conversations.receive(interaction);
  if (received !== 'repeated') await test.conversations.answer(interaction, received);
  return test.platform.replyIn(interaction.message);
}

const sets = (language: string | null) => ({ type: 'prefer', language }) as const;
const toTeam = (language: string) =>
  ({ type: 'admin', act: { act: 'language', language } }) as const;

describe('The language of a reply', () => {
  it.each([
    { set: 'ja', told: 'de', team: 'fr', is: 'ja' },
    { set: null, told: 'de', team: 'fr', is: 'de' },
    { set: null, told: 'de-AT', team: 'fr', is: 'de' },
    { set: null, told: 'es-419', team: 'fr', is: 'es' },
    { set: null, told: 'en-GB', team: 'fr', is: 'en' },
    { set: null, told: 'zh-TW', team: 'fr', is: 'fr' },
    { set: null, told: 'fi', team: 'fr', is: 'fr' },
    { set: null, told: '../nonsense', team: 'fr', is: 'fr' },
    { set: null, told: undefined, team: 'fr', is: 'fr' },
    { set: null, told: undefined, team: null, is: 'en' },
    { set: null, told: 'fi', team: null, is: 'en' },
    // Of a version that had more languages.
    { set: 'tlh', told: 'de', team: 'fr', is: 'de' },
    { set: 'tlh', told: undefined, team: 'tlh', is: 'en' },
  ])('is $is where $set is set, $told is told and the team has $team', async (it) => {
    const { test, ann } = asking(it.told);
    const who = await test.core.wallet.resolveIdentity(ann);
    const before = await test.core.people.preferences(who);
    await test.core.people.prefer(who, { ...before, language: it.set });
    const entry = { at: test.clock.now(), actor: '', action: 'language', target: '', reason: '' };
    await test.core.teams.change(who.teamId, (old) => ({ ...old, language: it.team }), entry);
    expect(await languageOf(test.core, who, ann)).toBe(it.is);
    const reply = await answered(test, ann, { type: 'help' });
    expect(reply?.language ?? 'en').toBe(it.is);
    expect(await test.conversations.form(ann)).toMatchObject({
      language: it.is,
      ownLanguage: it.set === 'tlh' ? null : it.set,
    });
  });

  it('is the English one for rows of a version without languages', async () => {
    const { test, ann } = asking();
    const { teamId, personId } = await test.core.wallet.resolveIdentity(ann);
    const { sql } = database;
    await sql`insert into people (team_id, person_id, preferences)
      values (${teamId}, ${personId}, '{"settings": {"seconds": 8}, "confirmOver": 5}')`;
    await sql`insert into teams (team_id, settings) values (${teamId}, '{"words": ["x"]}')`;
    expect((await answered(test, ann, { type: 'help' }))?.language).toBeUndefined();
    expect((await test.core.teams.settings(teamId)).words).toEqual(['x']);
  });

  it('is what the chat says where the database cannot be read', async () => {
    const { test, ann } = asking('ko');
    const broken = testCore(database.sql, {
      clock: test.clock,
      platform: test.platform,
      wrap: ({ people }) => ({
        people: { ...people, preferences: () => Promise.reject(new Error('the database is gone')) },
      }),
    });
    const interaction = broken.anInteraction({ type: 'help' }, { requester: ann });
    await broken.conversations.receive(interaction);
    await sleptThrough(broken.clock, broken.conversations.answer(interaction, 'new'));
    expect(broken.platform.replyIn(interaction.message)).toMatchObject({
      tone: 'trouble',
      language: 'ko',
    });
    const unkept = broken.anInteraction({ type: 'help' }, { requester: ann });
    await broken.conversations.answer(unkept, 'unkept');
    expect(broken.platform.replyIn(unkept.message)).toMatchObject({ language: 'ko' });
  });
});

describe('Setting a language of one’s own', () => {
  it.each(['ja', 'JA', '日本語', 'japanese', ' Japanese '])('takes %j', async (typed) => {
    const { test, ann } = asking('de');
    expect(await answered(test, ann, sets(typed))).toMatchObject({ language: 'ja' });
    expect((await answered(test, ann, { type: 'help' }))?.language).toBe('ja');
  });

  it('is answered in the new language, and undone by going back to automatic', async () => {
    const { test, ann } = asking('de');
    const english = await answered(test, ann, sets('en'));
    expect(english).toMatchObject({ language: 'en' });
    expect(plain(english?.headline ?? [])).toBe('Language: English');
    expect((await answered(test, ann, { type: 'help' }))?.language).toBeUndefined();
    const automatic = await answered(test, ann, sets(null));
    expect(automatic).toMatchObject({ language: 'de' });
    expect(plain(automatic?.headline ?? [])).toBe('Language: Automatic');
  });

  it('changes nothing for a language that there is not', async () => {
    const { test, ann } = asking('de');
    const reply = await answered(test, ann, sets('Klingon'));
    expect(reply).toMatchObject({ tone: 'refused', language: 'de' });
    expect(plain(reply?.headline ?? [])).toContain('No language named “Klingon”');
    expect(plain(reply?.headline ?? [])).toContain('日本語');
    expect((await answered(test, ann, { type: 'help' }))?.language).toBe('de');
  });

  it('keeps the other settings, which keep the language', async () => {
    const { test, ann } = asking();
    const settings = { seconds: 8, quality: null, aspect: null, sound: null, guidance: null };
    await answered(test, ann, { type: 'prefer', settings, confirmOver: 300 });
    await answered(test, ann, sets('fr'));
    await answered(test, ann, { type: 'prefer', confirmOver: 500 });
    const who = await test.core.wallet.resolveIdentity(ann);
    expect(await test.core.people.preferences(who)).toEqual({
      settings,
      confirmOver: 500,
      language: 'fr',
    });
    const filled = await answered(test, ann, { type: 'prefer', settings, language: 'es' });
    expect(filled?.language).toBe('es');
    expect(await test.conversations.form(ann)).toMatchObject({ language: 'es', ownLanguage: 'es' });
    expect((await test.conversations.home(ann)).credits.language).toBe('es');
  });

  it('is forgotten with the person', async () => {
    const { test, ann } = asking();
    await answered(test, ann, sets('ja'));
    await answered(test, ann, { type: 'forget', sure: true });
    const who = await test.core.wallet.resolveIdentity(ann);
    expect((await test.core.people.preferences(who)).language).toBeNull();
  });
});

describe('The language of a team', () => {
  it('is set by admins, told with what it was, and written down', async () => {
    const { test, ann } = asking();
    const set = await answered(test, ann, toTeam('Deutsch'));
    expect(plain(set?.headline ?? [])).toBe('Language: Deutsch (was: English)');
    const again = await answered(test, ann, toTeam('de'));
    expect([again?.headline ?? [], ...(again?.lines ?? [])].map(plain)).toEqual([
      'Language: Deutsch',
      'No change',
    ]);
    expect(await answered(test, ann, toTeam('Elvish'))).toMatchObject({ tone: 'refused' });
    const { teamId } = await test.core.wallet.resolveIdentity(ann);
    const log = await test.core.teams.auditLog(teamId, { from: null, most: 10 });
    expect(log).toMatchObject([
      { action: 'language', before: { language: null }, after: { language: 'de' } },
    ]);
    const shown = await answered(test, ann, {
      type: 'admin',
      act: { act: 'show', of: { kind: 'team' } },
    });
    expect(shown?.lines.map(plain)).toContain('Language: Deutsch');
  });

  it('is nobody else’s to set', async () => {
    const { test, ann } = asking();
    const refused = await answered(test, { ...ann, admin: false }, toTeam('de'));
    expect(refused?.tone).toBe('refused');
    const { teamId } = await test.core.wallet.resolveIdentity(ann);
    expect((await test.core.teams.settings(teamId)).language).toBeNull();
  });
});

describe('What others read', () => {
  it('is a credit request and its answer in the team’s language, told to its person in theirs', async () => {
    const yui = { id: 'ann', name: 'Yui', locale: 'ja' };
    const { test, ann, eve, interaction, press, decide } = await creditsFor(database.sql, {
      requester: { person: yui },
    });
    const { platform } = test;
    const readBy = (message: typeof interaction.message) => platform.replyIn(message)?.language;
    const inbox = { id: 'inbox' };
    await answered(test, eve, toTeam('fr'));
    expect(readBy(interaction.message)).toBe('ja');
    const [ask = ''] = labelsOf(platform.replyIn(interaction.message));
    await press(ask);
    expect(readBy(inbox)).toBe('fr');
    expect(readBy(interaction.message)).toBe('ja');
    const deny = labelsOf(platform.replyIn(inbox)).at(-1) ?? '';
    await decide(deny, spoken(eve, 'ko'));
    expect(readBy(inbox)).toBe('fr');
    expect(readBy(interaction.message)).toBe('ja');
    expect(ann.person).toEqual(yui);
  });

  it('is the weekly report in the team’s language', async () => {
    const { test, ann } = asking('ja');
    await answered(test, ann, toTeam('fr'));
    const on = await answered(test, ann, {
      type: 'admin',
      act: { act: 'digest', channel: 'films' },
    });
    expect(on?.language).toBe('ja');
    await answered(test, ann, toCreate('a horse'));
    const monday = Date.parse('2026-11-23T09:01:00Z');
    await test.clock.advance(monday - test.clock.now().getTime());
    await test.settle();
    const posted = test.platform.replies.filter((it) => it.message === 'films');
    expect(posted.length).toBeGreaterThan(1);
    expect(new Set(posted.map(({ reply }) => reply.language))).toEqual(new Set(['fr']));
  });
});

describe('The language of a card', () => {
  const shownTo = async (
    { test, ann }: ReturnType<typeof asking>,
    seenBy?: 'one-person',
    requester = ann,
  ) => {
    const message = test.platform.aMessage(seenBy);
    const interaction = test.anInteraction(toCreate('a horse'), { requester, message });
    await test.conversations.receive(interaction);
    await test.conversations.answer(interaction, 'new');
    await test.settle();
    return test.platform.shown(message)?.view.language ?? 'en';
  };

  it('is the team’s where others see it, and the person’s where they do not', async () => {
    const it = asking('ja');
    expect(await shownTo(it)).toBe('en');
    await answered(it.test, it.ann, toTeam('fr'));
    expect(await shownTo(it)).toBe('fr');
    expect(await shownTo(it, 'one-person')).toBe('ja');
  });

  it('is the person’s in a space of their own', async () => {
    const it = asking('ja');
    const own = { ...it.ann, workspace: { id: 'user:ann', kind: 'personal' } } as const;
    expect(await shownTo(it, undefined, own)).toBe('ja');
  });

  it('is the person’s on their Home, whatever it is in the channel', async () => {
    const it = asking('ja');
    await answered(it.test, it.ann, toTeam('fr'));
    await shownTo(it);
    const { running, ended } = await it.test.conversations.home(it.ann);
    expect([...running, ...ended].map(({ view }) => view.language)).toEqual(['ja']);
  });

  it('is English for a card of a version without languages', async () => {
    const it = asking('ja');
    await answered(it.test, it.ann, toTeam('fr'));
    await shownTo(it);
    const { teamId } = await it.test.core.wallet.resolveIdentity(it.ann);
    const { sql } = database;
    await sql`update cards set language = null, shown = null, due_at = ${it.test.clock.now()}
      where team_id = ${teamId}`;
    await it.test.settle();
    expect(it.test.platform.shows.at(-1)?.view.language).toBeUndefined();
  });
});
