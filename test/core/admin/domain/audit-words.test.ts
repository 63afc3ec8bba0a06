import { describe, expect, it } from 'vitest';
import { auditWords } from '../../../../src/core/admin/domain/audit-words.ts';
import type { AuditEntry } from '../../../../src/core/teams/domain/audit-entry.ts';
import { atMost, plain } from '../../messages/domain/plain-text.ts';
import { audited, line, titleOf } from './audited.ts';

describe('a line of the audit log', () => {
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
      'Set limits · @Person U2 in Slack · Limit: 0 credits → 1,500 credits per day · At once: default → 2 videos · “new here”',
    );
    expect(line({ target: 'role:discord:9', before: { allowance: day }, after: {} })).toBe(
      'Set limits · &Role 9 in Discord · Limit: 1,500 credits per day → default',
    );
  });

  it('says what was given, until when, and what was taken back', () => {
    const after = { grant: 'g', credits: 500, expiresAt: '2026-12-01T00:00:00.000Z' };
    expect(line({ action: 'grant', target: 'pool', after })).toBe(
      'Give extra credits · Team budget · 500 credits · Valid until: <day> · ID: g',
    );
    const before = [{ grant: 'g', left: 350 }];
    expect(line({ action: 'revoke', target: 'slack:U2', before })).toBe(
      'Take back extra credits · @Person U2 in Slack · 350 credits · ID: g',
    );
    expect(line({ action: 'deny', target: 'slack:U2', after: { asked: 60 } })).toBe(
      'Deny credit request · @Person U2 in Slack · Asked for: 60 credits',
    );
    expect(line({ action: 'forget', target: 'slack:U2', after: { videos: 4 } })).toBe(
      'Delete own data · 4 videos',
    );
  });

  it('says of lists what came and what went, and not twice what it is about', () => {
    expect(
      line({
        action: 'words',
        target: 'gore',
        before: { words: ['a', 'b'] },
        after: { words: ['a', 'b', 'gore'] },
      }),
    ).toBe('Change blocked words · Blocked words: + “gore”');
    const channel = { platform: 'slack', id: 'C1' };
    const none = { allow: [], deny: [] };
    expect(
      line({
        action: 'channels',
        target: 'channel:slack:C1',
        before: { channels: none },
        after: { channels: { ...none, deny: [channel] } },
      }),
    ).toBe('Change channels · Never in: + #Channel C1 in Slack');
  });

  it('says nothing of what nobody reads', () => {
    const before = [{ grant: 'g', left: 50 }];
    const words = line({ action: 'revoke', target: 'pool', before, after: { once: 'abc' } });
    expect(words).toBe('Take back extra credits · Team budget · 50 credits · ID: g');
    expect(line({ action: 'set', before: { made: 'up', n: 5 }, after: { up: [true] } })).toBe(
      'Set limits · Everyone',
    );
  });

  it('says what went to teams that left', () => {
    const inbox = { platform: 'slack', id: 'C1', workspace: 'T1' };
    const before = { places: ['slack:T1'], inbox, digest: inbox };
    expect(line({ action: 'unlink', target: 'slack:T1', before, after: {} })).toBe(
      'Unlink teams · Credit requests go to: #Channel C1 in Slack → default · Weekly report goes to: − #Channel C1 in Slack',
    );
  });

  it('says who tried what they may not', () => {
    expect(line({ outcome: 'refused', action: 'grant', target: 'discord:1' })).toBe(
      'Give extra credits (not allowed) · @Person 1 in Discord',
    );
  });

  it('says why a weekly report was turned off, in entries of all versions', () => {
    const off = { actor: 'service', action: 'digest', target: 'channel:slack:C1' } as const;
    const words = (over: Partial<AuditEntry>) =>
      plain(auditWords({ ...audited, ...off, ...over }, titleOf)).replace(
        '7 · <day> <clock> · ',
        '',
      );
    expect(words({ reason: 'channel-closed' })).toBe(
      'Showrunner · Change weekly report · #Channel C1 in Slack · Its channel is gone or closed to Showrunner',
    );
    expect(words({ reason: 'Its channel is gone.' })).toContain(' · “Its channel is gone.”');
    // Somebody may write that, too.
    expect(words({ actor: 'discord:1', reason: 'channel-closed' })).toContain('“channel-closed”');
  });

  it('survives whatever is written there', () => {
    const odd = [1, 'x', null, true, [[{ a: [null] }]], { b: { c: 'd' } }];
    for (const json of odd) {
      expect(line({ action: 'made-up', target: '???', before: json, after: 5 })).toBe(
        'made-up · ???',
      );
    }
    for (const action of ['denied', 'field-id', 'changed', '__proto__']) {
      expect(line({ action, target: 'team' })).toBe(`${action} · Everyone`);
    }
    expect(line({ action: 'grant', target: 'pool', after: { expiresAt: 'never' } })).toContain(
      'Valid until: never',
    );
  });
});

