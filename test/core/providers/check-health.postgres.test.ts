import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { ProviderError, ResultNotFetched } from '../../../src/core/shared/domain/errors.ts';
import type { ProviderErrorCode } from '../../../src/core/shared/domain/errors.ts';
import { statusOf } from '../../../src/core/commands/queries.ts';
import { contextOf } from '../../../src/core/cards/show-card.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { asksFor, ledgerOf, pass, started, stateOf } from '../requests/requested.ts';
import { twoProviders } from '../jobs/two-providers.ts';
import type { TwoProviders } from '../jobs/two-providers.ts';

const database = databaseOfFile();

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const alone = (options: Parameters<typeof twoProviders>[1] = {}) =>
  twoProviders(database, { alone: true, a: { checks: { patienceMs: 15 * MINUTE } }, ...options });

/** From now on every status call of A ends like this. */
function refuse({ a }: TwoProviders, code: ProviderErrorCode | null): void {
  a.failChecks(code === null ? null : new ProviderError(a.name, code, 'no', { detail: 'because' }));
}

async function several(all: TwoProviders, count: number): Promise<readonly Job[]> {
  const jobs = [];
  for (let n = 0; n < count; n += 1) jobs.push(await started(all.test, { prompt: `horse ${n}` }));
  return jobs;
}

/** Lets all workers do what is due, second by second. */
async function passAll(all: TwoProviders, ms: number, stepMs = SECOND): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await all.test.clock.advance(Math.min(stepMs, ms - passed));
    for (const it of all.workers) await it.settle();
  }
}

const idOf = (operation: unknown) => JSON.stringify(operation);

const statesOf = async ({ test }: TwoProviders, jobs: readonly Job[]) =>
  new Set(await Promise.all(jobs.map(async (it) => (await stateOf(test, it)).status)));

function succeedAll({ a }: TwoProviders, count: number): void {
  for (let n = 0; n < count; n += 1) a.succeed(`horse ${n}`);
}

const KINDS = [
  ['key-refused', "A refused the service's key"],
  ['out-of-credit', 'The service is out of credit at A'],
  ['redirected', 'A moved to another address'],
  ['maintenance', 'A is under maintenance'],
  ['server-error', "A doesn't answer status checks"],
  ['unreachable', "A doesn't answer status checks"],
  ['unreadable', "A doesn't answer status checks"],
] as const;

