import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/core/shared/domain/json.ts';
import { atMost } from '../../messages/domain/plain-text.ts';
import { line } from './audited.ts';

const C1 = { platform: 'slack', id: 'C1' };

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
    ).toBe('Change time zone · Time zone: Europe/Berlin → UTC');
  });

  it('is what came and what went, where there are several', () => {
    const models = (allow: readonly string[], prefer: string | null = null) => ({
      models: { allow, deny: [], prefer },
    });
    const of = (before: Json, after: Json) =>
      line({ action: 'model', target: 'b', before, after }).replace('Change models · ', '');
    expect(of(models(['a']), models(['b']))).toBe('Only: + b · Only: − a');
    expect(of(models(['a', 'b']), models([]))).toBe('Only: − a and b');
    expect(of(models([]), models(['a', 'b']))).toBe('Only: + a and b');
    expect(of(models([], 'a'), models([], 'b'))).toBe('Preferred: + b · Preferred: − a');
    expect(of(models([], 'a'), models([]))).toBe('Preferred: − a');
    expect(of(models([]), models(['crun/kling'], 'a'))).toBe('Only: + Kling 2.6 · Preferred: + a');
    // Nothing changed: only what it was about is left to tell.
    expect(of(models(['a']), models(['a']))).toBe('“b”');
  });

  it.each<[string, Json, Json, string]>([
    [
      'confirm',
      {},
      { confirmOver: 500 },
      'Change price confirmation · Price confirmation: default → Above 500 credits',
    ],
    [
      'confirm',
      { confirmOver: 500 },
      { confirmOver: 'never' },
      'Change price confirmation · Price confirmation: Above 500 credits → Never ask',
    ],
    [
      'confirm',
      { confirmOver: 'never' },
      { confirmOver: 'default' },
      'Change price confirmation · Price confirmation: Never ask → First video, then above 200 credits',
    ],
    [
      'confirm',
      { confirmOver: 'default' },
      { confirmOver: 'odd' },
      'Change price confirmation · Price confirmation: First video, then above 200 credits → odd',
    ],
    [
      'language',
      { language: 'en' },
      { language: 'never' },
      'Change language · Language: en → never',
    ],
    [
      'inbox',
      {},
      { inbox: C1 },
      'Change request channel · Credit requests go to: default → #Channel C1 in Slack',
    ],
    [
      'digest',
      {},
      { digest: C1 },
      'Change weekly report · Weekly report goes to: + #Channel C1 in Slack',
    ],
    [
      'channels',
      { channels: { allow: [] } },
      { channels: { allow: [C1] } },
      'Change channels · Only in: + #Channel C1 in Slack',
    ],
    ['model', { models: { deny: [] } }, { models: { deny: ['a'] } }, 'Change models · Never: + a'],
    [
      'set',
      { perJob: 5 },
      { perJob: 9, atOnce: 1 },
      'Set limits · Everyone · Per video: 5 credits → 9 credits · At once: default → 1 video',
    ],
    ['set', null, { perJob: 5 }, 'Set limits · Everyone · Per video: 5 credits'],
    [
      'set',
      { perJob: [5, 6] },
      { perJob: 9 },
      'Set limits · Everyone · Per video: + 9 credits · Per video: − 5 credits and 6 credits',
    ],
    [
      'set',
      { perJob: 9 },
      { perJob: [5, 6] },
      'Set limits · Everyone · Per video: + 5 credits and 6 credits · Per video: − 9 credits',
    ],
    ['pool', {}, { allowance: { kind: 'none' } }, 'Set team budget · Limit: default → 0 credits'],
  ])('of %s, from %j to %j, is told by its name', (action, before, after, told) => {
    const target = action === 'pool' ? 'pool' : 'team';
    expect(line({ action, target, before, after })).toBe(told);
  });

  it('is each of several grants that were taken back', () => {
    const before = [
      { grant: 'g', left: 50 },
      { grant: 'h', left: 70 },
    ];
    expect(line({ action: 'revoke', target: 'pool', before, after: null })).toBe(
      'Take back extra credits · Team budget · 50 credits and 70 credits · ID: g and h',
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
    expect(words).toBe('Change admins · Added admins: + @Person U2 in Slack');
  });

  it('lists ten values at most', () => {
    const words = (count: number) => Array.from({ length: count }, (_, n) => `w${n}`);
    const of = (count: number) =>
      line({ action: 'words', target: 'w', before: { words: [] }, after: { words: words(count) } });
    expect(of(10)).toMatch(/“w8” and “w9”$/);
    expect(of(11)).toMatch(/“w8” and “w9”$/);
  });

  it('shortens an act that this version does not know to 60 characters', () => {
    const { whole, cut } = atMost(60);
    expect(line({ action: whole })).toBe(`${whole} · Everyone`);
    expect(line({ action: `${whole}x` })).toBe(`${cut} · Everyone`);
  });

  it('shortens words to 60 characters, a reason to 100', () => {
    const sixty = atMost(60);
    const of = (word: string) => [
      line({ action: 'words', target: word }),
      line({ action: 'words', target: word, before: { words: [] }, after: { words: [word] } }),
    ];
    const told = (word: string) => [
      `Change blocked words · “${word}”`,
      `Change blocked words · Blocked words: + “${word}”`,
    ];
    expect(of(sixty.whole)).toEqual(told(sixty.whole));
    expect(of(`${sixty.whole}x`)).toEqual(told(sixty.cut));
    const hundred = atMost(100);
    expect(line({ reason: hundred.whole })).toContain(` · “${hundred.whole}”`);
    expect(line({ reason: `${hundred.whole}x` })).toContain(` · “${hundred.cut}”`);
    expect(line({ reason: ' ' })).toBe('Set limits · Everyone');
  });

  it('is told as it was written where nobody knows what it means', () => {
    const of = (allowance: Json) => line({ before: { allowance: null }, after: { allowance } });
    expect(of({ kind: 'monthly' })).toContain('Limit: default → monthly');
    expect(of({ kind: 'unlimited', credits: 5 })).toContain('default → unlimited');
    expect(of({ kind: 'unlimited', per: 'day' })).toContain('default → unlimited');
    expect(of({ platform: 'slack', kind: 'none' })).toContain('default → 0 credits');
    expect(of({ kind: 'credits', credits: 20, per: 'year' })).toContain('default → credits');
  });
});