describe('the beginning of a line of the audit log', () => {
  const words = (actor: string) => plain(auditWords({ ...audited, actor }, titleOf));

  it('has its number, its moment and who it was', () => {
    expect(words('discord:1')).toBe(
      '7 · <day> <clock> · @Person 1 in Discord · Set limits · Everyone',
    );
    expect(words('service')).toBe('7 · <day> <clock> · Showrunner · Set limits · Everyone');
    expect(words('nobody')).toBe('7 · <day> <clock> · nobody · Set limits · Everyone');
    expect(words('slack:')).toBe('7 · <day> <clock> · slack: · Set limits · Everyone');
  });

  it('shortens the name of somebody unknown to 60 characters', () => {
    const { whole, cut } = atMost(60);
    expect(words(whole)).toContain(` · ${whole} · Set`);
    expect(words(`${whole}x`)).toContain(` · ${cut} · Set`);
  });
});

describe('what was done to whom', () => {
  const EACH = [
    ['set', 'team', 'Set limits', 'Everyone'],
    ['set', 'slack:U2', 'Set limits', '@Person U2 in Slack'],
    ['set', 'role:slack:S3', 'Set limits', '&Role S3 in Slack'],
    ['set', 'nobody', 'Set limits', 'nobody'],
    ['pool', 'pool', 'Set team budget', ''],
    ['grant', 'pool', 'Give extra credits', 'Team budget'],
    ['revoke', 'slack:U2', 'Take back extra credits', '@Person U2 in Slack'],
    ['show', 'role:slack:S3', 'View limits', '&Role S3 in Slack'],
    ['admins', 'slack:U2', 'Change admins', '@Person U2 in Slack'],
    ['channels', 'channel:slack:C1', 'Change channels', '#Channel C1 in Slack'],
    ['words', 'gore*', 'Change blocked words', '“gore*”'],
    ['model', 'crun/kling', 'Change models', '“crun/kling”'],
    ['time-zone', 'Mars', 'Change time zone', '“Mars”'],
    ['language', 'Klingon', 'Change language', '“Klingon”'],
    ['confirm', '', 'Change price confirmation', ''],
    ['inbox', 'channel:slack:C1', 'Change request channel', '#Channel C1 in Slack'],
    ['digest', '', 'Change weekly report', ''],
    ['deny', 'slack:U2', 'Deny credit request', '@Person U2 in Slack'],
    ['forget', 'slack:U2', 'Delete own data', ''],
    ['cancel', 'job-1', "Cancel someone else's video", ''],
    ['try-again', 'job-1', 'Try a video again', ''],
    ['give-back', 'job-1', 'Return credits', ''],
    ['link-code', 'slack:T1', 'Create a team link code', ''],
    ['link', 'slack:T1', 'Link teams', ''],
    ['unlink', 'slack:T1', 'Unlink teams', ''],
    ['link-account-code', 'slack:U2', 'Create an account link code', ''],
    ['link-account', 'slack:U2', 'Link own accounts', ''],
    ['unlink-account', 'slack:U2', 'Unlink own accounts', ''],
    ['report', '', 'View report', ''],
    ['audit', '', 'View audit log', ''],
    ['decide', 'request-1', 'Answer credit request', ''],
  ] as const;

  it.each(EACH)('%s of %j', (action, target, did, whom) => {
    const about = whom === '' ? '' : ` · ${whom}`;
    expect(line({ action, target })).toBe(`${did}${about}`);
    expect(line({ action, target, outcome: 'refused', after: { perJob: 5 } })).toBe(
      `${did} (not allowed)${about}`,
    );
  });
});
