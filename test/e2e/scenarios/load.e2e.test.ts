import { describe, expect, it } from 'vitest';
import { openWorld } from '../../support/e2e/harness/session.ts';
import type { CommandUse, DiscordInteraction, World } from '../../support/e2e/harness/session.ts';
import { patience, slowness } from '../../support/patience.ts';

const AT_ONCE = 200;
const AFFORDABLE = 10;
const PRICE = 180;

/**
 * Emulators, service and two hundred people share one thread here, and the machine may have more
 * to do: the three seconds for an acknowledgement are counted on a clock that allows for that.
 * Once all have theirs, nothing is due so soon.
 */
const ON_A_BUSY_MACHINE = { clockSpeed: 0.1 / slowness };
const AFTERWARDS = 1 / slowness;
/**
 * Where the machine is that busy, an answer comes after its call was made again, or when what was
 * kept of the command is taken up anew.
 */
const ALREADY_ACKNOWLEDGED = 40_060;

describe('Two hundred commands at once', { timeout: patience(40_000) }, () => {
  it('by one person with credits for ten start exactly ten', async () => {
    await using world = await openWorld({
      ...ON_A_BUSY_MACHINE,
      environment: { DEFAULT_ALLOWANCE: `${AFFORDABLE * PRICE}/week`, ...TEN_AT_A_TIME },
      // Answers to commands must not run into Discord's limits, so they count here.
      discord: { rateLimits: true },
    });
    const interactions = typeAll(world, () => world.ada);
    const started = await answersOf(world, interactions, /Your limit is used up/);
    await expectTenOfAll(world, interactions, started);
  });

  it('by as many people in a team with credits for ten start exactly ten, though two processes hear each of them', async () => {
    await using world = await openWorld({
      ...ON_A_BUSY_MACHINE,
      environment: { DEFAULT_POOL: `${AFFORDABLE * PRICE}/week`, ...TEN_AT_A_TIME },
      discord: { rateLimits: true, everySession: true },
    });
    await world.open({ ROLES: 'bots,worker' });
    expect(world.chat.gateway.sessions.filter((it) => it.connected)).toHaveLength(2);
    const interactions = typeAll(world, (index) => world.chat.addUser({ name: `P${index}` }));
    const started = await answersOf(world, interactions, /The team budget is used up/);
    await expectTenOfAll(world, interactions, started);
  });
});

const TEN_AT_A_TIME = { HAPPYHORSE_APP_IN_FLIGHT: String(AFFORDABLE) };

function typeAll(world: World, by: (index: number) => NonNullable<CommandUse['user']>) {
  const people = Array.from({ length: AT_ONCE }, (_, index) => by(index));
  return people.map((user) => world.create({ user }));
}

/** Waits until everyone has an answer. */
async function answersOf(
  world: World,
  interactions: readonly DiscordInteraction[],
  short: RegExp,
): Promise<readonly DiscordInteraction[]> {
  await Promise.all(interactions.map((it) => it.acknowledged({ timeoutMs: patience(30_000) })));
  world.clock.setSpeed(AFTERWARDS);
  await world.hurried((rest) => rest(patience(60_000)));
  const answered = await Promise.all(
    interactions.map(async (interaction) => {
      const text = await world.shown(
        interaction,
        /Not started|Queued|Starting|Render|ready/,
        patience(30_000),
      );
      if (!text.includes('Not started')) return interaction;
      expect(text).toMatch(short);
      expect(text).toContain('not charged');
      return null;
    }),
  );
  return answered.filter((it) => it !== null);
}

async function expectTenOfAll(
  world: World,
  interactions: readonly DiscordInteraction[],
  started: readonly DiscordInteraction[],
): Promise<void> {
  const late = interactions.filter((it) => !((it.acknowledgedAfterMs ?? Infinity) < 3_000));
  expect(late).toEqual([]);
  expect(started).toHaveLength(AFFORDABLE);
  const [{ held } = { held: 0 }] = await world.database.sql<{ held: number }[]>`
    select sum(credits)::int as held from ledger where kind = 'hold'`;
  expect(held).toBe(AFFORDABLE * PRICE);

  await world.hurried((rest) => rest(patience(30_000)));
  for (const interaction of started) {
    expect(world.textOf(interaction)).toContain('180 credits · ');
    expect(world.videosOf(interaction)).toHaveLength(1);
  }
  expect(world.provider.creates).toHaveLength(AFFORDABLE);
  const answers = world.chat.messages.all();
  // And that to the admin who has videos start at once.
  expect(answers).toHaveLength(AT_ONCE + 1);
  await world.expectInOrder({ but: [ALREADY_ACKNOWLEDGED] });
}
