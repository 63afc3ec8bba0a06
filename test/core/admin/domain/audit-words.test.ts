import { describe, expect, it } from 'vitest';
import { auditWords } from '../../../../src/core/admin/domain/audit-words.ts';
import type { AuditEntry } from '../../../../src/core/teams/domain/audit-entry.ts';
import type { Json } from '../../../../src/core/shared/domain/json.ts';
import { START } from '../../../support/builders.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';

const audited: AuditEntry = {
  seq: 7,
  at: START,
  actor: 'discord:1',
  action: 'set',
  outcome: 'done',
  target: 'team',
  before: null,
  after: null,
  reason: '',
};

const line = (over: Partial<AuditEntry>): string =>
  plain(auditWords({ ...audited, ...over })).replace(
    '7 · <day> <clock> · @Person 1 in Discord ',
    '',
  );

describe('a line of the log', () => {
  it('says who did what to whom, what it was, and why', () => {
    const day = { kind: 'credits', credits: 1_500, per: 'day' };
    expect(
      line({
        target: 'slack:U2',
        before: { allowance: { kind: 'none' }, perJob: 100 },
        after: { allowance: day, perJob: 100, atOnce: 2 },
        reason: 'new here',
      }),
    ).toBe(
      'set a quota for @Person U2 in Slack · credits: none → 1,500 credits a day · most at one time: not set → 2 · “new here”',
    );
    expect(line({ target: 'role:discord:9', before: { allowance: day }, after: {} })).toBe(
      'set a quota for &Role 9 in Discord · credits: 1,500 credits a day → not set',
    );
  });

  it('says what was given, until when, and what was taken back', () => {
    const after = { grant: 'g', credits: 500, expiresAt: '2026-12-01T00:00:00.000Z' };
    expect(line({ action: 'grant', target: 'pool', after })).toContain(
      'granted credits for the pool of the whole team',
    );
    expect(line({ action: 'grant', target: 'pool', after })).toContain(
      'credits: 500 · until: “2026-12-01”',
    );
    const before = [{ grant: 'g', left: 350 }];
    expect(line({ action: 'revoke', target: 'slack:U2', before })).toContain('credits: 350');
  });

  it('says of lists what came and what went', () => {
    expect(
      line({
        action: 'words',
        target: 'gore',
        before: { words: ['a', 'b'] },
        after: { words: ['a', 'b', 'gore'] },
      }),
    ).toBe('changed the blocked words (“gore”) · words: + “gore”');
    const channel = { platform: 'slack', id: 'C1' };
    const none = { allow: [], deny: [] };
    expect(
      line({
        action: 'channels',
        target: 'channel:slack:C1',
        before: { channels: none },
        after: { channels: { ...none, deny: [channel] } },
      }),
    ).toBe('changed the channels for #Channel C1 in Slack · never in: + #Channel C1 in Slack');
  });

  it('says nothing of what nobody reads', () => {
    const before = [{ left: 50 }];
    const words = line({ action: 'revoke', target: 'pool', before, after: { once: 'abc' } });
    expect(words).toContain('credits: 50');
    expect(words).not.toMatch(/once|abc|not set/);
  });

  it('says which places left, and what went to them', () => {
    const inbox = { platform: 'slack', id: 'C1', workspace: 'T1' };
    const before = { places: ['slack:T1'], inbox };
    expect(line({ action: 'unlink', target: 'slack:T1', before, after: {} })).toBe(
      'unlinked a place · places: − “slack:T1” · requests go to: #Channel C1 in Slack → not set',
    );
  });

  it('says who tried what they may not', () => {
    expect(line({ outcome: 'refused', action: 'grant', target: 'discord:1' })).toBe(
      'tried to grant credits for @Person 1 in Discord and was refused',
    );
  });

  it('survives whatever is written there', () => {
    const odd = [1, 'x', null, true, [[{ a: [null] }]], { b: { c: 'd' } }];
    for (const json of odd) {
      expect(line({ action: 'made-up', target: '???', before: json, after: 5 })).toContain(
        'made-up',
      );
    }
    expect(line({ actor: 'service', target: 'team' })).toContain('the service');
  });
});

