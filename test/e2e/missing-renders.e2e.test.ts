import { describe, expect, it } from 'vitest';
import { aClip, openWorldOf } from '../support/e2e-providers.ts';

const MINUTE = 60_000;
const ROOMY = { DEFAULT_ALLOWANCE: 'unlimited' };

describe('A render that is missing from the answers of Ace Data Cloud', () => {
  it('is asked about alone and delivered, though every batch leaves it out', async () => {
    await using world = await openWorldOf('acedata', { environment: ROOMY });
    world.emulator.callbackMode = 'never';
    const prompts = ['a kite', 'a kite !unbatched', 'a boat !unbatched', 'a gull !late'];
    const asked = prompts.map((prompt) => world.create({ options: { prompt } }));
    await Promise.all(asked.map((it) => it.message()));
    await world.hurried((rest) => rest());
    for (const interaction of asked) {
      expect(world.textOf(interaction)).toContain('Your video is ready');
    }
    expect(world.emulator.creates).toHaveLength(prompts.length);
    expect(world.emulator.violations).toEqual([]);
    await world.expectInOrder();
  });

  it('is lost after ten minutes at least, and costs nobody anything', async () => {
    await using world = await openWorldOf('acedata', { environment: ROOMY });
    world.emulator.callbackMode = 'never';
    const began = world.clock.now().getTime();
    const interaction = world.create({ options: { prompt: 'a kite !hidden' } });
    const lost = await world.end(interaction);
    expect(world.clock.now().getTime() - began).toBeGreaterThan(10 * MINUTE);
    expect(lost).toContain('The video was lost at the provider');
    expect(lost).toMatch(/Nothing was charged: ([\d,]+) credits held, \1 returned/);
    await world.expectInOrder();
  });
});

describe('A render that its provider does not find', () => {
  it('is delivered by crun.ai when it is found after all', async () => {
    await using world = await openWorldOf('crun', { environment: ROOMY });
    const interaction = world.command({
      ...{ name: 'video', subcommand: 'edit', options: { prompt: 'let it snow !notYet' } },
      attachments: { video: { bytes: await aClip(), filename: 'street.mp4' } },
    });
    expect(await world.end(interaction)).toContain('Your video is ready');
    await world.expectInOrder();
  });

  it('is lost at the Customer API after ten minutes at least, and costs nobody anything', async () => {
    await using world = await openWorldOf('happyhorse-customer', { environment: ROOMY });
    const began = world.clock.now().getTime();
    const interaction = world.create({ options: { prompt: 'a kite !vanish' } });
    const missing = await world.comesTo(interaction, /doesn't find this video/);
    expect(missing).toContain('your credits come back within half an hour');
    const text = await world.end(interaction);
    expect(world.clock.now().getTime() - began).toBeGreaterThan(10 * MINUTE);
    expect(text).toContain('The video was lost at the provider');
    expect(text).toMatch(/Nothing was charged: ([\d,]+) credits held, \1 returned/);
    await world.expectInOrder();
  });
});
