import { describe, expect, it } from 'vitest';
import { openWorldOf } from '../support/e2e-providers.ts';
import type { WorldOf } from '../support/e2e-providers.ts';

const SECOND = 1_000;

/** Two providers at one price: what is held for a video of one pays the other's as well. */
const EQUAL = {
  DEFAULT_ALLOWANCE: 'unlimited',
  RATES: 'acedata/happyhorse-1.1-t2v:std=60,acedata/happyhorse-1.0-t2v:std=60',
};

describe('A provider that is out of credit', () => {
  it('is left for another within a second, tried again later, and told of once', async () => {
    await using world = await openWorldOf('acedata', { beside: true, environment: EQUAL });
    const { provider: first, emulator: second, clock } = world;
    const told = await withOperators(world);
    const orders = () => first.requests.filter((it) => it.path === '/api/generate');
    first.credits = 0;

    // The one that finds out goes to the other one itself, for what is held.
    const moved = world.create({ options: { prompt: 'a kite over the dunes' } });
    await world.shown(moved, /Rendering|ready/);
    expect(second.creates).toHaveLength(1);
    const refused = orders();
    expect(refused.map((it) => it.status)).toEqual([402]);
    const [refusal] = refused;
    expect(clock.now().getTime() - (refusal?.at ?? 0)).toBeLessThan(SECOND);
    // Whoever comes after it is not even sent there.
    const next = world.create({ options: { prompt: 'a kite over the marsh' } });
    await world.shown(next, /Rendering|ready/);
    for (const it of [moved, next]) {
      expect(await world.end(it)).toContain('Your video is ready');
      expect(world.textOf(it)).toContain('Held 180, charged 180, returned 0 credits');
    }
    expect(orders()).toHaveLength(1);
    expect(second.creates).toHaveLength(2);
    expect(told()).toEqual([expect.stringContaining('happyhorse.app is out of credit')]);

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
    expect(told().at(-1)).toContain('happyhorse.app is well again');
    await world.expectInOrder();
  });
});

/** Two processes that know where their operators read. */
async function withOperators(world: WorldOf<'acedata'>) {
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
