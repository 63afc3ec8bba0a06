import { describe, expect, it } from 'vitest';
import { waitFor, waitWords } from '../../../../src/core/cards/domain/wait.ts';
import { advice } from './card-context.ts';
import { plain } from '../../messages/domain/plain-text.ts';

const seen = { count: 9, fastMs: 40_000, halfMs: 60_000, mostMs: 90_000 };
const at = (ahead: number, there: number, inFlight = 3) =>
  waitFor({ ahead, there, inFlight }, 5, advice, seen);

describe('the expected wait', () => {
  it('has no time in line while the provider has room', () => {
    expect(at(0, 0)).toEqual({ queueMs: 0, renderMs: 60_000 });
    expect(at(0, 2).queueMs).toBe(0);
    expect(at(2, 0).queueMs).toBe(0);
  });

  it('counts the places that have to become free, three of them within one render', () => {
    expect(at(0, 3).queueMs).toBe(20_000);
    expect(at(2, 3).queueMs).toBe(60_000);
    expect(at(3, 2).queueMs).toBe(60_000);
    expect(at(0, 1, 1).queueMs).toBe(60_000);
  });

  it('goes by what the provider says until enough was seen', () => {
    const few = { ...seen, count: 2 };
    expect(waitFor({ ahead: 0, there: 0, inFlight: 3 }, 5, advice, few).renderMs).toBe(140_000);
    expect(waitFor({ ahead: 0, there: 0, inFlight: 3 }, 5, advice, null).renderMs).toBe(140_000);
  });

  it('is not told of a line that is over at once', () => {
    expect(plain(waitWords({ queueMs: 2_999, renderMs: 60_000 }))).not.toContain('in line');
    expect(plain(waitWords({ queueMs: 3_000, renderMs: 60_000 }))).toContain('5 s in line');
  });
});
