import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { advanceJob } from '../../../src/core/jobs/advance-job.ts';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { handleCallback } from '../../../src/core/jobs/handle-callback.ts';
import { auditBooks } from '../../../src/db/audit/audit.ts';
import { testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { atBoundaries } from '../../support/e2e/boundaries.ts';
import type { Boundary } from '../../support/e2e/boundaries.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { forgetting, forgotten } from '../people/erasing.ts';
import { asksFor, ledgerOf, now, pass, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Without these no walk has been through all that follows a callback. */
const LANDMARKS: Boundary[] = [
  ...(['before jobs.save expired', 'after jobs.save expired', 'after schedule.claim'] as const),
  ...(['after provider.check', 'before jobs.save collecting'] as const),
  ...(['after jobs.save collecting', 'after media.collectVideo'] as const),
  ...(['before jobs.save succeeded', 'after jobs.save succeeded'] as const),
  ...(['before platform.show succeeded', 'after platform.show succeeded'] as const),
  'after cards.shown',
];

let providers = 0;

function coreWith(wrap: (core: Adapters) => Adapters = (core) => core) {
  providers += 1;
  const told: Reply[] = [];
  const provider = createFakeProvider({ name: `tardy-${providers}` });
  const test = testCore(database.sql, {
    provider,
    wrap: (core) => wrap({ ...core, tellOperators: (reply) => void told.push(reply) }),
  });
  return { test, told };
}

/** Its credits went back, because no answer came for a day. */
async function expired(test: TestCore): Promise<Job> {
  const job = await started(test);
  await advanceJob(test.core, job, { type: 'given-up', at: test.clock.now() });
  await test.settle();
  return now(test, job);
}

async function callback(test: TestCore, job: Job, core: Adapters = test.core): Promise<void> {
  const [render] = test.provider.renders;
  await handleCallback(core, job, test.provider.name, render?.operation);
}

const headline = (test: TestCore) => plain(test.platform.shows.at(-1)?.view.headline ?? []);

async function expectBooksRight(): Promise<void> {
  const { checks } = await auditBooks(database.sql);
  expect(checks.flatMap((it) => it.wrong)).toEqual([]);
}

describe('a video that comes after its job was called lost', () => {
  it('is shown when its provider calls, free of charge, and operators hear of it', async () => {
    const { test, told } = coreWith();
    const job = await expired(test);
    expect(headline(test)).toBe("Fake provider didn't deliver this video");
    test.provider.succeed('a horse', 80);
    await callback(test, job);
    await expectBooksRight();
    expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded', charged: 0, lost: 80 });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 80', 'release 100']);
    expect(headline(test)).toBe('Your video is ready');
    expect(told.map((it) => plain(it.headline))).toContain('Fake provider delivered a lost video');
    await expectBooksRight();
  });

  it('is shown without a call, too, where it was not found and is found within a day', async () => {
    const { test } = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 30 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'render-lost' });
    await expectBooksRight();
    await pass(test, 5 * HOUR, HOUR);
    test.provider.succeed('a horse', 80);
    await pass(test, HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded', charged: 0 });
    await expectBooksRight();
  });

  it('is not looked for any more after that day', async () => {
    const { test } = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 30 * MINUTE, MINUTE);
    await pass(test, 25 * HOUR, HOUR);
    const looks = test.provider.checkCalls.length;
    await pass(test, 10 * HOUR, HOUR);
    expect(test.provider.checkCalls).toHaveLength(looks);
    expect(await stateOf(test, job)).not.toHaveProperty('heard');
    await expectBooksRight();
  });

  it('is shown once, however often its provider calls and whoever hears it', async () => {
    const { test } = coreWith();
    const job = await expired(test);
    test.provider.succeed('a horse', 80);
    const { provider, platform, clock, media } = test;
    const other = testCore(database.sql, { provider, platform, clock, media });
    await Promise.all([1, 2, 3, 4].map((it) => callback(it % 2 === 0 ? test : other, job)));
    await Promise.all([test.settle(), other.settle()]);
    await callback(test, job);
    await test.settle();
    const shows = test.platform.shows.filter((it) => it.view.status === 'succeeded');
    expect(shows).toHaveLength(1);
    expect(test.media.calls.filter((it) => it.startsWith('collectVideo'))).toHaveLength(1);
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 80', 'release 100']);
  });

  it('is not believed before its provider was asked', async () => {
    const { test } = coreWith();
    const job = await expired(test);
    for (const status of [{ status: 'not-found' }, { status: 'running', progress: 1 }] as const) {
      test.provider.tell('a horse', status);
      await callback(test, job);
      await test.settle();
      expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
    }
    await handleCallback(test.core, job, test.provider.name, { render: 'another' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    // It is asked about for a day, more and more rarely, and at once when its provider calls again.
    await pass(test, 6 * HOUR, HOUR);
    test.provider.succeed('a horse', 80);
    await pass(test, 10 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
    await callback(test, job);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('has failed where its provider says so, with its words and what it took', async () => {
    const { test } = coreWith();
    const job = await expired(test);
    test.provider.fail('a horse', 'moderated', 'no horses', 30);
    await callback(test, job);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ reason: 'moderated', message: 'no horses' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 30', 'release 100']);
    await expectBooksRight();
  });

  it('is on its way again while it is fetched, at nobody’s cost', async () => {
    const { test } = coreWith();
    const job = await expired(test);
    test.provider.tell('a horse', { status: 'succeeded', videoUrls: [], consumed: 80 });
    await callback(test, job);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting', lost: 0 });
    const view = test.platform.shows.at(-1)?.view;
    expect(view?.receipt.map(plain)).toEqual(['Not charged']);
    await expectBooksRight();
    await pass(test, HOUR, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ reason: 'result-lost', lost: 80 });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 80', 'release 100']);
    await expectBooksRight();
  });

  it('is not wanted any more where its person was forgotten', async () => {
    const scene = forgetting(database.sql);
    const { test, ann } = scene;
    await asksFor(test, 'a horse', { requester: ann });
    await test.settle();
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 30 * MINUTE, MINUTE);
    const looks = test.provider.checkCalls.length;
    expect(await forgotten(scene)).toContain('Your data is deleted');
    test.provider.succeed('a horse', 80);
    await pass(test, 3 * HOUR, HOUR);
    expect(test.provider.checkCalls).toHaveLength(looks);
    await expectBooksRight();
  });
});

describe('a process that dies while a late video is brought in', () => {
  class Died extends Error {}

  /** Hears the callback and does all that follows, until it dies before or after a write or call. */
  async function live(dieAt: string | null) {
    const trace: string[] = [];
    let arrives = false;
    let dead = false;
    const { test } = coreWith((core) =>
      atBoundaries(core, (boundary) => {
        if (!arrives) return;
        dead ||= boundary === dieAt;
        if (dead) throw new Died();
        trace.push(boundary);
      }),
    );
    const job = await expired(test);
    test.provider.succeed('a horse', 80);
    arrives = true;
    await callback(test, job).catch(() => undefined);
    await test.settle().catch(() => undefined);
    return { test, job, trace, dead };
  }

  it('leaves it to the next one, which shows it once and books it once', async () => {
    const { trace } = await live(null);
    const moments = [...new Set(trace)];
    expect(moments).toEqual(expect.arrayContaining(LANDMARKS));
    const died: string[] = [];
    for (const moment of moments) {
      const { test, job, dead } = await live(moment);
      const where = `died ${moment}`;
      // What happens side by side may take turns differently: a view between may not be shown.
      if (!dead) continue;
      died.push(moment);
      const { provider, platform, clock, media } = test;
      const next = testCore(database.sql, { provider, platform, clock, media });
      // Who calls and is not answered calls again.
      if (moment.endsWith('jobs.save expired')) await callback(next, job);
      await pass(next, 30 * MINUTE, 5 * MINUTE);
      expect(await stateOf(next, job), where).toMatchObject({ status: 'succeeded', charged: 0 });
      expect(await ledgerOf(database.sql, job), where).toEqual([
        ...['hold 100', 'loss 80', 'release 100'],
      ]);
      expect(headline(next), where).toBe('Your video is ready');
    }
    expect(died).toEqual(expect.arrayContaining(LANDMARKS));
    expect(died.length).toBeGreaterThanOrEqual(moments.length - 4);
    await expectBooksRight();
  });
});
