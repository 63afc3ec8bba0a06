import { describe, expect, it } from 'vitest';
import { isLost, linksByNow, setBack } from '../../../../src/core/jobs/domain/collect-setback.ts';
import type { CollectSetback } from '../../../../src/core/jobs/domain/job.ts';
import { after } from '../../../support/builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Reason = CollectSetback['reason'];

/** What these tries came to, each so long after the start. */
function tries(...given: readonly (readonly [Reason, number])[]) {
  let setback: CollectSetback | undefined;
  const lost: boolean[] = [];
  for (const [reason, ms] of given) {
    setback = setBack(setback, { reason, at: after(ms), until: after(ms + 1), unread: false });
    lost.push(isLost(setback, after(ms)));
  }
  return { setback, lost };
}

/** So many tries, the first and the last so far apart. */
function spread(reason: Reason, count: number, ms: number) {
  return Array.from({ length: count }, (_, n) => [reason, (n * ms) / (count - 1)] as const);
}

describe('a result that was not had', () => {
  it('counts how often, since when at all, and since when for this reason', () => {
    const { setback } = tries(['not-fetched', 0], ['no-video', 5], ['no-video', 15]);
    expect(setback).toEqual({
      reason: 'no-video',
      times: 3,
      since: after(5),
      firstAt: after(0),
      until: after(16),
    });
  });

  it.each([
    ['no-video', 15 * MINUTE],
    ['not-fetched', 6 * HOUR],
    ['not-saved', 24 * HOUR],
  ] as const)('is lost when it is %s for long, and not a moment before', (reason, ms) => {
    expect(tries(...spread(reason, 9, ms)).lost.at(-1)).toBe(true);
    expect(tries(...spread(reason, 9, ms - 1)).lost).not.toContain(true);
  });

  it.each(['no-video', 'not-fetched', 'not-saved'] as const)(
    'is not lost by a few tries that are %s, however far apart they are',
    (reason) => {
      expect(tries(...spread(reason, 5, 72 * HOUR)).lost).not.toContain(true);
      expect(tries(...spread(reason, 6, 72 * HOUR)).lost.at(-1)).toBe(true);
    },
  );

  it('is not lost by a plain no that came after an outage: it counts from then on', () => {
    const outage = spread('not-fetched', 9, 3 * HOUR);
    const no = (ms: number) => ['no-video', 3 * HOUR + ms] as const;
    expect(tries(...outage, no(1), no(15 * MINUTE)).lost.at(-1)).toBe(false);
    expect(tries(...outage, no(1), no(15 * MINUTE + 1)).lost.at(-1)).toBe(true);
  });

  it('is lost after a day of this and that', () => {
    const flapping = Array.from({ length: 289 }, (_, n) => {
      return [n % 2 === 0 ? 'no-video' : 'not-fetched', n * 5 * MINUTE] as const;
    });
    const { lost } = tries(...flapping);
    expect(lost.indexOf(true)).toBe(288);
  });
});

describe('links that are asked for again', () => {
  it('come before the old ones, each once', () => {
    expect(linksByNow(['a', 'b'], ['c', 'a'])).toEqual(['c', 'a', 'b']);
    expect(linksByNow(['a'], [])).toEqual(['a']);
  });

  it('are not kept for ever', () => {
    let links: readonly string[] = [];
    for (let n = 0; n < 50; n += 1) links = linksByNow(links, [`signed-${n}`]);
    expect(links).toHaveLength(10);
    expect(links[0]).toBe('signed-49');
  });
});
