import { describe, expect, it } from 'vitest';
import { auditWords } from '../../../src/core/domain/audit-words.ts';
import type { Audited } from '../../../src/core/domain/audit-words.ts';
import { START } from '../../support/builders.ts';
import { plain } from './plain.ts';

const line = (over: Partial<Audited>): string =>
  plain(
    auditWords({
      ...{ seq: 7, at: START, actor: 'discord:1', action: 'set', outcome: 'done' },
      ...{ target: 'team', before: null, after: null, reason: '', ...over },
    }),
  ).replace('7 · <day> <clock> · @person 1 in Discord ', '');

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
      'set a quota for @person U2 in Slack · credits: none → 1,500 credits a day · most at one time: not set → 2 · “new here”',
    );
    expect(line({ target: 'role:discord:9', before: { allowance: day }, after: {} })).toBe(
      'set a quota for @role 9 in Discord · credits: 1,500 credits a day → not set',
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
        ...{ action: 'words', target: 'gore' },
        ...{ before: { words: ['a', 'b'] }, after: { words: ['a', 'b', 'gore'] } },
      }),
    ).toBe('changed the blocked words (“gore”) · words: + “gore”');
    const channel = { platform: 'slack', id: 'C1' };
    const none = { allow: [], deny: [] };
    expect(
      line({
        ...{ action: 'channels', target: 'channel:slack:C1' },
        ...{ before: { channels: none }, after: { channels: { ...none, deny: [channel] } } },
      }),
    ).toBe('changed the channels for @channel C1 in Slack · never in: + @channel C1 in Slack');
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
      'unlinked a place · places: − “slack:T1” · requests go to: @channel C1 in Slack → not set',
    );
  });

  it('says who tried what they may not', () => {
    expect(line({ outcome: 'refused', action: 'grant', target: 'discord:1' })).toBe(
      'tried to grant credits for @person 1 in Discord and was refused',
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
