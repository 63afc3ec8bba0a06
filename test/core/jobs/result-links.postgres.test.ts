import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { later } from '../../../src/core/shared/domain/later.ts';
import { ProviderError } from '../../../src/core/shared/domain/errors.ts';
import type { RenderStatus } from '../../../src/core/providers/ports/video-provider.ts';
import { testCore } from '../../support/core.ts';
import type { TestCoreOptions } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { aVideo } from '../../support/fakes/fake-media-store.ts';
import type { FakeContent } from '../../support/fakes/fake-content.ts';
import { createFakeProvider } from '../../support/fakes/fake-provider.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { ledgerOf, pass, signal, started, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LINK = 'https://results.test/a.mp4';
const OTHER = 'https://results.test/b.mp4';
const dead: FakeContent = { kind: 'missing' };

let providers = 0;

/** A render that is done, whose links are these; what is behind them is told link by link. */
async function done(
  videoUrls: readonly string[],
  contents: Readonly<Record<string, FakeContent>> = {},
  options: TestCoreOptions = {},
) {
  providers += 1;
  const provider = createFakeProvider({ name: `linking-${providers}` });
  const told: Reply[] = [];
  const test = testCore(database.sql, {
    provider,
    wrap: () => ({ tellOperators: (reply) => void told.push(reply) }),
    ...options,
  });
  for (const [url, content] of Object.entries(contents)) test.media.put(url, content);
  const job = await started(test);
  const tell = (status: RenderStatus) => {
    test.provider.tell('a horse', status);
  };
  tell({ status: 'succeeded', videoUrls, consumed: null });
  await test.clock.advance(1_000);
  const fetches = () =>
    test.media.calls.flatMap((it) => (it.startsWith('collectVideo') ? [it.slice(13)] : []));
  return { test, job, tell, told, fetches, looks: () => test.provider.checkCalls.length };
}

const linked = (...videoUrls: string[]): RenderStatus => ({
  status: 'succeeded',
  videoUrls,
  consumed: null,
});

