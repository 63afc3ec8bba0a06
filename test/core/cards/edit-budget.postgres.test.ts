import { describe, expect, it } from 'vitest';
import { aRequester, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asksFor, pass } from '../requests/requested.ts';

const database = databaseOfFile();

const JOBS = 10;

/** Ten people at once in a chat with forty edits a minute, and when each edit was made. */
async function tenAtOnce() {
  const test = testCore(database.sql);
  test.platform.limitEdits(40);
  const times: number[] = [];
  const show = test.platform.show.bind(test.platform);
  test.platform.show = (message, card, options) => {
    times.push(test.clock.now().getTime());
    return show(message, card, options);
  };
  for (let n = 0; n < JOBS; n += 1) {
    await asksFor(test, `horse ${n}`, {
      requester: aRequester({ platform: test.platform.name, person: { id: `p${n}` } }),
    });
  }
  return { test, times };
}

const shownLast = (test: TestCore) => {
  const last = new Map(test.platform.shows.map((it) => [it.jobId, it.view.status]));
  return [...last.values()];
};

describe('a chat that allows so many edits a minute', () => {
  it('gets no more, and every ending within five seconds of the result', async () => {
    const { test, times } = await tenAtOnce();
    await pass(test, 40_000, 1_000);
    for (let n = 0; n < JOBS; n += 1) test.provider.succeed(`horse ${n}`, 70);
    // A look at a render may be a while away; from the result on the card has five seconds.
    for (let seconds = 0; seconds < 60; seconds += 1) {
      await pass(test, 1_000);
      const jobs = await database.sql<{ status: string }[]>`
        select status from jobs where provider = ${test.provider.name}`;
      if (jobs.every((it) => it.status === 'succeeded')) break;
    }
    await pass(test, 5_000, 1_000);
    expect(shownLast(test)).toEqual(Array.from({ length: JOBS }, () => 'succeeded'));
    for (const from of times) {
      const inAMinute = times.filter((it) => it >= from && it < from + 60_000).length;
      expect(inAMinute).toBeLessThanOrEqual(40);
    }
  });

  it('shows what is true in the end though steps had to wait', async () => {
    const { test } = await tenAtOnce();
    await pass(test, 50_000, 1_000);
    const shown = shownLast(test);
    expect(shown).toHaveLength(JOBS);
    expect(new Set(shown)).toEqual(new Set(['rendering']));
  });
});
