import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { later } from '../../../src/core/shared/domain/later.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type { RenderStatus } from '../../../src/core/providers/ports/video-provider.ts';
import { handleCallback } from '../../../src/core/jobs/handle-callback.ts';
import { aRequester, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import type { FakeProviderOptions } from '../../support/fakes/fake-provider.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { ledgerOf, now, pass, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let providers = 0;
interface Sought extends TestCore {
  readonly told: readonly Reply[];
}

function coreWith(options: FakeProviderOptions = {}): Sought {
  providers += 1;
  const told: Reply[] = [];
  const provider = createFakeProvider({
    name: `forgetful-${providers}`,
    ...options,
    checks: { firstMs: 15_000, everyMs: 15_000, growMs: 0, mostMs: 15_000, ...options.checks },
  });
  const wrap = () => ({ tellOperators: (reply: Reply) => void told.push(reply) });
  return { ...testCore(database.sql, { provider, wrap }), told };
}

/** When, in seconds from now, it is asked about how many at a time. */
async function questions(test: TestCore, seconds: number): Promise<[number, number][]> {
  const seen: [number, number][] = [];
  for (let passed = 5; passed <= seconds; passed += 5) {
    const before = test.provider.checkCalls.length;
    await pass(test, 5_000);
    for (const call of test.provider.checkCalls.slice(before)) seen.push([passed, call.length]);
  }
  return seen;
}

describe('a render that its provider does not know', () => {
  it('is asked about again with growing pauses, and the video shown when it is known', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    const seen = (await questions(test, 660)).map(([at]) => at);
    expect(seen).toEqual([15, 30, 45, 65, 105, 185, 345, 645]);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering', notFound: { times: 8 } });
    test.provider.succeed('a horse', 70);
    await pass(test, 5 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded', charged: 70 });
  });

  it('is lost after twenty minutes: credits come back, operators hear of it once', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 20 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    await pass(test, 6 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'render-lost' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
    expect(test.told.map((it) => plain(it.headline))).toEqual([
      "Fake provider doesn't know the videos it's making",
      'Fake provider lost a video',
    ]);
    await pass(test, HOUR, HOUR);
    expect(test.told).toHaveLength(2);
  });

  it('is not lost after two looks, however long the service was down in between', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 15_000);
    await pass(test, 10 * HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering', notFound: { times: 2 } });
  });

  it('is watched as before once it is known again, and counts anew after that', async () => {
    const test = coreWith({ checks: { patienceMs: HOUR } });
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 60_000, 5_000);
    test.provider.tell('a horse', { status: 'running', progress: null });
    await pass(test, 60_000, 5_000);
    expect(await stateOf(test, job)).not.toHaveProperty('notFound');
    const seen = (await questions(test, 60)).map(([at]) => at);
    expect(seen.slice(1).map((at, index) => at - (seen[index] ?? 0))).toEqual([15, 15, 15]);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 15_000, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ notFound: { times: 1 } });
  });

  it('is found late while it is watched slowly, too', async () => {
    const test = coreWith();
    const job = await started(test);
    await pass(test, 2 * MINUTE, 15_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'overdue' });
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 5 * MINUTE, 15_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'overdue', notFound: {} });
    test.provider.tell('a horse', { status: 'running', progress: 0.5 });
    await pass(test, 5 * MINUTE, 15_000);
    expect(await stateOf(test, job)).not.toHaveProperty('notFound');
    test.provider.succeed('a horse');
    await pass(test, 5 * MINUTE, 15_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it.each<[string, RenderStatus]>([
    ['fails', { status: 'failed', reason: 'moderated', message: 'no', consumed: null }],
    ['succeeds', { status: 'succeeded', videoUrls: ['https://a.test/v.mp4'], consumed: null }],
  ])('ends as any other that %s', async (_, status) => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 60_000, 5_000);
    test.provider.tell('a horse', status);
    await pass(test, MINUTE, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: status.status });
  });

  it('is looked for now when a callback tells of it', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 10 * MINUTE, 10_000);
    test.provider.succeed('a horse');
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    await handleCallback(test.core, job, test.provider.name, null);
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is not lost by silence: that is given up after a day', async () => {
    const test = coreWith();
    const job = await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 60_000, 5_000);
    test.provider.failChecks(new ProviderError('fake', 'server-error', 'down'));
    await pass(test, 10 * MINUTE, 2 * MINUTE);
    await pass(test, 23 * HOUR, HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
    await pass(test, 2 * HOUR, HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'expired' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'release 100']);
  });

  it('still takes its place at the provider', async () => {
    const test = coreWith({ limits: { inFlight: 1 } });
    await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    await pass(test, 60_000, 5_000);
    const next = await started(test, { prompt: 'next' });
    expect(next.state.status).toBe('waiting');
  });

  it('is told of on the card once it stays away', async () => {
    const test = coreWith({ checks: { patienceMs: HOUR } });
    await started(test);
    test.provider.tell('a horse', { status: 'not-found' });
    const headline = () => plain(test.platform.shows.at(-1)?.view.headline ?? []);
    await pass(test, 30_000, 5_000);
    expect(headline()).toBe('Rendering');
    await pass(test, 30_000, 5_000);
    expect(headline()).toBe("Fake provider can't find this video");
    test.provider.tell('a horse', { status: 'running', progress: null });
    await pass(test, 30_000, 5_000);
    expect(headline()).toBe('Rendering');
  });
});

