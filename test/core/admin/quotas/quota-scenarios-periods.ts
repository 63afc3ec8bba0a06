import { asks, day, month, none, unlimited, week } from './quota-steps.ts';
import type { Scenario } from './quota-steps.ts';

/** A day there from its first moment to its last, on which the clocks are changed. */
function wholeDay(zone: string, begins: string, last: string, ends: string): Scenario {
  return {
    name: `a day on which the clocks change in ${zone}, ${begins.slice(0, 10)}`,
    start: new Date(Date.parse(begins) - 60_000).toISOString(),
    steps: [
      { zone },
      { set: 'everyone', to: day(100) },
      { ...asks('ann', 100), call: 'before' },
      { left: 'ann', own: 0, renews: begins },
      { at: begins },
      { left: 'ann', own: 100, renews: ends },
      asks('ann', 60),
      { at: last },
      asks('ann', 41, 'no-credits'),
      asks('ann', 40),
      { at: ends },
      { left: 'ann', own: 100 },
    ],
  };
}

export const periods: readonly Scenario[] = [
  // 23 hours and 25 hours long, there and there.
  wholeDay('Europe/Berlin', '2027-03-27T23:00:00Z', '2027-03-28T21:59:59Z', '2027-03-28T22:00:00Z'),
  wholeDay('Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'),
  wholeDay(
    'America/New_York',
    '2027-03-14T05:00:00Z',
    '2027-03-15T03:59:59Z',
    '2027-03-15T04:00:00Z',
  ),
  wholeDay(
    'America/New_York',
    '2026-11-01T04:00:00Z',
    '2026-11-02T04:59:59Z',
    '2026-11-02T05:00:00Z',
  ),
  {
    name: 'a week begins on Monday at midnight there, and is an hour shorter in spring',
    start: '2027-03-21T22:59:59Z',
    steps: [
      { zone: 'Europe/Berlin' },
      { set: 'everyone', to: week(100) },
      asks('ann', 100),
      { left: 'ann', own: 0, renews: '2027-03-21T23:00:00Z' },
      { at: '2027-03-21T23:00:00Z' },
      asks('ann', 90),
      { left: 'ann', own: 10, renews: '2027-03-28T22:00:00Z' },
      { at: '2027-03-28T21:59:59Z' },
      asks('ann', 11, 'no-credits'),
      { at: '2027-03-28T22:00:00Z' },
      asks('ann', 11),
    ],
  },
  {
    name: 'a month ends when it ends, a short one and one with a leap day',
    start: '2027-02-28T23:59:59Z',
    steps: [
      { set: 'everyone', to: month(100) },
      asks('ann', 100),
      { left: 'ann', own: 0, renews: '2027-03-01T00:00:00Z' },
      { at: '2027-03-01T00:00:00Z' },
      { left: 'ann', own: 100, renews: '2027-04-01T00:00:00Z' },
      { at: '2027-12-31T23:59:59Z' },
      asks('ann', 70),
      { left: 'ann', own: 30, renews: '2028-01-01T00:00:00Z' },
      { at: '2028-02-29T12:00:00Z' },
      { left: 'ann', own: 100, renews: '2028-03-01T00:00:00Z' },
    ],
  },
  {
    name: 'a zone with half hours and no summer time',
    start: '2026-11-18T18:29:59Z',
    steps: [
      { zone: 'Asia/Kolkata' },
      { set: 'everyone', to: day(10) },
      asks('ann', 10),
      { left: 'ann', own: 0, renews: '2026-11-18T18:30:00Z' },
      { at: '2026-11-18T18:30:00Z' },
      { left: 'ann', own: 10, renews: '2026-11-19T18:30:00Z' },
    ],
  },
  {
    name: 'a team whose zone is changed finishes its day, and begins the next by the new one',
    start: '2026-11-18T12:00:00Z',
    steps: [
      { set: 'everyone', to: day(100) },
      asks('ann', 60),
      { zone: 'America/New_York' },
      { left: 'ann', own: 40, renews: '2026-11-19T00:00:00Z' },
      asks('ann', 41, 'no-credits'),
      { at: '2026-11-19T00:00:00Z' },
      asks('ann', 70),
      { left: 'ann', own: 30, renews: '2026-11-19T05:00:00Z' },
      { at: '2026-11-19T05:00:00Z' },
      asks('ann', 100),
      { left: 'ann', own: 0, renews: '2026-11-20T05:00:00Z' },
    ],
  },
];

export const changes: readonly Scenario[] = [
  {
    name: 'from a week to a day and back counts what was used of each',
    start: '2026-11-17T12:00:00Z',
    steps: [
      { set: 'everyone', to: week(100) },
      asks('ann', 50),
      { at: '2026-11-18T12:00:00Z' },
      asks('ann', 20),
      { left: 'ann', own: 30, renews: '2026-11-23T00:00:00Z' },
      { set: 'everyone', to: day(30) },
      { left: 'ann', own: 10, renews: '2026-11-19T00:00:00Z' },
      asks('ann', 11, 'no-credits'),
      asks('ann', 10),
      { set: 'everyone', to: month(100) },
      { left: 'ann', own: 20, renews: '2026-12-01T00:00:00Z' },
      { set: 'everyone', to: week(100) },
      { left: 'ann', own: 20, renews: '2026-11-23T00:00:00Z' },
    ],
  },
  {
    name: 'lower than what is used already leaves nothing, and takes nothing back',
    steps: [
      { set: 'everyone', to: day(100) },
      { ...asks('ann', 80), call: 'dear' },
      { set: 'everyone', to: day(50) },
      { left: 'ann', own: 0 },
      asks('ann', 1, 'no-credits'),
      { arrives: 'dear', charged: 30 },
      { left: 'ann', own: 20 },
      asks('ann', 20),
    ],
  },
  {
    name: 'counts from now, for whoever had no limit before',
    steps: [
      { set: 'ann', to: unlimited },
      asks('ann', 900),
      { set: 'ann', to: day(950) },
      { left: 'ann', own: 50 },
      { set: 'ann', to: none },
      asks('ann', 1, 'no-allowance'),
      { set: 'ann', to: unlimited },
      asks('ann', 1_000),
    ],
  },
  {
    name: 'credits held across midnight stay in the day they were taken from',
    start: '2026-11-18T23:59:00Z',
    steps: [
      { set: 'everyone', to: day(100) },
      { set: 'pool', to: day(150) },
      { ...asks('ann', 60), call: 'late' },
      { ...asks('ann', 30), call: 'later' },
      { at: '2026-11-19T00:01:00Z' },
      { left: 'ann', own: 100, team: 150 },
      asks('ann', 100),
      { arrives: 'late', charged: 20 },
      { cancelled: 'later' },
      // What came back came back to yesterday.
      { left: 'ann', own: 0, team: 50 },
      asks('ann', 1, 'no-credits'),
    ],
  },
  {
    name: 'what was not charged can be used again in the same period',
    steps: [
      { set: 'everyone', to: week(100) },
      { ...asks('ann', 100), call: 'whole' },
      asks('ann', 1, 'no-credits'),
      { arrives: 'whole', charged: 40 },
      { left: 'ann', own: 60 },
      { ...asks('ann', 60), call: 'rest' },
      { cancelled: 'rest' },
      { left: 'ann', own: 60 },
    ],
  },
];
