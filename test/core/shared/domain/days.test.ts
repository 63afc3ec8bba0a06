import { describe, expect, it } from 'vitest';
import { dayAfter, dayIn, daysUntil } from '../../../../src/core/shared/domain/days.ts';

describe('the day somewhere', () => {
  it.each([
    ['UTC', '2026-11-18T23:59:59Z', '2026-11-18'],
    ['Europe/Berlin', '2026-11-18T23:00:00Z', '2026-11-19'],
    ['America/New_York', '2026-11-19T04:59:59Z', '2026-11-18'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
    // An hour that happens twice, and one that never does.
    ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T22:59:59Z', '2026-10-25'],
    ['Europe/Berlin', '2026-10-25T23:00:00Z', '2026-10-26'],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-29'],
    ['Europe/Berlin', '2026-03-29T22:00:00Z', '2026-03-30'],
  ])('in %s at %s is %s', (zone, at, day) => {
    expect(dayIn(zone, new Date(at))).toBe(day);
  });
});

describe('days in a row', () => {
  it('go over months, years and changes of the clocks, each once', () => {
    expect(daysUntil('2026-03-30', 3)).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
    expect(daysUntil('2026-10-26', 3)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
    expect(daysUntil('2028-03-01', 2)).toEqual(['2028-02-29', '2028-03-01']);
    expect(new Set(daysUntil('2026-11-18', 365)).size).toBe(365);
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dayAfter('2026-11-18', -7)).toBe('2026-11-11');
  });
});