describe('the beginning of a line of the log', () => {
  it('has its number, its moment and who it was', () => {
    const words = (actor: string) => plain(auditWords({ ...audited, actor })).slice(0, 60);
    expect(words('discord:1')).toBe('7 · <day> <clock> · @Person 1 in Discord set a quota for eve');
    expect(words('service')).toBe('7 · <day> <clock> · the service set a quota for everyone her');
    expect(words('nobody')).toBe('7 · <day> <clock> · nobody set a quota for everyone here');
    expect(words('slack:')).toBe('7 · <day> <clock> · slack: set a quota for everyone here');
  });

  it('shortens the name of somebody unknown to 60 characters', () => {
    const { whole, cut } = atMost(60);
    const words = (actor: string) => plain(auditWords({ ...audited, actor }));
    expect(words(whole)).toContain(` · ${whole} set a quota`);
    expect(words(`${whole}x`)).toContain(` · ${cut} set a quota`);
  });
});

describe('what was done to whom', () => {
  it.each([
    ['set', 'team', 'set a quota for everyone here'],
    ['set', 'slack:U2', 'set a quota for @Person U2 in Slack'],
    ['set', 'role:slack:S3', 'set a quota for &Role S3 in Slack'],
    ['set', 'nobody', 'set a quota for nobody'],
    ['pool', 'pool', 'set the pool'],
    ['grant', 'pool', 'granted credits for the pool of the whole team'],
    ['revoke', 'slack:U2', 'took back credits for @Person U2 in Slack'],
    ['show', 'role:slack:S3', 'looked at a quota for &Role S3 in Slack'],
    ['admins', 'slack:U2', 'changed the admins for @Person U2 in Slack'],
    ['channels', 'channel:slack:C1', 'changed the channels for #Channel C1 in Slack'],
    ['words', 'gore*', 'changed the blocked words (“gore*”)'],
    ['model', 'crun/kling', 'changed the models (“crun/kling”)'],
    ['time-zone', 'Europe/Berlin', 'changed the time zone (“Europe/Berlin”)'],
    ['inbox', 'channel:slack:C1', 'changed where requests go for #Channel C1 in Slack'],
    ['digest', '', 'changed the weekly digest'],
    ['deny', 'slack:U2', 'said no to a request for credits for @Person U2 in Slack'],
    ['forget', 'slack:U2', 'had their prompts and media forgotten'],
    ['cancel', 'job-1', 'cancelled somebody else’s video'],
    ['try-again', 'job-1', 'had a video ordered again'],
    ['give-back', 'job-1', 'closed an order without an answer'],
    ['link-code', 'slack:T1', 'made a code for a link'],
    ['link', 'slack:T1', 'linked a place'],
    ['unlink', 'slack:T1', 'unlinked a place'],
    ['link-account-code', 'slack:U2', 'made a code to link their accounts'],
    ['link-account', 'slack:U2', 'linked their accounts'],
    ['unlink-account', 'slack:U2', 'unlinked their accounts'],
  ])('%s of %j', (action, target, words) => {
    expect(line({ action, target })).toBe(words);
  });

  it.each([
    ['set', 'team', 'set a quota for everyone here'],
    ['pool', 'pool', 'set the pool'],
    ['grant', 'pool', 'grant credits for the pool of the whole team'],
    ['revoke', 'slack:U2', 'take back credits for @Person U2 in Slack'],
    ['show', 'slack:U2', 'look at a quota for @Person U2 in Slack'],
    ['admins', 'slack:U2', 'change the admins for @Person U2 in Slack'],
    ['channels', 'channel:slack:C1', 'change the channels for #Channel C1 in Slack'],
    ['words', 'gore*', 'change the blocked words (“gore*”)'],
    ['model', 'crun/kling', 'change the models (“crun/kling”)'],
    ['time-zone', 'Mars', 'change the time zone (“Mars”)'],
    ['inbox', '', 'change where requests go'],
    ['digest', '', 'change the weekly digest'],
    ['report', '', 'see the report'],
    ['audit', '', 'read this log'],
    ['link', '', 'link this place'],
    ['unlink', '', 'unlink this place'],
    ['decide', 'request-1', 'decide on a request'],
    ['cancel', 'job-1', 'cancel somebody else’s video'],
    ['try-again', 'job-1', 'have a video ordered again'],
    ['give-back', 'job-1', 'close an order without an answer'],
  ])('%s of %j, where it was refused', (action, target, words) => {
    expect(line({ action, target, outcome: 'refused', after: { perJob: 5 } })).toBe(
      `tried to ${words} and was refused`,
    );
  });
});

