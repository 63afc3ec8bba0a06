import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { atBoundaries } from '../../support/e2e/boundaries.ts';
import type { Boundary } from '../../support/e2e/boundaries.ts';
import { throughPorts } from '../../support/e2e/harness/ports.ts';
import { openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld } from '../../support/e2e/slack.ts';
import { patience } from '../../support/patience.ts';

/**
 * What a card goes through in Slack: posted, then kept; its file reserved, sent and shared, and
 * each of these kept; then changed, and noted as shown. Whole processes are killed elsewhere.
 */
const MOMENTS: readonly (readonly [boundary: Boundary, nth: number])[] = [
  ['before cards.keep', 1],
  ['after cards.keep', 1],
  ['before cards.keep', 2],
  ['after cards.keep', 2],
  ['before cards.keep', 3],
  ['after cards.keep', 3],
  ['before cards.keep', 4],
  ['after cards.keep', 4],
  ['after platform.show succeeded', 1],
  ['after cards.shown', 1],
];

/** Done by Slack, though nobody is told so. */
const LOST_ANSWERS = [
  ...['chat.postMessage', 'chat.update', 'files.getUploadURLExternal', 'upload'],
  ...['files.completeUploadExternal', 'files.info'],
];

/** Real time. */
const SOON = { timeout: patience(10_000), interval: 5 };

let world: SlackWorld;
beforeAll(async () => {
  world = await openSlackWorld({ environment: { DEFAULT_ALLOWANCE: 'unlimited' } });
});
afterAll(() => world[Symbol.asyncDispose]());

describe('One card and one video', () => {
  it.each(MOMENTS)(
    'are all there is after a process went no further than %s, time %i',
    async (boundary, nth) => {
      const death = dyingAt(boundary, nth);
      await world.closeServices();
      await world.open({}, death.wrap);
      const { channel, asked } = await ask();
      await world.hurried(() => vi.waitUntil(death.isOver, SOON));
      await world.closeServices();
      await world.open();
      await world.hurried((rest) => rest());
      await expectOneOfEach(channel.id);
      expect(world.textOf(asked)).toContain('Your video is ready');
    },
  );

  it.each(LOST_ANSWERS)('are all there is when an answer is lost: %s', async (method) => {
    const { channel } = await ask(() => {
      world.chat.failNext(method, 'drop-after');
    });
    await world.hurried((rest) => rest());
    world.chat.clearFaults();
    await expectOneOfEach(channel.id);
  });
});

/** In a channel of its own. */
async function ask(first: () => void = () => undefined) {
  const channel = world.workspace.addChannel({ name: `films-${world.chat.world.channels.size}` });
  first();
  return { channel, asked: await world.create('a lighthouse at dusk', { channel }) };
}

async function expectOneOfEach(channelId: string): Promise<void> {
  const { chat, database } = world;
  const messages = chat.messages(channelId, world.ada);
  const [card, ...more] = messages.filter((it) => it.threadTs === null);
  expect(more.map((it) => chat.text(it))).toEqual([]);
  expect(card === undefined ? '' : chat.text(card)).toContain('180 credits · ');
  expect(chat.videos(channelId, card?.ts ?? '')).toHaveLength(1);
  expect(messages).toHaveLength(2);
  const jobs = await database.sql`select 1 from jobs`;
  expect(world.provider.creates).toHaveLength(jobs.length);
  await world.expectInOrder();
}

/** From that moment on nothing that the process tries has any effect, as if it were gone. */
function dyingAt(boundary: Boundary, nth: number) {
  let left = nth;
  let dead = false;
  let shown = false;
  return {
    isOver: () => dead,
    wrap: (core: Adapters): Adapters => {
      const mortal = throughPorts(core, (name, _args, call) => {
        if (dead) throw new Error('This process is gone');
        // Whoever dies while an order is on its way leaves no video, but a question.
        if (name === 'queue.dequeue' && !shown) return Promise.resolve(0);
        shown ||= name === 'cards.shown';
        return call();
      });
      return atBoundaries(mortal, (reached) => {
        if (reached === boundary) left -= 1;
        if (left > 0 || dead) return;
        dead = true;
        throw new Error(`This process ends ${boundary}`);
      });
    },
  };
}
