import { describe, expect, it } from 'vitest';
import type { MediaFile } from '../../src/core/media/ports/media-store.ts';
import type { InputRef } from '../../src/core/media/domain/media.ts';
import type { VideoRequest } from '../../src/core/video/domain/video-request.ts';
import { ProviderError } from '../../src/core/shared/domain/errors.ts';
import type {
  Operation,
  RenderStatus,
  StartAnswer,
  VideoProvider,
} from '../../src/core/providers/ports/video-provider.ts';

/** What the far end will do with a request. */
export type Fate =
  | 'succeeds'
  /** Taken, and then failed by the provider's own fault. */
  | 'fails'
  /** Taken, and then stopped by the provider's moderation. */
  | 'is-moderated'
  | 'is-refused'
  /** Told to wait at least once, and taken when it is repeated often enough. */
  | 'has-to-wait'
  /** A render is made, and no answer says so. */
  | 'is-lost';

/** What the far end says instead of an answer, and what it is called here. */
export type ChecksRefused = 'key' | 'credit' | 'broken';

export interface ProviderUnderTest extends AsyncDisposable {
  readonly provider: VideoProvider;
  readonly model: string;
  request(fate: Fate): VideoRequest;
  linkTo(media: InputRef): string;
  /** The file behind something that is given. */
  open(media: InputRef): Promise<MediaFile>;
  /** The same provider with a key that the far end does not know. */
  readonly withOtherKey: VideoProvider;
  /** A handle of the right form on a render that was never made. */
  readonly unknownOperation: Operation;
  /** Renders made at the far end so far: each one costs. */
  renders(): number;
  /** Lets every render that was made come to its end. */
  finish(): Promise<void>;
  /** From now on every question about a render is refused, whichever it is about. */
  refuseChecks(why: ChecksRefused): void;
  /** From now on nothing can be sent. */
  disconnect(): Promise<void>;
}

