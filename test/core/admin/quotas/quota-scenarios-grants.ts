import { asks, day, none } from './quota-steps.ts';
import type { Scenario } from './quota-steps.ts';

export const grants: readonly Scenario[] = [
  {
    name: 'extra credits work for somebody who has none, until they are used',
    steps: [
      { set: 'ann', to: none },
      asks('ann', 10, 'no-allowance'),
      { grant: 'ann', credits: 30 },
      { left: 'ann', own: 30 },
      asks('ann', 31, 'no-credits'),
      { ...asks('ann', 30), call: 'all' },
      asks('ann', 1, 'no-allowance'),
      { arrives: 'all', charged: 10 },
      { left: 'ann', own: 20 },
    ],
  },
  {
    name: 'extra credits expire, but not those that a video holds',
    steps: [
      { set: 'ann', to: none },
      { grant: 'ann', credits: 50, days: 1 },
      { ...asks('ann', 30), call: 'held' },
      { at: '2026-11-19T12:00:01Z' },
      { left: 'ann', own: 0 },
      asks('ann', 1, 'no-allowance'),
      { arrives: 'held', charged: 10 },
      { left: 'ann', own: 0 },
    ],
  },
  {
    name: 'extra credits are taken back, but not those that a video holds',
    steps: [
      { set: 'everyone', to: day(10) },
      { grant: 'ann', credits: 50 },
      { ...asks('ann', 30), call: 'held' },
      { revoke: 'ann' },
      { left: 'ann', own: 0 },
      { arrives: 'held', charged: 30 },
      { at: '2026-11-19T00:00:00Z' },
      { left: 'ann', own: 10 },
    ],
  },
  {
    name: 'the pool is filled up by extra credits for the team, which help nobody beyond their own',
    steps: [
      { set: 'everyone', to: day(80) },
      { set: 'pool', to: day(50) },
      { grant: 'pool', credits: 40 },
      { left: 'ann', own: 80, team: 90 },
      asks('ann', 81, 'no-credits'),
      asks('ann', 70),
      { left: 'ben', own: 80, team: 20 },
      asks('ben', 21, 'pool-empty'),
      asks('ben', 20),
    ],
  },
];
