import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld } from '../../support/e2e/slack.ts';

const MINUTE = 60_000;

describe('A request that is not signed by Slack, or not now', () => {
  let world: SlackWorld;
  beforeAll(async () => {
    world = await openSlackWorld({ asks: true });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it.each([
    ['by another secret', 'wrong-secret'],
    ['not at all', 'missing'],
    ['before it was changed', 'tampered'],
    ['more than five minutes ago', { skewMs: -5 * MINUTE - 1_000 }],
    ['for the future', { skewMs: MINUTE + 2_000 }],
  ] as const)('has no effect: signed %s', async (_how, signing) => {
    const asked = await world.create('a lighthouse', { signing });
    expect(asked.act.delivery.answer).toMatchObject({ status: 'refused', httpStatus: 401 });
    await world.hurried((rest) => rest());
    expect(asked.act.messages).toEqual([]);
    expect(await rowsOf(world)).toEqual({ asks: 0, jobs: 0, entries: 0 });
    expect(world.chat.calls.filter((it) => it.method !== 'auth.test')).toEqual([]);
    await world.expectInOrder();
  });

  it('is answered when it is signed a little ahead of our clock', async () => {
    await world.startAtOnce();
    const asked = await world.create('a lighthouse', { signing: { skewMs: MINUTE - 5_000 } });
    expect(await world.end(asked)).toContain('Your video is ready');
    await world.expectInOrder();
  });
});

describe('A request that is sent again, byte for byte', () => {
  it('has no effect while its signature holds, and is refused after', async () => {
    await using world = await openSlackWorld();
    const { chat } = world;
    const asked = await world.create('a lighthouse');
    expect(await world.end(asked)).toContain('Your video is ready');
    const form = await world.openForm('/video');
    const sent = await world.ada.submit(form, { prompt: 'a harbour', seconds: '3' });
    await world.hurried((rest) => rest());
    const before = await rowsOf(world);
    const messages = chat.world.messages.size;
    expect(before.jobs).toBe(2);

    const recorded = [asked.act.delivery, sent.delivery];
    for (const delivery of recorded) {
      const { answer } = await chat.deliveries.replay(delivery);
      expect(answer.status).not.toBe('unreachable');
    }
    await world.hurried((rest) => rest());
    expect(await rowsOf(world)).toEqual(before);

    world.passMinutes(6);
    for (const delivery of recorded) {
      const { answer } = await chat.deliveries.replay(delivery);
      expect(answer).toMatchObject({ status: 'refused', httpStatus: 401 });
    }
    await world.hurried((rest) => rest());
    expect(await rowsOf(world)).toEqual(before);
    expect(chat.world.messages.size).toBe(messages);
    await world.expectInOrder();
  });
});

describe('Slack over connections of our own', () => {
  it.each(['refresh_requested', 'cut'] as const)(
    'loses nothing when they end in the middle of a job: %s',
    async (how) => {
      await using world = await openSlackWorld({ slack: { hearing: 'socket' } });
      const { socketMode } = world.chat.deliveries;
      const connected = (most: readonly string[]) =>
        world.chat.until('new connections', () => {
          const fresh = socketMode.connections.filter((it) => !most.includes(it));
          return fresh.length === 2 || undefined;
        });
      await connected([]);
      const before = socketMode.connections;
      const asked = await world.create('a slow tide !verySlow');
      await world.shown(asked, /Rendering/);

      if (how === 'cut') socketMode.cut();
      else socketMode.disconnect(how);
      await connected(before);
      const behind = await world.create('a fox in the snow');
      await world.shown(behind, /Rendering|is ready/);
      await world.letGo();
      expect(await world.end(asked)).toContain('Your video is ready');
      expect(world.textOf(behind)).toContain('Your video is ready');
      expect(world.videosOf(asked)).toHaveLength(1);
      expect(asked.act.delivery.via).toBe('socket-mode');
      expect(await rowsOf(world)).toMatchObject({ jobs: 2 });
      await world.expectInOrder();
    },
  );
});

async function rowsOf({ database }: SlackWorld) {
  const [row] = await database.sql<{ asks: number; jobs: number; entries: number }[]>`
    select (select count(*) from inbox)::int as asks, (select count(*) from jobs)::int as jobs,
      (select count(*) from ledger)::int as entries`;
  return row ?? { asks: NaN, jobs: NaN, entries: NaN };
}