describe('what was changed', () => {
  it('is one value and another, where both are known', () => {
    const zone = (timeZone: string) => ({ timeZone });
    expect(
      line({
        action: 'time-zone',
        target: 'UTC',
        before: zone('Europe/Berlin'),
        after: zone('UTC'),
      }),
    ).toBe('changed the time zone (“UTC”) · time zone: “Europe/Berlin” → “UTC”');
  });

  it('is what came and what went, where there are several', () => {
    const models = (allow: readonly string[], prefer: string | null = null) => ({
      models: { allow, deny: [], prefer },
    });
    const of = (before: Json, after: Json) =>
      line({ action: 'model', target: 'b', before, after }).replace('changed the models (“b”)', '');
    expect(of(models(['a']), models(['b']))).toBe(' · only these: + “b”, − “a”');
    expect(of(models(['a', 'b']), models([]))).toBe(' · only these: − “a”, − “b”');
    expect(of(models([]), models(['a', 'b']))).toBe(' · only these: + “a”, + “b”');
    expect(of(models([], 'a'), models([], 'b'))).toBe(' · preferred model: “a” → “b”');
    expect(of(models(['a']), models(['a']))).toBe('');
  });

  it('is of one name at a time, though several grants were taken back', () => {
    const before = [{ left: 50 }, { left: 70 }];
    expect(line({ action: 'revoke', target: 'pool', before, after: null })).toBe(
      'took back credits for the pool of the whole team · credits: − 50, − 70',
    );
  });

  it('calls those who were made admins by their accounts', () => {
    const admins = (...ids: string[]) => ({ admins: ids.map((id) => ({ platform: 'slack', id })) });
    const words = line({
      action: 'admins',
      target: 'slack:U2',
      before: admins(),
      after: admins('U2'),
    });
    expect(words).toBe(
      'changed the admins for @Person U2 in Slack · admins: + @Person U2 in Slack',
    );
  });

  it('lists ten values at most', () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`);
    const of = (count: number) =>
      line({ action: 'words', target: 'w', before: { words: [] }, after: { words: words(count) } });
    expect(of(10)).toMatch(/\+ “w8”, \+ “w9”$/);
    expect(of(11)).toMatch(/\+ “w8”, \+ “w9”$/);
  });

  it('shortens words to 60 characters, a reason to 100', () => {
    const sixty = atMost(60);
    const of = (word: string) =>
      line({ action: 'words', target: word, before: { words: [] }, after: { words: [word] } });
    expect(of(sixty.whole)).toBe(
      `changed the blocked words (“${sixty.whole}”) · words: + “${sixty.whole}”`,
    );
    expect(of(`${sixty.whole}x`)).toBe(
      `changed the blocked words (“${sixty.cut}”) · words: + “${sixty.cut}”`,
    );
    const hundred = atMost(100);
    expect(line({ reason: hundred.whole })).toContain(` · “${hundred.whole}”`);
    expect(line({ reason: `${hundred.whole}x` })).toContain(` · “${hundred.cut}”`);
    expect(line({ reason: ' ' })).toBe('set a quota for everyone here');
  });

  it('is told as it was written where nobody knows what it means', () => {
    const of = (allowance: Json) => line({ before: { allowance: null }, after: { allowance } });
    expect(of({ kind: 'monthly' })).toContain('credits: not set → monthly');
    expect(of({ kind: 'unlimited', credits: 5 })).toContain('not set → unlimited');
    expect(of({ kind: 'unlimited', per: 'day' })).toContain('not set → unlimited');
    expect(of({ platform: 'slack', kind: 'none' })).toContain('not set → none');
    expect(of({ kind: 'credits', credits: 20, per: 'year' })).toContain('not set → credits');
  });
});