describe('a render that is left out of an answer about many', () => {
  async function many(test: TestCore, count: number) {
    const jobs = [];
    for (let index = 0; index < count; index += 1) {
      const requester = aRequester({ platform: test.platform.name, person: { id: `p-${index}` } });
      jobs.push(await started(test, { prompt: `horse ${index}`, interaction: { requester } }));
    }
    await database.sql`
      update schedule set due_at = ${later(test.clock.now(), 15_000)}
      where provider = ${test.provider.name}`;
    return jobs;
  }

  /** Leaves out of every answer about several what is named; about one alone it is truthful. */
  function forgetful(test: TestCore, prompts: readonly string[]): void {
    const check = test.provider.check.bind(test.provider);
    test.provider.check = async (operations, options) => {
      const answers = await check(operations, options);
      if (operations.length === 1) return answers;
      const left = prompts.flatMap((it) => test.provider.rendersOf(it)).map((it) => it.operation);
      const keys = left.map((it) => JSON.stringify(it));
      return answers.map((answer, index) =>
        keys.includes(JSON.stringify(operations[index])) ? { status: 'not-found' } : answer,
      );
    };
  }

  it('is asked about alone at once, and delivered', async () => {
    const test = coreWith({ limits: { checkBatch: 50 } });
    const [one, two, three] = await many(test, 3);
    forgetful(test, ['horse 1']);
    test.provider.succeed('horse 1', 70);
    await pass(test, 15_000);
    expect(test.provider.checkCalls.map((it) => it.length)).toEqual([3, 1]);
    expect(await stateOf(test, two!)).toMatchObject({ status: 'succeeded', charged: 70 });
    for (const job of [one, three]) {
      expect(await stateOf(test, job!)).toEqual(job!.state);
    }
  });

  it('goes back among the others when it is at work', async () => {
    const test = coreWith({ limits: { checkBatch: 50 } });
    await many(test, 3);
    const check = test.provider.check.bind(test.provider);
    forgetful(test, ['horse 1']);
    await pass(test, 15_000);
    test.provider.check = check;
    await pass(test, 15_000);
    expect(test.provider.checkCalls.map((it) => it.length)).toEqual([3, 1, 3]);
  });

  it('is not lost by any number of such answers while it is known alone', async () => {
    const test = coreWith({ limits: { checkBatch: 50 }, checks: { patienceMs: 2 * HOUR } });
    const jobs = await many(test, 2);
    forgetful(test, ['horse 0', 'horse 1']);
    await pass(test, HOUR, 60_000);
    for (const job of jobs) expect(await stateOf(test, job)).toMatchObject({ status: 'rendering' });
  });

  it('keeps to the rate of calls, and leaves the others their turn', async () => {
    const limits = { checkBatch: 50, callsPerSecond: 0.9 };
    const test = coreWith({ limits, checks: { patienceMs: HOUR } });
    const jobs = await many(test, 30);
    test.provider.succeed('horse 29');
    const all = jobs.map((_, index) => `horse ${index}`);
    forgetful(test, all);
    const began = test.clock.now().getTime();
    await pass(test, 2 * MINUTE, 3_000);
    const seconds = (test.clock.now().getTime() - began) / 1_000;
    expect(test.provider.checkCalls.length).toBeLessThanOrEqual(Math.ceil(seconds * 0.9) + 1);
    expect(await stateOf(test, jobs[29]!)).toMatchObject({ status: 'succeeded' });
    expect((await now(test, jobs[0]!)).state.status).toBe('rendering');
  });
});
