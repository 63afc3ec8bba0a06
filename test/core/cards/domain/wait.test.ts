import { describe, expect, it } from 'vitest';
import { queueWords, waitMsFor } from '../../../../src/core/cards/domain/wait.ts';
import { advice } from './card-context.ts';
import { plain } from '../../messages/domain/plain-text.ts';

const seen = { count: 9, fastMs: 40_000, halfMs: 60_000, mostMs: 90_000 };
const at = (ahead: number, there: number, inFlight = 3) =>
  waitMsFor({ ahead, there, inFlight }, 5, advice, seen);

describe('the expected wait', () => {
  it('is that of the render alone while the provider has room', () => {
    expect(at(0, 0)).toBe(60_000);
    expect(at(0, 2)).toBe(60_000);
    expect(at(2, 0)).toBe(60_000);
    expect(at(0, 9, 0)).toBe(120_000);
  });

  it('counts the places that have to become free, three of them within one render', () => {
    expect(at(0, 3)).toBe(80_000);
    expect(at(2, 3)).toBe(120_000);
    expect(at(3, 2)).toBe(120_000);
    expect(at(0, 1, 1)).toBe(120_000);
  });

  it('goes by what the provider says until enough was seen', () => {
    const few = { ...seen, count: 2 };
    expect(waitMsFor({ ahead: 0, there: 0, inFlight: 3 }, 5, advice, few)).toBe(140_000);
    expect(waitMsFor({ ahead: 0, there: 0, inFlight: 3 }, 5, advice, null)).toBe(140_000);
  });
});

describe('the position in the queue', () => {
  const said = (ahead: number, mine: number, waitMs = 150_000) =>
    plain(queueWords({ ahead, mine, waitMs }));

  it('is told with one time, until the video is made', () => {
    expect(said(0, 0)).toBe('Next up, ready in about 3 min');
    expect(said(0, 2)).toBe('Next up, ready in about 3 min');
    expect(said(1, 0)).toBe('1 ahead of you, ready in about 3 min');
    expect(said(1_200, 0, 7_200_000)).toBe('1,200 ahead of you, ready in about 2 h');
  });

  it('says why others come first: those who have more in progress wait longer', () => {
    expect(said(2, 1)).toBe('2 ahead of you (you have 1 other in progress), ready in about 3 min');
    expect(said(2, 3)).toBe('2 ahead of you (you have 3 others in progress), ready in about 3 min');
  });

  it('is the same where it reads the same', () => {
    expect(queueWords({ ahead: 1, mine: 0, waitMs: 151_000 })).toEqual(
      queueWords({ ahead: 1, mine: 0, waitMs: 200_000 }),
    );
  });
});
