import { beforeAll, describe, expect, it } from 'vitest';
import type { RateLimiter } from '../../../src/core/providers/ports/rate-limiter.ts';
import { createPostgresRateLimiter } from '../../../src/db/providers/rate-limiter.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let gate: RateLimiter;
beforeAll(() => {
  gate = createPostgresRateLimiter(database.sql);
});

let providers = 0;
function freshProvider(): string {
  providers += 1;
  return `provider-${providers}`;
}

const LATE = after(3_600_000);

describe('a provider’s calls', () => {
  it('are closed while the next one is booked, and open again after', async () => {
    const [name, other] = [freshProvider(), freshProvider()];
    await gate.book(name, 1, 500, START, LATE);
    expect(await gate.closed([name, other], START)).toEqual(new Set([name]));
    expect(await gate.closed([name, other], after(500))).toEqual(new Set());
    expect(await gate.closed([], START)).toEqual(new Set());
  });

  it('begin at once, and then one interval after the other', async () => {
    const name = freshProvider();
    const times = [];
    for (let call = 0; call < 3; call += 1) {
      times.push(await gate.book(name, 1, 500, START, LATE));
    }
    expect(times).toEqual([START, after(500), after(1_000)]);
  });

  it('are booked many at a time', async () => {
    const name = freshProvider();
    expect(await gate.book(name, 4, 500, START, LATE)).toEqual(START);
    expect(await gate.book(name, 1, 500, START, LATE)).toEqual(after(2_000));
  });

  it('begin at once again after a rest, and no pause is saved up', async () => {
    const name = freshProvider();
    await gate.book(name, 1, 500, START, LATE);
    expect(await gate.book(name, 1, 500, after(60_000), LATE)).toEqual(after(60_000));
    expect(await gate.book(name, 1, 500, after(60_000), LATE)).toEqual(after(60_500));
  });

  it('are not booked later than wanted, and then nothing is booked', async () => {
    const name = freshProvider();
    await gate.book(name, 10, 500, START, LATE);
    expect(await gate.book(name, 1, 500, START, after(4_999))).toBeNull();
    expect(await gate.book(name, 1, 500, START, after(4_999))).toBeNull();
    expect(await gate.book(name, 1, 500, START, after(5_000))).toEqual(after(5_000));
  });

  it('of other providers do not wait for them', async () => {
    const name = freshProvider();
    await gate.book(name, 100, 500, START, LATE);
    expect(await gate.book(freshProvider(), 1, 500, START, LATE)).toEqual(START);
  });

  it('keep their distance, whoever makes them', async () => {
    const name = freshProvider();
    const gates = [1, 2, 3, 4].map(() => createPostgresRateLimiter(database.connect(2)));
    const times = await Promise.all(
      Array.from({ length: 40 }, (_, index) => gates[index % 4]!.book(name, 1, 250, START, LATE)),
    );
    const sorted = times.map((it) => it!.getTime()).toSorted((one, other) => one - other);
    expect(sorted).toEqual(Array.from({ length: 40 }, (_, index) => after(index * 250).getTime()));
  });

  it('keep a distance that is no whole number of milliseconds', async () => {
    const name = freshProvider();
    for (let call = 0; call < 3; call += 1) await gate.book(name, 1, 1_000 / 3, START, LATE);
    const fourth = await gate.book(name, 1, 1_000 / 3, START, LATE);
    expect(Math.abs(fourth!.getTime() - after(1_000).getTime())).toBeLessThanOrEqual(1);
  });
});

describe('a provider that wants to be left alone', () => {
  it('is called by nobody before the end of it', async () => {
    const name = freshProvider();
    await gate.pause(name, after(10_000));
    expect(await gate.book(name, 1, 500, START, after(9_999))).toBeNull();
    expect(await gate.book(name, 1, 500, START, after(10_000))).toEqual(after(10_000));
  });

  it('is not called earlier because it said less the second time', async () => {
    const name = freshProvider();
    await gate.pause(name, after(10_000));
    await gate.pause(name, after(1_000));
    expect(await gate.book(name, 1, 500, START, LATE)).toEqual(after(10_000));
  });

  it('is called again when it is over', async () => {
    const name = freshProvider();
    await gate.pause(name, after(10_000));
    expect(await gate.book(name, 1, 500, after(11_000), LATE)).toEqual(after(11_000));
  });
});
