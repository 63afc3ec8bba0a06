import { describe, expect, it, vi } from 'vitest';
import { openWorld } from '../../support/e2e/harness/session.ts';
import type { World } from '../../support/e2e/harness/session.ts';
import { openWorldOf } from '../../support/e2e/providers.ts';
import { patience } from '../../support/patience.ts';

const SECOND = 1_000;

/** Two providers at one price: what is held for a video of one pays the other's as well. */
const EQUAL = {
  DEFAULT_ALLOWANCE: 'unlimited',
  RATES: 'acedata/happyhorse-1.1-t2v:std=60,acedata/happyhorse-1.0-t2v:std=60',
};

describe('A provider that is out of credit', () => {
  it('is left for another at once, tried again later, and told of once', async () => {
    await using world = await openWorldOf('acedata', { beside: true, environment: EQUAL });
    const { provider: first, emulator: second } = world;
    const told = await withOperators(world);
    const orders = () => first.requests.filter((it) => it.path === '/api/generate');
    first.credits = 0;

    // The one that finds out goes to the other one itself, for what is held.
    const moved = world.create({ options: { prompt: 'a kite over the dunes' } });
    await world.shown(moved, /Rendering|is ready/);
    expect(second.creates).toHaveLength(1);
    const refused = orders();
    expect(refused.map((it) => it.status)).toEqual([402]);
    const [refusal] = refused;
    expect((second.creates[0]?.at ?? Infinity) - (refusal?.at ?? 0)).toBeLessThan(patience(SECOND));
    // Whoever comes after it is not even sent there.
    const next = world.create({ options: { prompt: 'a kite over the marsh' } });
    await world.shown(next, /Rendering|is ready/);
    for (const it of [moved, next]) {
      expect(await world.end(it)).toContain('Your video is ready');
      expect(world.textOf(it)).toContain('180 credits · ');
    }
    expect(orders()).toHaveLength(1);
    expect(second.creates).toHaveLength(2);
    expect(told()).toEqual([expect.stringContaining('out of credit at happyhorse.app')]);

    // Later it is tried with one order, in vain: nobody is told again.
    world.passMinutes(2);
    const tried = world.create({ options: { prompt: 'a kite at night' } });
    expect(await world.end(tried)).toContain('Your video is ready');
    expect(orders().map((it) => it.status)).toEqual([402, 402]);
    expect(told()).toHaveLength(1);

    // And later again with success.
    first.credits = 10_000;
    world.passMinutes(10);
    const back = world.create({ options: { prompt: 'a kite at noon' } });
    expect(await world.end(back)).toContain('Your video is ready');
    expect(orders().map((it) => it.status)).toEqual([402, 402, 200]);
    await expect.poll(told).toHaveLength(2);
    expect(told().at(-1)).toContain('happyhorse.app is back');
    await world.expectInOrder();
  });
});

const MINUTE = 60 * SECOND;
const REDIRECT = { path: '/api/status', kind: 'status', status: 308, times: 10_000 } as const;

describe('A provider whose status calls are refused', () => {
  it.each([
    [
      'key',
      20,
      1,
      "happyhorse.app refused the service's key",
      /happyhorse\.app refused the service's key\. You can leave/,
    ],
    [
      'credit',
      20,
      1,
      'The service is out of credit at happyhorse.app',
      /The service is out of credit at happyhorse\.app\. You can leave/,
    ],
    [
      'broken',
      20,
      1,
      "happyhorse.app doesn't answer status checks",
      /happyhorse\.app isn't answering/,
    ],
    // What is not known for longer is called lost; until then each is asked for at its own pace.
    [
      'not-found',
      15,
      5,
      "happyhorse.app doesn't know the videos it's making",
      /can't find this video/,
    ],
  ] as const)(
    'loses nothing, tells once, and delivers all soon after: %s for %i minutes, within %i',
    { timeout: patience(120_000) },
    async (why, minutes, within, headline, card) => {
      await using world = await openWorld({ environment: { DEFAULT_ALLOWANCE: 'unlimited' } });
      const { provider, clock } = world;
      const told = await withOperators(world);
      const videos = ['dunes', 'marsh', 'reef'].map((it) =>
        world.create({ options: { prompt: `a kite over the ${it}` } }),
      );
      await Promise.all(videos.map((it) => world.shown(it, /Rendering/)));
      provider.refuseChecks(why);
      await passing(world, minutes);
      for (const it of videos) expect(world.textOf(it)).toMatch(card);
      expect(told()).toEqual([expect.stringContaining(headline)]);
      expect(await metricsOf(world)).toMatch(
        /showrunner_provider_in_trouble\{provider="happyhorse-app",call="check",trouble="[a-z-]+"\} 1/,
      );
      expect(await readinessOf(world)).toMatchObject({
        status: 'ready',
        troubles: [{ problem: headline, since: expect.any(String) as string }],
      });

      const backAt = clock.now().getTime();
      provider.refuseChecks(null);
      await world.hurried(() => Promise.all(videos.map((it) => world.shown(it, /video is ready/))));
      expect(clock.now().getTime() - backAt).toBeLessThan(within * MINUTE);
      for (const it of videos) {
        expect(await world.end(it)).toContain('180 credits · ');
        expect(world.videosOf(it)).toHaveLength(1);
      }
      expect(provider.creates).toHaveLength(3);
      await expect.poll(told).toHaveLength(2);
      expect(told().at(-1)).toContain('happyhorse.app is back');
      expect(await metricsOf(world)).not.toContain('provider_in_trouble{');
      expect(await readinessOf(world)).toEqual({ status: 'ready' });
      await world.expectInOrder();
    },
  );

  it('tells where its address leads when status calls are sent elsewhere', async () => {
    await using world = await openWorld();
    const told = await withOperators(world);
    const video = world.create();
    await world.shown(video, /Rendering/);
    world.provider.failNext({ ...REDIRECT, headers: { location: 'https://elsewhere.example/' } });
    await passing(world, 2);
    expect(world.textOf(video)).toContain('happyhorse.app moved to another address');
    expect(told()).toEqual([expect.stringContaining('elsewhere.example')]);
  });
});

/** Lets so much time pass, in which all that is due is done. */
async function passing(world: Pick<World, 'clock' | 'hurried'>, minutes: number): Promise<void> {
  const until = world.clock.now().getTime() + minutes * MINUTE;
  const isOver = () => world.clock.now().getTime() >= until;
  await world.hurried(() => vi.waitUntil(isOver, { timeout: patience(60_000), interval: 5 }));
}

const pageOf = ({ environment }: Pick<World, 'environment'>, path: string) =>
  fetch(`${environment.PUBLIC_URL}${path}`);

async function metricsOf(world: Pick<World, 'environment'>): Promise<string> {
  return (await pageOf(world, '/metrics')).text();
}

async function readinessOf(world: Pick<World, 'environment'>): Promise<unknown> {
  return (await pageOf(world, '/readyz')).json();
}

/** Two processes that know where their operators read. */
async function withOperators(
  world: Pick<World, 'chat' | 'guild' | 'closeServices' | 'open'>,
): Promise<() => readonly string[]> {
  const { chat, guild } = world;
  const place = chat.addChannel(guild, { name: 'operators' });
  const OPERATORS = `discord:${place.id}`;
  await world.closeServices();
  await world.open({ OPERATORS });
  await world.open({ OPERATORS, ROLES: 'worker' });
  return () =>
    chat.messages
      .all()
      .filter((it) => it.channelId === place.id)
      .map((it) => chat.text(chat.messages.json(it.id)));
}
