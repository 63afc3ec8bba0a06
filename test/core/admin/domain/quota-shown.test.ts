import { describe, expect, it } from 'vitest';
import { shownReply } from '../../../../src/core/admin/domain/admin-replies.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { mention } from '../../../../src/core/messages/domain/mention.ts';
import type { Shown, UseNow } from '../../../../src/core/admin/domain/admin-replies.ts';
import type { Grant } from '../../../../src/core/credits/domain/grant.ts';
import { START } from '../../../support/builders.ts';
import { atMost, replyLines } from '../../messages/domain/plain-text.ts';

const unlimited = { kind: 'unlimited' } as const;
const service = { kind: 'service' } as const;

const shown: Shown = {
  of: 'everyone',
  policy: {
    allowance: { value: unlimited, from: service },
    perJob: { value: null, from: service },
    atOnce: { value: null, from: service },
  },
  role: (id) => mention({ platform: 'discord', id }, 'role'),
  use: null,
  grants: [],
  open: null,
  pool: null,
  poolGrants: [],
  timeZone: 'Europe/Berlin',
  doubt: null,
};

const lines = (over: Partial<Shown> = {}) => replyLines(shownReply({ ...shown, ...over }));

/** Without the lines that are the same for everybody. */
const more = (over: Partial<Shown>) => lines(over).slice(4, -1);

const use = (over: Partial<UseNow> = {}): UseNow => ({
  allowance: unlimited,
  used: 1_200,
  renewsAt: START,
  ...over,
});

const grant = (over: Partial<Grant> = {}): Grant => ({
  grantId: 'g-1',
  credits: 500,
  left: 350,
  reason: '',
  expiresAt: null,
  ...over,
});

describe('the limits of somebody, as an admin sees it', () => {
  it('says what holds where nobody set anything', () => {
    expect(lines()).toEqual([
      'Limits for everyone',
      'Limit: unlimited (default)',
      'Per video: unlimited (default)',
      'At once: unlimited (default)',
      'Time zone: Europe/Berlin',
    ]);
  });

  it('says of each part by whom it was set', () => {
    expect(
      lines({
        of: mention({ platform: 'discord', id: '7' }, 'person'),
        policy: {
          allowance: {
            value: { kind: 'credits', credits: 2_000, per: 'week' },
            from: { kind: 'role', id: '9' },
          },
          perJob: { value: 500, from: { kind: 'person' } },
          atOnce: { value: 2, from: { kind: 'team' } },
        },
      }),
    ).toEqual([
      'Limits for @Person 7 in Discord',
      'Limit: 2,000 credits per week (from &Role 9 in Discord)',
      'Per video: 500 credits (set for them)',
      'At once: 2 videos (set for everyone)',
      'Time zone: Europe/Berlin',
    ]);
  });

  it('says what was used, of how much, and when it resets', () => {
    expect(more({ use: use() })).toEqual(['Used 1,200 this month']);
    expect(more({ use: use({ allowance: { kind: 'none' } }) })).toEqual(['Used 1,200 this month']);
    expect(
      more({ use: use({ allowance: { kind: 'credits', credits: 2_000, per: 'week' } }) }),
    ).toEqual(['Used 1,200 of 2,000, resets <day>']);
  });

  it('says what is on hold', () => {
    expect(more({ open: { jobs: 0, held: 0 } })).toEqual([]);
    expect(more({ open: { jobs: 1, held: 300 } })).toEqual([
      '300 credits on hold for 1 video in progress',
    ]);
  });

  it('says what doubts there are', () => {
    const doubt = (chat: string) => lines({ doubt: msg('admin.roles-old', { chat }) }).at(-1);
    expect(doubt('discord')).toBe('Roles as of their last video');
    expect(doubt('slack')).toBe('Groups as of their last video');
  });
});

describe('extra credits, as an admin sees them', () => {
  it('each say what is left of them, until when, why, and by which name', () => {
    expect(
      more({
        grants: [
          grant(),
          grant({ grantId: 'g-2', credits: 1, left: 1, expiresAt: START, reason: 'a launch' }),
        ],
      }),
    ).toEqual([
      'Extra credits: 350 of 500 left, no expiry · g-1',
      'Extra credits: 1 of 1 left, until Nov 18, 2026 · “a launch” · g-2',
    ]);
  });

  it('have room for 80 characters of a reason', () => {
    const { whole, cut } = atMost(80);
    const of = (reason: string) => more({ grants: [grant({ reason })] });
    expect(of(whole)).toEqual([`Extra credits: 350 of 500 left, no expiry · “${whole}” · g-1`]);
    expect(of(`${whole}x`)).toEqual([`Extra credits: 350 of 500 left, no expiry · “${cut}” · g-1`]);
  });

  it('are listed up to ten, and then counted', () => {
    const of = (count: number) => more({ grants: Array<Grant>(count).fill(grant()) });
    expect(of(10)).toHaveLength(10);
    expect(of(10).join()).not.toContain('more');
    expect(of(11)).toHaveLength(11);
    expect(of(11).at(-1)).toBe('1 more');
    expect(of(25).at(-1)).toBe('15 more');
  });
});

describe('the team budget, as an admin sees it', () => {
  it('follows what holds for the person', () => {
    const pool = {
      use: use({ allowance: { kind: 'credits', credits: 30_000, per: 'month' } }),
      atOnce: 5,
    };
    expect(more({ use: use(), pool, poolGrants: [grant()] })).toEqual([
      'Used 1,200 this month',
      'Team budget: 30,000 credits per month',
      'Team at once: 5 videos',
      'Team used 1,200 of 30,000, resets <day>',
      'Extra credits of the team: 350 of 500 left, no expiry · g-1',
    ]);
  });

  it('says nothing of how many at one time where that has no limit', () => {
    expect(more({ pool: { use: use(), atOnce: null } })).toEqual([
      'Team budget: unlimited',
      'Team used 1,200 this month',
    ]);
  });

  it('has extra credits that are listed up to ten', () => {
    const poolGrants = Array<Grant>(11).fill(grant());
    expect(more({ pool: { use: use(), atOnce: null }, poolGrants }).at(-1)).toBe('1 more');
  });
});