describe('a link that gives no video', () => {
  it.each<FakeContent>([{ kind: 'text' }, dead, { kind: 'broken' }])(
    'is asked again after growing pauses, and the video shown when it is there: %j',
    async (content) => {
      const { test, job, fetches } = await done([LINK], { [LINK]: content });
      await test.settle();
      const times: number[] = [];
      for (let second = 5; second <= (10 * MINUTE) / 1_000; second += 5) {
        const before = fetches().length;
        await pass(test, 5_000);
        if (fetches().length > before) times.push(second);
      }
      expect(times).toEqual([5, 15, 35, 75, 155, 315]);
      expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
      test.media.put(LINK, aVideo);
      await pass(test, 20_000, 5_000);
      expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded', charged: 100 });
    },
  );

  it('is believed after a quarter of an hour: credits come back, operators hear of it once', async () => {
    const { test, job, told } = await done([LINK], { [LINK]: dead });
    await test.settle();
    await pass(test, 15 * MINUTE - 1, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    expect(told).toEqual([]);
    await pass(test, 5 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'result-lost' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 100', 'release 100']);
    expect(told.map((it) => plain(it.headline))).toEqual([
      "A finished video couldn't be downloaded from Fake provider",
    ]);
    await pass(test, HOUR, HOUR);
    expect(told).toHaveLength(1);
  });

  it('is not believed after two looks, however long the service was down in between', async () => {
    const { test, job } = await done([LINK], { [LINK]: dead });
    await test.settle();
    await pass(test, 20 * HOUR);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting', setback: { times: 2 } });
    test.media.put(LINK, aVideo);
    await pass(test, 5 * MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is told of on the card while it is tried again', async () => {
    const { test } = await done([LINK], { [LINK]: dead });
    await pass(test, 10_000, 1_000);
    const view = test.platform.shows.at(-1)?.view;
    expect(plain(view?.headline ?? [])).toBe('Rendered, not here yet');
    expect(view?.lines.map(plain)).toEqual([
      "Fake provider finished the video, but its link doesn't work yet. Trying again.",
    ]);
  });
});

describe('a result of several links', () => {
  it.each([
    ['dead', dead],
    ['no video', { kind: 'text' }],
    ['failing', { kind: 'failing' }],
  ] as const)('is had from another one at once where the first is %s', async (_, content) => {
    const { test, job, fetches } = await done([LINK, OTHER], { [LINK]: content });
    await test.settle();
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
    expect(fetches()).toEqual([LINK, OTHER]);
  });

  it('is tried with each of them every time, beginning with another one', async () => {
    const { test, fetches } = await done([LINK, OTHER], { [LINK]: dead, [OTHER]: dead });
    await test.settle();
    await pass(test, 15_000, 5_000);
    expect(fetches()).toEqual([LINK, OTHER, OTHER, LINK, LINK, OTHER]);
  });

  it('is not called lost in a quarter of an hour while one of them may come back', async () => {
    const { test, job } = await done([LINK, OTHER], { [LINK]: { kind: 'failing' }, [OTHER]: dead });
    await test.settle();
    await pass(test, HOUR, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({
      status: 'collecting',
      setback: { reason: 'not-fetched' },
    });
  });
});

describe('the status of a render whose links fail', () => {
  it('is read again, and a fresh link is taken', async () => {
    const { test, job, tell, looks, fetches } = await done([LINK], { [LINK]: dead });
    await test.settle();
    expect(looks()).toBe(1);
    tell(linked(OTHER));
    await pass(test, 5_000);
    expect(looks()).toBe(2);
    expect(fetches().at(-1)).toBe(OTHER);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('may name another link that fails: the old one is still tried', async () => {
    const { test, job, tell } = await done([LINK], { [LINK]: dead, [OTHER]: dead });
    await test.settle();
    tell(linked(OTHER));
    await pass(test, 5_000);
    test.media.put(LINK, aVideo);
    await pass(test, 10_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it.each<[string, RenderStatus]>([
    ['running', { status: 'running', progress: 0.5 }],
    ['unknown', { status: 'silent' }],
    ['failed', { status: 'failed', reason: 'provider-fault', message: null, consumed: null }],
    ['done without a link', linked()],
  ])('changes nothing where it is %s', async (_, status) => {
    const { test, job, tell } = await done([LINK], { [LINK]: dead });
    await test.settle();
    tell(status);
    await pass(test, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting', videoUrls: [LINK] });
    test.media.put(LINK, aVideo);
    await pass(test, 10_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('changes nothing where it cannot be read', async () => {
    const { test, job } = await done([LINK], { [LINK]: dead });
    await test.settle();
    test.provider.failChecks(new ProviderError('fake', 'key-refused', 'no'));
    await pass(test, 5_000);
    test.media.put(LINK, aVideo);
    await pass(test, 10_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is not asked for while the provider wants to be left alone', async () => {
    const { test, job, looks, fetches } = await done([LINK], { [LINK]: dead });
    await test.settle();
    await test.core.rateLimiter.pause(test.provider.name, later(test.clock.now(), 10 * MINUTE));
    await pass(test, 5 * MINUTE, 10_000);
    expect(looks()).toBe(1);
    expect(fetches().length).toBeGreaterThan(4);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
  });

  it('is not asked more often than the provider wants to be', async () => {
    const provider = createFakeProvider({ name: 'slow-to-ask', checks: { everyMs: 30_000 } });
    const { test, looks } = await done([LINK], { [LINK]: dead }, { provider });
    await test.settle();
    await pass(test, 29_000, 1_000);
    expect(looks()).toBe(1);
    await pass(test, 1_000);
    expect(looks()).toBe(2);
  });

  it('says in the end what it took, where it did not at first', async () => {
    const { test, job, tell } = await done([LINK], { [LINK]: dead });
    await test.settle();
    tell({ status: 'succeeded', videoUrls: [OTHER], consumed: 70 });
    await pass(test, 5_000);
    expect(await ledgerOf(database.sql, job)).toEqual(['charge 70', 'hold 100', 'release 30']);
  });
});

describe('a render that is done without a link', () => {
  it('is asked about until there is one', async () => {
    const { test, job, tell, looks } = await done([]);
    await test.settle();
    await pass(test, 10 * MINUTE, 10_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'collecting' });
    expect(looks()).toBeGreaterThan(5);
    tell(linked(LINK));
    await pass(test, 5 * MINUTE, 10_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });

  it('is lost when there is none for a quarter of an hour', async () => {
    const { test, job } = await done([]);
    await pass(test, 21 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'result-lost' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 100', 'release 100']);
  });

  it('has failed when its provider says so after all', async () => {
    const { test, job, tell } = await done([]);
    await test.settle();
    tell({ status: 'failed', reason: 'moderated', message: 'no', consumed: 30 });
    await pass(test, 5_000);
    expect(await stateOf(test, job)).toMatchObject({ status: 'failed', reason: 'moderated' });
    expect(await ledgerOf(database.sql, job)).toEqual(['hold 100', 'loss 30', 'release 100']);
  });

  it('is asked about by nobody when its provider is not set up any more', async () => {
    const { test, job } = await done([LINK], { [LINK]: dead });
    await test.worker.tick(signal);
    const alone = testCore(database.connect(2), { clock: test.clock, media: test.media });
    await pass(alone, 11 * MINUTE, MINUTE);
    test.media.put(LINK, aVideo);
    await pass(alone, 20 * MINUTE, MINUTE);
    expect(await stateOf(test, job)).toMatchObject({ status: 'succeeded' });
  });
});