describe('a provider that refuses status calls', () => {
  it.each(KINDS)('is told of once, and delivers when it answers: %s', async (code, headline) => {
    const all = alone();
    const jobs = await several(all, 2);
    refuse(all, code);
    await passAll(all, 5 * MINUTE, 15 * SECOND);
    expect(all.told).toEqual([headline]);
    refuse(all, null);
    succeedAll(all, 2);
    await passAll(all, MINUTE, 5 * SECOND);
    expect(await statesOf(all, jobs)).toEqual(new Set(['succeeded']));
    expect(all.told).toEqual([headline, 'A is back']);
  });

  it('is asked about one render in a while by all workers, then about all of them', async () => {
    const all = alone({ workers: 2 });
    const jobs = await several(all, 6);
    refuse(all, 'key-refused');
    await passAll(all, MINUTE, 5 * SECOND);
    const calls = all.a.checkCalls.length;
    await passAll(all, 20 * MINUTE, 7_500);
    const asked = all.a.checkCalls.length - calls;
    expect(asked).toBeGreaterThan(40);
    expect(asked).toBeLessThanOrEqual(81);
    expect(await statesOf(all, jobs)).toEqual(new Set(['rendering']));
    expect(all.told).toEqual(["A refused the service's key"]);
    refuse(all, null);
    const before = all.a.checkCalls.length;
    await passAll(all, 15 * SECOND, 5 * SECOND);
    expect(new Set(all.a.checkCalls.slice(before).flat().map(idOf)).size).toBe(6);
  });

  it('is told of as what it refuses, though other calls only fail', async () => {
    const all = alone();
    await several(all, 1);
    refuse(all, 'key-refused');
    await passAll(all, SECOND);
    refuse(all, 'server-error');
    await passAll(all, 2 * MINUTE, 10 * SECOND);
    expect(all.told).toEqual(["A refused the service's key"]);
  });

  it('is known to a process that begins later, and asked by it as seldom', async () => {
    const all = alone();
    await several(all, 4);
    refuse(all, 'key-refused');
    await passAll(all, MINUTE, 5 * SECOND);
    const calls = all.a.checkCalls.length;
    const late = all.another();
    for (let passed = 0; passed < MINUTE; passed += SECOND) {
      await late.clock.advance(SECOND);
      await late.settle();
    }
    expect(all.a.checkCalls.length - calls).toBeLessThanOrEqual(5);
    expect(all.told).toEqual(["A refused the service's key"]);
  });

  it('is told of when it is over, where a process died between writing it and telling of it', async () => {
    const all = alone();
    const jobs = await several(all, 2);
    refuse(all, 'key-refused');
    const dying = all.another({ mute: true });
    for (let passed = 0; passed < MINUTE; passed += 5 * SECOND) {
      await dying.clock.advance(5 * SECOND);
      await dying.settle();
    }
    await passAll(all, 2 * MINUTE, 15 * SECOND);
    expect(all.told).toEqual([]);
    expect(await all.test.core.checkHealth.failing()).toContain(all.a.name);
    refuse(all, null);
    succeedAll(all, 2);
    await passAll(all, MINUTE, 5 * SECOND);
    expect(await statesOf(all, jobs)).toEqual(new Set(['succeeded']));
    expect(all.told).toEqual(['A is back']);
  });

  it('gets no orders, which go elsewhere, until its renders can be asked about', async () => {
    const all = twoProviders(database);
    const [job] = [await started(all.test, { prompt: 'horse 0' })];
    refuse(all, 'key-refused');
    await passAll(all, MINUTE, 5 * SECOND);
    const next = await started(all.test, { prompt: 'next' });
    expect(next.provider).toBe(all.b.name);
    refuse(all, null);
    succeedAll(all, 1);
    await passAll(all, 20 * SECOND);
    expect(await stateOf(all.test, job)).toMatchObject({ status: 'succeeded' });
    expect((await started(all.test, { prompt: 'last' })).provider).toBe(all.a.name);
  });

  it('is no trouble while it is only once, or only asked too often', async () => {
    const all = alone();
    await several(all, 2);
    for (const code of ['server-error', 'unreachable', 'timeout'] as const) {
      refuse(all, code);
      await passAll(all, 30 * SECOND, 5 * SECOND);
      refuse(all, null);
      await passAll(all, MINUTE, 5 * SECOND);
    }
    refuse(all, 'rate-limited');
    await passAll(all, 10 * MINUTE, 10 * SECOND);
    expect(all.told).toEqual([]);
    expect((await all.test.core.health.openCircuits()).has(all.a.name)).toBe(false);
  });

  it('is told of when it knows none of its renders, and is well when it knows them', async () => {
    const all = alone();
    await several(all, 2);
    all.a.tell('horse 0', { status: 'not-found' });
    all.a.tell('horse 1', { status: 'not-found' });
    await passAll(all, 10 * MINUTE, 5 * SECOND);
    expect(all.told).toEqual(["A doesn't know the videos it's making"]);
    succeedAll(all, 2);
    await passAll(all, 6 * MINUTE, 5 * SECOND);
    expect(all.told).toEqual(["A doesn't know the videos it's making", 'A is back']);
  });

  it('is told of when it says nothing that can be read of any render', async () => {
    const all = alone();
    await several(all, 2);
    all.a.tell('horse 0', { status: 'silent' });
    all.a.tell('horse 1', { status: 'silent' });
    await passAll(all, 2 * MINUTE, 10 * SECOND);
    expect(all.told).toEqual([]);
    await passAll(all, 2 * MINUTE, 10 * SECOND);
    expect(all.told).toEqual(["A doesn't answer status checks"]);
    succeedAll(all, 2);
    await passAll(all, 30 * SECOND, 5 * SECOND);
    expect(all.told).toEqual(["A doesn't answer status checks", 'A is back']);
  });

  it('is not told of for one render of several that it does not know', async () => {
    const all = alone();
    await several(all, 2);
    all.a.tell('horse 0', { status: 'not-found' });
    await passAll(all, 15 * MINUTE, 5 * SECOND);
    expect(all.told).toEqual([]);
  });
});

