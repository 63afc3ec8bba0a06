import { describe, expect, it } from 'vitest';
import { creditsReply } from '../../../../src/core/commands/domain/credits-reply.ts';
import type { CreditsSummary } from '../../../../src/core/commands/domain/credits-reply.ts';
import { aJob, aRequest, START } from '../../../support/builders.ts';
import { atMost, replyLines } from '../../messages/domain/plain-text.ts';
import { STATES } from '../../jobs/domain/states.ts';

const NONE = { left: 0, expiresAt: null };

const summary: CreditsSummary = {
  allowance: { kind: 'credits', credits: 2_000, per: 'week' },
  used: 500,
  renewsAt: START,
  extra: NONE,
  pool: { kind: 'unlimited' },
  poolUsed: 900,
  poolRenewsAt: START,
  poolExtra: NONE,
  perJob: null,
  atOnce: null,
  open: { count: 0, held: 0 },
  jobs: { latest: [], count: 0 },
  hasAdmins: true,
};

function words(over: Partial<CreditsSummary> = {}): string {
  return replyLines(creditsReply({ ...summary, ...over })).join('\n');
}

describe('the credits', () => {
  it('are what is left, what was used and when it renews', () => {
    expect(words()).toBe('You have 1,500 credits left\nUsed 500 of 2,000, resets <relative>');
  });

  it('are never less than none', () => {
    expect(words({ used: 2_500 })).toContain('You have 0 credits left');
  });

  it('say what is held for videos on the way', () => {
    expect(words({ open: { count: 2, held: 600 } })).toContain(
      '600 credits on hold for 2 videos in progress',
    );
    expect(words({ open: { count: 1, held: 1 } })).toContain(
      '1 credit on hold for 1 video in progress',
    );
    expect(words()).not.toContain('in progress');
  });

  it('say what holds without a limit, and without any', () => {
    expect(words({ allowance: { kind: 'unlimited' } })).toBe(
      'Your credits are unlimited\nUsed 500 this month',
    );
    expect(words({ allowance: { kind: 'none' } })).toBe('You have no credits here\nAsk an admin.');
    expect(words({ allowance: { kind: 'none' }, hasAdmins: false })).toBe(
      'You have no credits here',
    );
  });

  it('count extra ones, and say when they expire', () => {
    const extra = { left: 200, expiresAt: START };
    expect(words({ extra, used: 2_000 })).toBe(
      [
        'You have 200 credits left',
        '200 of them are extra, used after the limit · The first expire <relative>',
        'Used 2,000 of 2,000, resets <relative>',
      ].join('\n'),
    );
    expect(words({ extra: { left: 1, expiresAt: null } })).toContain(
      '1 of them is extra, used after the limit\n',
    );
    expect(words({ allowance: { kind: 'none' }, extra })).toBe(
      'You have 200 credits left\nThe first expire <relative>',
    );
    expect(words({ allowance: { kind: 'none' }, extra: { left: 200, expiresAt: null } })).toBe(
      'You have 200 credits left',
    );
    expect(words({ allowance: { kind: 'unlimited' }, extra })).not.toContain('extra');
  });

  it('say what the team has where it has a limit', () => {
    const pool = { kind: 'credits', credits: 1_000, per: 'month' } as const;
    expect(words({ pool })).toContain(
      'Team budget: 100 left\nTeam used 900 of 1,000, resets <relative>',
    );
    expect(words({ pool, poolExtra: { left: 50, expiresAt: null } })).toContain(
      "Team budget: 150 left\n50 of the team's are extra, used after the budget\nTeam used",
    );
    expect(words({ pool: { kind: 'none' } })).toMatch(/\nTeam budget: 0 left\nAsk an admin\.$/);
    expect(words({ pool })).not.toContain('Ask an admin');
    expect(words()).not.toMatch(/team/i);
  });

  it('say what one video may cost and how many may run', () => {
    expect(words({ perJob: 400, atOnce: 2 })).toContain(
      '\nUp to 400 credits per video · 2 videos at once',
    );
    expect(words({ atOnce: 1 })).toMatch(/\n1 video at once$/);
    expect(words()).not.toMatch(/per video|at once/);
  });

  it('list the videos of the period with what each cost, and how many more there are', () => {
    const latest = [aJob(STATES.rendering), aJob(STATES.succeeded), aJob(STATES.failed)];
    expect(
      words({ jobs: { latest, count: 14 } })
        .split('\n')
        .slice(2),
    ).toEqual([
      'This week · 14 videos',
      '<day> · “a horse on a beach” · Rendering · 300 credits on hold',
      '<day> · “a horse on a beach” · Done · 280 credits, 20 returned',
      '<day> · “a horse on a beach” · Failed · Not charged',
      '11 more',
    ]);
    expect(words({ jobs: { latest, count: 3 } })).not.toContain('more');
    expect(words({ jobs: { latest, count: 4 } })).toMatch(/\n1 more$/);
  });

  it('list the videos of the month where there is no limit', () => {
    const jobs = { latest: [aJob(STATES.rendering)], count: 1 };
    expect(words({ jobs, allowance: { kind: 'unlimited' } })).toContain('This month · 1 video');
  });

  it('have room for 40 characters of a prompt', () => {
    const { whole, cut } = atMost(40);
    const listed = (prompt: string) => {
      const request = aRequest({ scene: { kind: 'text', prompt } });
      return words({ jobs: { latest: [aJob(STATES.rendering, { request })], count: 1 } });
    };
    expect(listed(whole)).toContain(`<day> · “${whole}” · Rendering`);
    expect(listed(`${whole}x`)).toContain(`<day> · “${cut}” · Rendering`);
  });
});