/** What the core relies on in every provider. */
export function describeVideoProvider(name: string, setup: () => Promise<ProviderUnderTest>): void {
  const signal = new AbortController().signal;
  const turn = () => Promise.resolve(true);
  const startAt = (it: ProviderUnderTest, fate: Fate, stop = signal): Promise<StartAnswer> =>
    it.provider.start(it.model, it.request(fate), {
      linkTo: (media) => it.linkTo(media),
      open: (media) => it.open(media),
      callbackUrl: null,
      slot: turn,
      signal: stop,
    });
  const checkAt = async (it: ProviderUnderTest, operation: Operation): Promise<RenderStatus> => {
    const answers = await it.provider.check([operation], { signal, slot: turn });
    expect(answers).toHaveLength(1);
    return answers[0] as RenderStatus;
  };
  /** Starts a render and gives its handle as it comes back from the database. */
  const begun = async (it: ProviderUnderTest, fate: Fate): Promise<Operation> => {
    const answer = await startAt(it, fate);
    expect(answer).toMatchObject({ status: 'started' });
    return stored((answer as StartAnswer & { status: 'started' }).operation);
  };

  describe(`${name} as a video provider`, () => {
    it('says who it is and what it can do, without a gap in its prices', async () => {
      await using it = await setup();
      const { provider } = it;
      expect(provider.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(provider.title).not.toBe('');
      expect(provider.keyHash).toMatch(/^[\w-]{4,24}$/);
      expect(provider.keyHash).not.toBe(it.withOtherKey.keyHash);
      const models = provider.models.map((model) => model.model);
      expect(models).toContain(it.model);
      expect(new Set(models).size).toBe(models.length);
      for (const model of provider.models) {
        const { seconds, qualities, rates } = model;
        expect(model.kinds.length).toBeGreaterThan(0);
        expect(seconds.min).toBeLessThanOrEqual(seconds.default);
        expect(seconds.default).toBeLessThanOrEqual(seconds.max);
        expect(qualities).toContain(model.defaultQuality);
        expect(model.aspects.length).toBeGreaterThan(0);
        for (const quality of qualities) {
          expect(rates.perSecond[quality]?.silent).toBeGreaterThan(0);
          expect(rates.perSecond[quality]?.sound).toBeGreaterThan(0);
        }
        expect(URL.canParse(rates.source)).toBe(true);
        expect(rates.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
        expect(model.shots !== null).toBe(model.kinds.includes('shots'));
        const takesReferences = model.elements !== null || model.references !== null;
        expect(takesReferences).toBe(model.kinds.includes('references'));
        const worksOnVideo = model.kinds.includes('edit') || model.kinds.includes('replace');
        expect(model.source !== null).toBe(worksOnVideo);
        if (model.source !== null) {
          const { limits, mostSeconds } = model.source;
          expect(mostSeconds).toBeLessThanOrEqual(seconds.max);
          expect(limits.minSeconds).toBeLessThanOrEqual(mostSeconds);
          expect(limits.maxSeconds).toBeGreaterThanOrEqual(mostSeconds);
        }
        const resolutions = Object.keys(model.resolutions);
        expect(qualities).toEqual(expect.arrayContaining(resolutions));
      }
    });

    it('says how it wants to be asked', async () => {
      await using it = await setup();
      const { checks, limits } = it.provider;
      expect(checks.firstMs).toBeGreaterThan(0);
      expect(checks.everyMs).toBeGreaterThan(0);
      expect(checks.growMs).toBeGreaterThanOrEqual(0);
      expect(checks.mostMs).toBeGreaterThanOrEqual(checks.everyMs);
      expect(checks.patienceMs).toBeGreaterThan(checks.firstMs);
      expect(checks.typicalMs(15)).toBeGreaterThanOrEqual(checks.typicalMs(3));
      expect(checks.typicalMs(15)).toBeLessThan(checks.patienceMs);
      expect(limits.inFlight).toBeGreaterThanOrEqual(1);
      expect(limits.checkBatch).toBeGreaterThanOrEqual(1);
      expect(limits.callsPerSecond ?? 1).toBeGreaterThan(0);
      expect(limits.createsPerSecond ?? 1).toBeGreaterThan(0);
    });

    it('says a price in whole credits, or none, and makes nothing for it', async () => {
      await using it = await setup();
      const { provider, model } = it;
      const quoted = await provider.quote(model, it.request('succeeds'), {
        linkTo: (media) => it.linkTo(media),
        open: (media) => it.open(media),
        slot: turn,
        signal,
      });
      expect(quoted).not.toBe('no-uploads');
      expect(quoted === null || (Number.isSafeInteger(quoted) && Number(quoted) > 0)).toBe(true);
      expect(it.renders()).toBe(0);
    });

    it('says that its key is accepted, and makes nothing for it', async () => {
      await using it = await setup();
      const { key, credits } = await it.provider.account({ signal, slot: turn });
      expect(key).toBe('accepted');
      expect(credits === null || credits >= 0).toBe(true);
      expect(it.renders()).toBe(0);
    });

    it('says that a key the far end does not know is refused', async () => {
      await using it = await setup();
      const account = await it.withOtherKey.account({ signal, slot: turn });
      expect(account).toEqual({ key: 'refused', credits: null });
    });

    it.each([
      ['nothing can be sent', (it: ProviderUnderTest) => it.disconnect(), signal],
      ['it is stopped before', () => Promise.resolve(), AbortSignal.abort()],
    ])('knows nothing of its key when %s', async (_, prepare, stop) => {
      await using it = await setup();
      await prepare(it);
      const account = await it.provider.account({ signal: stop, slot: turn });
      expect(account).toMatchObject({ key: 'unknown', credits: null });
    });

    it('finds nothing in a callback that speaks of no render', async () => {
      await using it = await setup();
      for (const body of [null, undefined, 'a', 7, [], {}, { data: null }, [[]]]) {
        expect(it.provider.readCallback(body)).toBeNull();
      }
    });

    it('tells its renders apart by what does not change', async () => {
      await using it = await setup();
      const { provider, unknownOperation } = it;
      const operations = [await begun(it, 'succeeds'), await begun(it, 'succeeds')];
      const keys = [...operations, unknownOperation].map((each) => provider.renderKey(each));
      expect(new Set(keys).size).toBe(3);
      expect(operations.map((each) => provider.renderKey(stored(each)))).toEqual(keys.slice(0, 2));
    });

    it('starts one render and tells of it until its video is there', async () => {
      await using it = await setup();
      const operation = await begun(it, 'succeeds');
      expect(it.renders()).toBe(1);
      expect(await checkAt(it, operation)).toMatchObject({ status: 'running' });
      await it.finish();
      const status = await checkAt(it, operation);
      expect(status).toMatchObject({ status: 'succeeded' });
      const { videoUrls, consumed } = status as RenderStatus & { status: 'succeeded' };
      expect(videoUrls.length).toBeGreaterThan(0);
      expect(videoUrls.every((url) => URL.canParse(url))).toBe(true);
      expect(consumed === null || Number.isSafeInteger(consumed)).toBe(true);
      // Asked again, as after a crash: the same answer.
      expect(await checkAt(it, operation)).toEqual(status);
      expect(it.renders()).toBe(1);
    });

    it.each([
      ['fails', 'provider-fault'],
      ['is-moderated', 'moderated'],
    ] as const)('answers that a render that %s has failed', async (fate, reason) => {
      await using it = await setup();
      const operation = await begun(it, fate);
      await it.finish();
      expect(await checkAt(it, operation)).toMatchObject({ status: 'failed', reason });
    });

    it('answers a refusal, and makes nothing', async () => {
      await using it = await setup();
      expect(await startAt(it, 'is-refused')).toMatchObject({ status: 'refused' });
      expect(it.renders()).toBe(0);
    });

    it('answers that it has to wait, makes nothing then, and one render when asked again', async () => {
      await using it = await setup();
      const answers = [await startAt(it, 'has-to-wait')];
      expect(answers[0]).toMatchObject({ status: 'later' });
      expect(it.renders()).toBe(0);
      while (answers.at(-1)?.status === 'later' && answers.length < 5) {
        answers.push(await startAt(it, 'has-to-wait'));
      }
      expect(answers.at(-1)).toMatchObject({ status: 'started' });
      expect(it.renders()).toBe(1);
    });

    it('throws when an answer was lost, and does not send again by itself', async () => {
      await using it = await setup();
      const error: unknown = await startAt(it, 'is-lost').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ provider: it.provider.name });
      expect(it.renders()).toBe(1);
    });

    it('starts nothing when it is stopped before', async () => {
      await using it = await setup();
      expect(await startAt(it, 'succeeds', AbortSignal.abort())).toMatchObject({
        status: 'later',
        reason: 'unreachable',
      });
      expect(it.renders()).toBe(0);
    });

    it('answers that it is unreachable when nothing can be sent', async () => {
      await using it = await setup();
      await it.disconnect();
      expect(await startAt(it, 'succeeds')).toMatchObject({
        status: 'later',
        reason: 'unreachable',
      });
      expect(it.renders()).toBe(0);
    });

    it('throws when no answer to a check can be had', async () => {
      await using it = await setup();
      const operation = await begun(it, 'succeeds');
      await it.disconnect();
      const error: unknown = await checkAt(it, operation).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ provider: it.provider.name });
    });

    it.each([
      ['the key is refused', 'key', 'key-refused'],
      ['the account is empty', 'credit', 'out-of-credit'],
      ['something is broken there', 'broken', 'server-error'],
    ] as const)('throws why, when a check is told that %s', async (_, why, code) => {
      await using it = await setup();
      const operation = await begun(it, 'succeeds');
      it.refuseChecks(why);
      const error: unknown = await checkAt(it, operation).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ProviderError);
      expect(error).toMatchObject({ provider: it.provider.name, code });
      expect(error).toHaveProperty('detail', expect.stringMatching(/./));
    });

    it('answers checks in the order in which they were asked', async () => {
      await using it = await setup();
      const operations = [
        await begun(it, 'fails'),
        it.unknownOperation,
        await begun(it, 'succeeds'),
      ];
      await it.finish();
      const answers = await it.provider.check(operations, { signal, slot: turn });
      expect(answers.map(({ status }) => status)).toEqual([
        'failed',
        expect.stringMatching(/^(not-found|silent)$/),
        'succeeded',
      ]);
      const reversed = await it.provider.check(operations.toReversed(), { signal, slot: turn });
      expect(reversed).toEqual(answers.toReversed());
    });

    it('asks nothing when there is nothing to ask about', async () => {
      await using it = await setup();
      await it.disconnect();
      expect(await it.provider.check([], { signal, slot: turn })).toEqual([]);
    });
  });
}

function stored(operation: Operation): Operation {
  const text = JSON.stringify(operation);
  const back = JSON.parse(text) as Operation;
  expect(back).toEqual(operation);
  return back;
}