describe('a card of a render whose status cannot be read', () => {
  const textOf = ({ test }: TwoProviders) => {
    const { view } = test.platform.shows.at(-1)!;
    return [view.headline, ...view.lines].map(plain).join(' ');
  };

  it('says so in the list of what is on the way, too', async () => {
    const all = alone();
    const { requester } = await asksFor(all.test, 'horse 0');
    const who = await all.test.core.wallet.resolveIdentity(requester);
    const listed = async () => (await statusOf(all.test.core, who)).lines.map(plain).join();
    await passAll(all, 2 * SECOND);
    expect(await listed()).toContain('Rendering');
    refuse(all, 'key-refused');
    await passAll(all, 20 * SECOND);
    expect(await listed()).toContain('Status unknown');
  });

  it('says so where its provider is not set up any more', async () => {
    const all = alone();
    const { test } = all;
    const [job] = await several(all, 1);
    const core = { ...test.core, providers: new Map() };
    expect(await contextOf(core, job!)).toMatchObject({ unread: 'not-set-up' });
    expect(await contextOf(test.core, job!)).toMatchObject({ unread: null });
  });

  it('says so, offers nothing to press, and goes on when it can be read', async () => {
    const all = alone();
    await asksFor(all.test, 'horse 0');
    await passAll(all, 2 * SECOND);
    expect(textOf(all)).toContain('Rendering');
    refuse(all, 'key-refused');
    await passAll(all, 20 * SECOND);
    expect(textOf(all)).toBe(
      "Status unknown A refused the service's key. You can leave; the video appears here once that is fixed.",
    );
    expect(all.test.platform.shows.at(-1)!.view).toMatchObject({
      tone: 'attention',
      actions: [],
      progress: null,
      video: null,
    });
    const shows = all.test.platform.shows.length;
    await passAll(all, 10 * MINUTE, 5 * SECOND);
    expect(all.test.platform.shows).toHaveLength(shows);
    refuse(all, null);
    await passAll(all, 20 * SECOND);
    expect(textOf(all)).not.toContain('Status unknown');
  });
});

describe('a render that nobody can ask about', () => {
  it('is not given up for a week of refusals, and is delivered after it', async () => {
    const all = alone();
    const [job] = await several(all, 1);
    refuse(all, 'key-refused');
    await passAll(all, MINUTE, 5 * SECOND);
    await passAll(all, 7 * DAY - 2 * MINUTE, 12 * 60 * MINUTE);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'rendering' });
    refuse(all, null);
    succeedAll(all, 1);
    await passAll(all, MINUTE, 5 * SECOND);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'succeeded' });
  });

  it('is given up after that, with its credits back, and operators hear of it', async () => {
    const all = alone();
    const [job] = await several(all, 1);
    refuse(all, 'key-refused');
    await passAll(all, MINUTE, 5 * SECOND);
    await passAll(all, 7 * DAY, DAY);
    await passAll(all, MINUTE, 5 * SECOND);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'expired' });
    expect(await ledgerOf(database.sql, job!)).toContain('release 100');
    expect(all.told).toEqual(["A refused the service's key", "A didn't deliver a video in time"]);
  });

  it('is waited for another day where its provider only fails', async () => {
    const all = alone();
    const [job] = await several(all, 1);
    refuse(all, 'server-error');
    await passAll(all, 5 * MINUTE, 10 * SECOND);
    await passAll(all, DAY - 6 * MINUTE, 6 * 60 * MINUTE);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'rendering' });
    await passAll(all, 3 * MINUTE, MINUTE);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'expired' });
  });

  it('is given up in the end, however its provider puts us off', async () => {
    const all = alone();
    const [job] = await several(all, 1);
    refuse(all, 'rate-limited');
    await passAll(all, 8 * DAY - MINUTE, DAY);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'overdue' });
    await passAll(all, 10 * MINUTE, MINUTE);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'expired' });
  });

  it('is not late for what nobody could be told meanwhile', async () => {
    const all = alone();
    const [job] = await several(all, 1);
    refuse(all, 'key-refused');
    await passAll(all, 30 * MINUTE, 30 * SECOND);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'rendering' });
    refuse(all, null);
    await passAll(all, 20 * SECOND);
    expect(await stateOf(all.test, job!)).toMatchObject({ status: 'overdue' });
  });
});

describe('a result whose link has ended', () => {
  it('is not lost while nobody can ask for another, and is had soon after', async () => {
    const all = alone();
    const { test } = all;
    const [job] = await several(all, 1);
    const collect = test.media.collectVideo.bind(test.media);
    test.media.collectVideo = () => Promise.reject(new ResultNotFetched('403'));
    succeedAll(all, 1);
    await passAll(all, 5 * SECOND);
    expect(await stateOf(test, job!)).toMatchObject({ status: 'collecting' });
    refuse(all, 'key-refused');
    await passAll(all, 8 * 60 * MINUTE, 5 * MINUTE);
    expect(await stateOf(test, job!)).toMatchObject({ status: 'collecting' });
    test.media.collectVideo = collect;
    refuse(all, null);
    await pass(test, 40 * SECOND, 5 * SECOND);
    expect(await stateOf(test, job!)).toMatchObject({ status: 'succeeded' });
  });
});
