import { describe, expect, it } from 'vitest';
import {
  effectivePolicy,
  limitOf,
  parseAllowance,
  periodOf,
  sourcedPolicy,
} from '../../../../src/core/credits/domain/allowance.ts';
import type {
  Allowance,
  EffectivePolicy,
  Per,
  Policy,
  PolicyFor,
} from '../../../../src/core/credits/domain/allowance.ts';

const credits = (amount: number, per: Per): Allowance => ({
  kind: 'credits',
  credits: amount,
  per,
});
const fallback: EffectivePolicy = { allowance: credits(1, 'month'), perJob: null, atOnce: null };
const set = (kind: PolicyFor['subject']['kind'], policy: Policy): PolicyFor => ({
  subject: kind === 'role' ? { kind, id: 'makers' } : { kind },
  policy,
});

describe('what holds for somebody', () => {
  it('is what the operator set while no admin set anything', () => {
    expect(effectivePolicy([], fallback)).toEqual(fallback);
  });

  it('is their own before their roles before the team, whatever the order', () => {
    const team = set('team', { allowance: credits(10, 'day') });
    const role = set('role', { allowance: credits(20, 'day') });
    const person = set('person', { allowance: credits(5, 'day') });
    const of = (...policies: PolicyFor[]) => effectivePolicy(policies, fallback).allowance;
    expect(of(team)).toEqual(credits(10, 'day'));
    expect(of(team, role)).toEqual(credits(20, 'day'));
    expect(of(role, team)).toEqual(credits(20, 'day'));
    expect(of(team, person, role)).toEqual(credits(5, 'day'));
    expect(of(person, role, team)).toEqual(credits(5, 'day'));
  });

  it('is decided part by part', () => {
    const policies = [
      set('person', { perJob: 50 }),
      set('role', { atOnce: 2 }),
      set('team', { allowance: { kind: 'unlimited' }, perJob: 900, atOnce: 9 }),
    ];
    expect(effectivePolicy(policies, fallback)).toEqual({
      allowance: { kind: 'unlimited' },
      perJob: 50,
      atOnce: 2,
    });
  });

  it('is taken away from a person by none, though their roles are generous', () => {
    const policies = [
      set('role', { allowance: { kind: 'unlimited' } }),
      set('person', { allowance: { kind: 'none' } }),
    ];
    expect(effectivePolicy(policies, fallback).allowance).toEqual({ kind: 'none' });
  });

  it.each<[string, Allowance, Allowance]>([
    ['more credits', credits(20, 'day'), credits(10, 'day')],
    ['the same credits in a shorter time', credits(100, 'day'), credits(100, 'week')],
    ['more a day, though fewer in its period', credits(100, 'day'), credits(600, 'week')],
    ['a week of seven days', credits(71, 'week'), credits(10, 'day')],
    ['a month of thirty days', credits(301, 'month'), credits(10, 'day')],
    ['a month of thirty days, and no fewer', credits(10, 'day'), credits(299, 'month')],
    ['any before some', { kind: 'unlimited' }, credits(999_999_999, 'day')],
    ['some before none', credits(1, 'month'), { kind: 'none' }],
  ])('is the most generous of their roles: %s', (_, better, worse) => {
    const of = (...allowances: Allowance[]) =>
      effectivePolicy(
        allowances.map((allowance) => set('role', { allowance })),
        fallback,
      ).allowance;
    expect(of(better, worse)).toEqual(better);
    expect(of(worse, better)).toEqual(better);
  });

  it('takes the most generous limits of their roles, too', () => {
    const policies = [
      set('role', { perJob: 100, atOnce: 3 }),
      set('role', { perJob: 200, atOnce: 1 }),
    ];
    expect(effectivePolicy(policies, fallback)).toMatchObject({ perJob: 200, atOnce: 3 });
  });

  it('can be a limit of nothing', () => {
    const policies = [
      set('person', { perJob: 0, atOnce: 0 }),
      set('team', { perJob: 9, atOnce: 9 }),
    ];
    expect(effectivePolicy(policies, fallback)).toMatchObject({ perJob: 0, atOnce: 0 });
  });
});

describe('an allowance', () => {
  it('limits by its number, not at all, or all', () => {
    expect(limitOf(credits(7, 'day'))).toBe(7);
    expect(limitOf({ kind: 'unlimited' })).toBeNull();
    expect(limitOf({ kind: 'none' })).toBe(0);
  });

  it('is counted in its period, and by the month without one', () => {
    expect(periodOf(credits(7, 'week'))).toBe('week');
    expect(periodOf({ kind: 'unlimited' })).toBe('month');
    expect(periodOf({ kind: 'none' })).toBe('month');
  });

  it.each<[string, Allowance]>([
    ['2000/week', credits(2_000, 'week')],
    ['0/day', credits(0, 'day')],
    ['1000000000/month', credits(1_000_000_000, 'month')],
    ['  50 / DAY ', credits(50, 'day')],
    ['Unlimited', { kind: 'unlimited' }],
    ['none\n', { kind: 'none' }],
  ])('is read from "%s"', (text, allowance) => {
    expect(parseAllowance(text)).toEqual(allowance);
  });

  it.each([
    '',
    '2000',
    '/week',
    '2000/year',
    '2000/weeks',
    '-5/day',
    '1.5/day',
    '1e3/day',
    '1,000/day',
    '1000000001/day',
    '10000000000/day',
    '２０/day',
    'unlimited/day',
    'no',
    '5/day 6/day',
  ])('is not read from "%s"', (text) => {
    expect(parseAllowance(text)).toBeNull();
  });
});

describe('where each part of it comes from', () => {
  it('is whoever set it first: the person, one of the roles, the team, or the service', () => {
    const role = (id: string, policy: Policy): PolicyFor => ({
      subject: { kind: 'role', id },
      policy,
    });
    const policies = [
      set('team', { allowance: credits(10, 'day'), perJob: 9 }),
      role('makers', { allowance: credits(20, 'day') }),
      role('stars', { allowance: credits(200, 'week') }),
      role('guests', { allowance: { kind: 'none' } }),
      set('person', { atOnce: 0 }),
    ];
    expect(sourcedPolicy(policies, { ...fallback, atOnce: 5 })).toEqual({
      allowance: { value: credits(200, 'week'), from: { kind: 'role', id: 'stars' } },
      perJob: { value: 9, from: { kind: 'team' } },
      atOnce: { value: 0, from: { kind: 'person' } },
    });
    expect(sourcedPolicy([], fallback)).toEqual({
      allowance: { value: fallback.allowance, from: { kind: 'service' } },
      perJob: { value: null, from: { kind: 'service' } },
      atOnce: { value: null, from: { kind: 'service' } },
    });
  });

  it('is the first of two roles that give the same', () => {
    const policy = { allowance: credits(10, 'day'), perJob: 5, atOnce: 2 };
    const roles = ['makers', 'stars'].map((id): PolicyFor => {
      return { subject: { kind: 'role', id }, policy };
    });
    const { allowance, perJob } = sourcedPolicy(roles, fallback);
    expect([allowance.from, perJob.from]).toEqual([
      { kind: 'role', id: 'makers' },
      { kind: 'role', id: 'makers' },
    ]);
  });
});
