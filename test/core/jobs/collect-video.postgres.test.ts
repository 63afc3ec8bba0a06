import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { after } from '../../support/builders.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { aVideo, createFakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import type { FakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import type { FakeContent } from '../../support/fakes/fake-content.ts';
import { FAKE_VIDEO_URL } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { ledgerOf, now, pass, signal, started, stateOf } from '../requests/requested.ts';
import { patience } from '../../support/patience.ts';

const database = databaseOfFile();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Rendered {
  readonly test: TestCore;
  readonly job: Job;
  readonly fetches: () => number;
}

/** A render that is done, whose video is like this. */
async function rendered(
  content: FakeContent,
  options: { readonly consumed?: number; readonly media?: FakeMediaStore } = {},
): Promise<Rendered> {
  const media = options.media ?? createFakeMediaStore();
  const test = testCore(database.sql, { media });
  test.media.put(FAKE_VIDEO_URL, content);
  const job = await started(test);
  test.provider.succeed('a horse', options.consumed ?? null);
  await test.clock.advance(1_000);
  const fetches = () => media.calls.filter((it) => it.startsWith('collectVideo')).length;
  return { test, job, fetches };
}

describe('a video that is rendered', () => {
  it('is copied into our store and charged for', async () => {
    const { test, job } = await rendered(aVideo, { consumed: 70 });
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({
      status: 'succeeded',
      charged: 70,
      consumed: 70,
      renderedAt: after(1_000),
      video: { kind: 'video', contentType: 'video/mp4', width: 1280, poster: { kind: 'image' } },
    });
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 70', 'hold 100', 'release 30']);
  });

  it('is charged as it was quoted where the provider does not say what it took', async () => {
    const { test, job } = await rendered(aVideo);
    await test.settle();
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
  });

  it('costs nobody more than was held', async () => {
    const { test, job } = await rendered(aVideo, { consumed: 130 });
    await test.settle();
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100', 'overrun 30']);
  });

  it('is made to fit its chat before it is shown', async () => {
    const { test } = await rendered({ ...aVideo, bytes: 30_000_000 });
    test.platform.limitUploads(8_000_000);
    await test.settle();
    const fitted = test.media.calls.filter((it) => it.startsWith('fit'));
    expect(fitted[0]).toMatch(/ 8000000$/);
  });

  it('is there though it could not be made to fit', async () => {
    const media = createFakeMediaStore();
    media.fit = () => Promise.reject(new Error('the decoder is broken'));
    const { test, job } = await rendered({ ...aVideo, bytes: 30_000_000 }, { media });
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a video that cannot be fetched', () => {
  it('is tried again after waits that double, and taken when it comes', async () => {
    const { test, job, fetches } = await rendered({ kind: 'failing' });
    await test.settle();
    const times = [];
    for (let second = 0; second <= 80; second += 1) {
      const before = fetches();
      await pass(test, 1_000);
      if (fetches() > before) times.push(second + 1);
    }
    expect(times).toEqual([5, 15, 35, 75]);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    test.media.put(FAKE_VIDEO_URL, aVideo);
    await pass(test, 80_000, 1_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is given up after six hours of tries, and not before', async () => {
    const { test, job } = await rendered({ kind: 'failing' });
    await test.settle();
    await pass(test, 6 * HOUR - 1, 30 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    await pass(test, 300_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'result-lost' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 100', 'release 100']);
  });

  it('is told to operators with what it cost them', async () => {
    const told: string[] = [];
    const { test, job } = await rendered({ kind: 'failing' }, { consumed: 70 });
    Object.assign(test.core, {
      tellOperators: (reply: Reply) =>
        told.push([reply.headline, ...reply.lines].map(plain).join('\n')),
    });
    await test.settle();
    await pass(test, 6 * HOUR + 300_000, HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', lost: 70 });
    expect(told).toEqual([expect.stringContaining('70 credits lost at your expense')]);
  });
});

describe('a video that is made and cannot be saved', () => {
  it('says so once that failed twice, and that it is tried again, and then shows it', async () => {
    const { test, job, fetches } = await rendered({ kind: 'unsaved' });
    await test.settle();
    expect(fetches()).toBe(1);
    expect(headline(test)).toBe('Rendered, downloading');
    await pass(test, 5_000, 1_000);
    expect(fetches()).toBe(2);
    expect(headline(test)).toBe('Rendered, not here yet');
    expect(shown(test)?.lines.map(plain)).toEqual([
      "Showrunner couldn't save the video yet and keeps trying.",
    ]);
    expect(shown(test)?.receipt.map(plain)).toEqual(['100 credits on hold']);
    const before = test.platform.shows.length;
    await pass(test, 120_000, 5_000);
    expect(fetches()).toBeGreaterThan(4);
    expect(test.platform.shows).toHaveLength(before);
    test.media.put(FAKE_VIDEO_URL, aVideo);
    await pass(test, 160_000, 5_000);
    expect(headline(test)).toBe('Your video is ready');
    expect(await stateOf(test, job)).not.toHaveProperty('setback');
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 100', 'hold 100']);
  });

  it('is not called lost before somebody had a day to mend it', async () => {
    const { test, job } = await rendered({ kind: 'unsaved' });
    await test.settle();
    await pass(test, 24 * HOUR - 1, 2 * HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    await pass(test, 300_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'result-lost' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 100', 'release 100']);
  });

  it('is told apart from one that cannot be fetched', async () => {
    const { test } = await rendered({ kind: 'failing' });
    await pass(test, 10_000, 1_000);
    expect(headline(test)).toBe('Rendered, not here yet');
    test.media.put(FAKE_VIDEO_URL, { kind: 'unsaved' });
    await pass(test, 10_000, 1_000);
    expect(headline(test)).toBe('Rendered, not here yet');
  });

  const shown = (test: TestCore) => test.platform.shows.at(-1)?.view;
  const headline = (test: TestCore) => plain(shown(test)?.headline ?? []);
});

describe('a fetch that takes long', () => {
  function slow() {
    const media = createFakeMediaStore();
    const collect = media.collectVideo.bind(media);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    media.collectVideo = async (...given) => {
      begun.resolve(undefined);
      await Promise.race([promise, aborted(given[1])]);
      return collect(...given);
    };
    return {
      media,
      begun: begun.promise,
      finish: () => {
        resolve(undefined);
      },
    };
  }

  function aborted(it: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      it.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
  }

  it('is not done by two', async () => {
    const { media, begun, finish } = slow();
    const { test, job, fetches } = await rendered(aVideo, { media });
    await test.worker.tick(signal);
    const collecting = test.worker.tick(signal);
    await begun;
    const other = testCore(database.connect(2), {
      provider: test.provider,
      platform: test.platform,
      clock: test.clock,
      media,
    });
    for (let round = 0; round < 9; round += 1) {
      await test.clock.advance(20_000);
      await until(async () => (await leaseMs(test, job)) === 60_000);
      await test.clock.untilSleeping(20_000);
      await other.settle();
    }
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    finish();
    await collecting;
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
    expect(fetches()).toBe(1);
  });

  it('is cut off after four minutes by the clock of the service, and tried again', async () => {
    const { media, begun } = slow();
    const { test, job } = await rendered(aVideo, { media });
    await test.worker.tick(signal);
    const collecting = test.worker.tick(signal);
    await begun;
    for (let round = 0; round < 12; round += 1) {
      expect(await stateOf(test, job)).not.toHaveProperty('setback');
      await test.clock.untilSleeping(20_000);
      await test.clock.advance(20_000);
    }
    await collecting;
    expect(await stateOf(test, job)).toMatchObject({
      status: 'collecting',
      setback: { reason: 'not-fetched', times: 1 },
    });
  });

  it('is soon done by another one when its process dies', async () => {
    const { media, begun } = slow();
    const { test, job } = await rendered(aVideo, { media });
    await test.worker.tick(signal);
    void test.worker.tick(signal);
    await begun;
    // The dead one's clock stands still: it renews nothing.
    const clock = createManualClock(test.clock.now());
    const other = testCore(database.connect(2), {
      provider: test.provider,
      platform: test.platform,
      clock,
    });
    await pass(other, 59_999);
    expect(await stateOf(other, job)).toMatchObject({ status: 'collecting' });
    await pass(other, 1);
    expect(await stateOf(other, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is handed back by a process that ends', async () => {
    const { media, begun } = slow();
    const { test, job } = await rendered(aVideo, { media });
    await test.worker.tick(signal);
    const stop = new AbortController();
    const ticking = test.worker.tick(stop.signal);
    await begun;
    stop.abort();
    await ticking;
    expect(await stateOf(test, job)).not.toHaveProperty('setback');
    const other = testCore(database.connect(2), {
      provider: test.provider,
      platform: test.platform,
      clock: test.clock,
    });
    await other.settle();
    expect(await stateOf(other, job)).toMatchObject({ status: 'succeeded' });
  });

  async function leaseMs(test: TestCore, job: Job): Promise<number> {
    const [row] = await database.sql<{ due_at: Date }[]>`
      select due_at from schedule where job_id = ${job.jobId}`;
    return row!.due_at.getTime() - test.clock.now().getTime();
  }

  async function until(condition: () => Promise<boolean>): Promise<void> {
    await expect.poll(condition, { interval: 5, timeout: patience(10_000) }).toBe(true);
  }
});

it('is written when the database is back, and the video is not lost', async () => {
  let failing = true;
  const test = testCore(database.sql, {
    wrap: ({ jobs }) => ({
      jobs: {
        ...jobs,
        save: (save) =>
          failing && save.next.status === 'succeeded'
            ? Promise.reject(new Error('the database is away'))
            : jobs.save(save),
      },
    }),
  });
  const job = await started(test);
  test.provider.succeed('a horse');
  await pass(test, 10_000, 1_000);
  expect((await now(test, job)).state.status).toBe('collecting');
  failing = false;
  await pass(test, 60_000, 5_000);
  expect((await now(test, job)).state.status).toBe('succeeded');
});
