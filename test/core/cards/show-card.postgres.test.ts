import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import { testCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { aVideo, createFakeMediaStore } from '../../support/fakes/fake-media-store.ts';
import type { FakeFailure } from '../../support/fakes/fake-platform.ts';
import { createFakeProvider, FAKE_VIDEO_URL } from '../../support/fakes/fake-provider.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { finish, last, shown, statuses } from './card-given.ts';
import { pass, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

async function cardOf(job: Job) {
  const [row] = await database.sql<{ due_at: Date | null; leased_until: Date | null }[]>`
    select due_at, leased_until from cards where job_id = ${job.jobId}`;
  return row!;
}

describe('a card', () => {
  it('shows every state that its job comes to, the last one last', async () => {
    const { test, job } = await shown(testCore(database.sql));
    await finish(test);
    const order = ['waiting', 'submitting', 'rendering', 'collecting', 'succeeded'];
    const places = statuses(test).map((it) => order.indexOf(it));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(new Set(places).size).toBeGreaterThan(2);
    expect(last(test).view).toMatchObject({ status: 'succeeded' });
    expect(await cardOf(job)).toEqual({ due_at: null, leased_until: null });
  });

  it('is not edited while it would look the same', async () => {
    const { test } = await shown(testCore(database.sql));
    await test.settle();
    const calls = test.platform.calls;
    // A twentieth of a render that should take 5 s is shown at most every 5 s.
    for (let look = 0; look < 4; look += 1) await test.settle();
    expect(test.platform.calls).toBe(calls);
    test.provider.tell('a horse', { status: 'silent' });
    await pass(test, 55_000, 1_000);
    const views = test.platform.shows.map((it) => JSON.stringify(it.view));
    expect(views.filter((it, index) => it === views[index - 1])).toEqual([]);
    expect(test.platform.calls).toBeLessThan(calls + 8);
  });

  it('is not looked at any more once its job has settled', async () => {
    const { test } = await shown(testCore(database.sql));
    await finish(test);
    const calls = test.platform.calls;
    await pass(test, 3 * 86_400_000, 3_600_000);
    expect(test.platform.calls).toBe(calls);
  });

  it('says what was charged only after it is written', async () => {
    const written: string[] = [];
    const test = testCore(database.sql);
    const { job } = await shown(test);
    const show = test.platform.show.bind(test.platform);
    test.platform.show = async (message, card, stop) => {
      if (card.view.status === 'succeeded') written.push((await stateOf(test, job)).status);
      return show(message, card, stop);
    };
    await finish(test);
    expect(written).toEqual(['succeeded']);
    expect(last(test).view.receipt.map(plain)).toEqual(['70 credits, 30 returned · 930 left']);
  });

  it('counts what is left of a person’s credits', async () => {
    const { test } = await shown(testCore(database.sql));
    expect(last(test).view.receipt.map(plain)).toEqual(['100 credits on hold · 900 left']);
    await finish(test);
    expect(last(test).view.receipt.map(plain)).toEqual(['70 credits, 30 returned · 930 left']);
  });

  it('moves on with the queue', async () => {
    const provider = createFakeProvider({ name: 'narrow', limits: { inFlight: 1 } });
    const test = testCore(database.sql, { provider });
    provider.tell('rendering', { status: 'silent' });
    await shown(test, 'rendering');
    await test.settle();
    const [first, second] = [await shown(test, 'first'), await shown(test, 'second')];
    const words = () =>
      test.platform.shown(second.interaction.message)?.view.lines.map(plain).join(' ');
    expect(words()).toContain('1 ahead of you');
    const press = { type: 'press', action: 'cancel', job: first.job.jobId } as const;
    await test.conversations.answer({ ...first.interaction, key: 'press', command: press }, 'new');
    await pass(test, 20_000, 5_000);
    expect(words()).toContain('Next up, ');
  });

  it('says so while the provider is left alone, and what is true after it', async () => {
    const provider = createFakeProvider({ name: 'troubled' });
    const test = testCore(database.sql, { provider, most: { start: 0 } });
    const { interaction } = await shown(test);
    const words = () => test.platform.shown(interaction.message)?.view.lines.map(plain).join(' ');
    expect(words()).toContain('Next up, ');
    await test.core.health.recordFailure('troubled', 'out-of-credit', test.clock.now(), null);
    await pass(test, 20_000, 5_000);
    expect(words()).toContain("isn't available");
    await test.core.health.recordSuccess('troubled', test.clock.now());
    await pass(test, 20_000, 5_000);
    // It is let out of the queue.
    expect(words()).toBe('');
  });
});

describe('the video on a card', () => {
  async function delivered(bytes: number, limit: number, failure?: FakeFailure) {
    const test = testCore(database.sql);
    test.media.put(FAKE_VIDEO_URL, { ...aVideo, bytes });
    test.platform.limitUploads(limit);
    await shown(test);
    if (failure !== undefined) test.platform.fail(failure);
    await finish(test);
    return { test, video: last(test).video };
  }

  it('goes as it is where it fits', async () => {
    const { video } = await delivered(4_000_000, 4_000_000);
    expect(video).toEqual({ how: 'file', bytes: 4_000_000, fullSize: null });
  });

  it('goes as a smaller copy with a link to the whole where it does not', async () => {
    const { video } = await delivered(4_000_001, 4_000_000);
    expect(video).toMatchObject({ how: 'file', bytes: 4_000_000 });
    expect(JSON.stringify(video)).toContain('\"fullSize\":\"https://media.test/');
  });

  it('goes smaller and smaller to a chat that takes less than it says', async () => {
    const { test, video } = await delivered(4_000_000, 4_000_000, {
      code: 'too-large',
      times: 2,
      status: 'succeeded',
    });
    expect(video).toMatchObject({ how: 'file', bytes: 1_000_000 });
    expect(test.media.calls.filter((it) => it.startsWith('fit')).length).toBeGreaterThan(2);
  });

  it('goes as a link to a chat that takes no file', async () => {
    const { video } = await delivered(4_000_000, 4_000_000, {
      code: 'too-large',
      times: 3,
      status: 'succeeded',
    });
    expect(video).toMatchObject({ how: 'link', bytes: 4_000_000 });
    expect(JSON.stringify(video)).toContain('\"url\":\"https://media.test/');
  });

  it('goes as a link where no copy worth watching would fit', async () => {
    const { video } = await delivered(4_000_000, 50_000);
    expect(video).toMatchObject({ how: 'link', bytes: 4_000_000 });
  });

  it('is spoken of where there is no address to link to', async () => {
    const media = createFakeMediaStore({ publicUrl: null });
    const test = testCore(database.sql, { media });
    media.put(FAKE_VIDEO_URL, { ...aVideo, bytes: 4_000_000 });
    test.platform.limitUploads(50_000);
    await shown(test);
    await finish(test);
    expect(last(test).video).toEqual({ how: 'link', url: null, bytes: 4_000_000 });
  });

  it('is released after it was sent, and when it could not be', async () => {
    const media = createFakeMediaStore();
    const open = media.open.bind(media);
    let held = 0;
    media.open = async (it) => {
      const file = await open(it);
      held += 1;
      return {
        ...file,
        async [Symbol.asyncDispose]() {
          held -= 1;
          await file[Symbol.asyncDispose]();
        },
      };
    };
    const test = testCore(database.sql, { media });
    await shown(test);
    test.platform.fail({ code: 'too-large', status: 'succeeded' });
    test.platform.fail({ code: 'unreachable', status: 'succeeded' });
    await finish(test);
    await pass(test, 20_000, 5_000);
    expect(last(test).view.status).toBe('succeeded');
    expect(held).toBe(0);
  });
});

it('is not the business of a process without that chat', async () => {
  const { test, interaction } = await shown(testCore(database.sql));
  const other = testCore(database.connect(2), { provider: test.provider, clock: test.clock });
  await other.settle();
  expect(test.platform.shown(interaction.message)?.view.status).toBe('waiting');
  await test.settle();
  expect(test.platform.shown(interaction.message)?.view.status).toBe('rendering');
});
