import { grants } from './quota-scenarios-grants.ts';
import { changes, periods } from './quota-scenarios-periods.ts';
import { asks, day, inherit, none, unlimited, week } from './quota-steps.ts';
import type { Scenario } from './quota-steps.ts';

/** Without anything set, everybody has 1,000 credits a week. */
const precedence: readonly Scenario[] = [
  {
    name: 'the service decides while nobody else does',
    steps: [{ left: 'ann', own: 1_000, team: null, renews: '2026-11-23T00:00:00Z' }],
  },
  {
    name: 'a person goes before their roles, and roles before everyone',
    steps: [
      { set: 'everyone', to: day(10) },
      { left: 'ann', roles: ['makers'], own: 10 },
      { set: 'makers', to: day(50) },
      { left: 'ann', roles: ['makers'], own: 50 },
      { left: 'ann', own: 10 },
      { set: 'ann', to: day(20) },
      { left: 'ann', roles: ['makers'], own: 20 },
      { left: 'ben', roles: ['makers'], own: 50 },
      { set: 'ann', to: inherit },
      { left: 'ann', roles: ['makers'], own: 50 },
    ],
  },
  {
    name: 'of several roles the most generous one counts, by the day',
    steps: [
      { set: 'makers', to: day(11) },
      { set: 'guests', to: week(70) },
      { left: 'ann', roles: ['makers', 'guests'], own: 11 },
      { left: 'ann', roles: ['guests'], own: 70 },
      { set: 'guests', to: week(78) },
      { left: 'ann', roles: ['makers', 'guests'], own: 78 },
      { set: 'stars', to: unlimited },
      { left: 'ann', roles: ['makers', 'stars', 'guests'], own: null },
      { set: 'stars', to: none },
      { left: 'ann', roles: ['makers', 'stars', 'guests'], own: 78 },
      { left: 'ann', roles: ['stars'], own: 0 },
    ],
  },
  {
    name: 'each part is decided by itself',
    steps: [
      { set: 'everyone', to: { ...day(100), perJob: 30, atOnce: 1 } },
      { set: 'makers', to: { perJob: 60 } },
      { set: 'ann', to: { atOnce: 2 } },
      { ...asks('ann', 61, 'too-dear'), roles: ['makers'] },
      { ...asks('ann', 31, 'too-dear') },
      { ...asks('ann', 60), roles: ['makers'] },
      { ...asks('ann', 30) },
      { ...asks('ann', 5, 'too-many-open') },
      { ...asks('ben', 5) },
      { ...asks('ben', 5, 'too-many-open') },
      { left: 'ann', own: 10 },
    ],
  },
];

const limits: readonly Scenario[] = [
  {
    name: 'none is none, whatever the pool has, and unlimited is held to the pool',
    steps: [
      { set: 'ann', to: none },
      { set: 'ben', to: unlimited },
      { set: 'pool', to: day(100) },
      asks('ann', 1, 'no-allowance'),
      asks('ben', 101, 'pool-empty'),
      asks('ben', 90),
      asks('ben', 11, 'pool-empty'),
      { left: 'ben', own: null, team: 10 },
      { set: 'pool', to: unlimited },
      asks('ben', 1_000),
      { set: 'pool', to: none },
      asks('ben', 1, 'no-team-budget'),
    ],
  },
  {
    name: 'one video may cost so much, and exactly so much',
    steps: [
      { set: 'everyone', to: { perJob: 50 } },
      asks('ann', 51, 'too-dear'),
      asks('ann', 50),
      { set: 'everyone', to: { perJob: 'inherit' } },
      asks('ann', 51),
    ],
  },
  {
    name: 'so many videos at one time, of a person and of the team',
    steps: [
      { set: 'everyone', to: { atOnce: 1 } },
      { set: 'pool', to: { atOnce: 2 } },
      { ...asks('ann', 10), call: 'first' },
      asks('ann', 10, 'too-many-open'),
      asks('ben', 10),
      { set: 'ann', to: { atOnce: 5 } },
      asks('ann', 10, 'too-many-open-in-team'),
      { cancelled: 'first' },
      asks('ann', 10),
      asks('ann', 10, 'too-many-open-in-team'),
    ],
  },
  {
    name: 'the pool is one for all, beside what each may use',
    steps: [
      { set: 'everyone', to: day(80) },
      { set: 'pool', to: day(100) },
      asks('ann', 70),
      { left: 'ben', own: 80, team: 30 },
      asks('ben', 31, 'pool-empty'),
      asks('ann', 11, 'no-credits'),
      asks('ben', 30),
      { left: 'ben', own: 50, team: 0 },
    ],
  },
];

export const SCENARIOS: { readonly [group: string]: readonly Scenario[] } = {
  'which policy counts': precedence,
  'what a policy limits': limits,
  'a period': periods,
  'a change in the middle of a period': changes,
  'extra credits': grants,
};
