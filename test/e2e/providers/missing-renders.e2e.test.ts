import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderName } from '../../../sandbox/demo/providers.ts';
import { aClip, openWorldOfAll } from '../../support/e2e/providers.ts';
import type { DiscordInteraction } from '../../support/e2e/harness/session.ts';
import { patience } from '../../support/patience.ts';

const FOUND = ['a kite', 'a kite !unbatched', 'a boat !unbatched', 'a gull !late'] as const;

/** Real time: what was called lost is asked about for another day. */
const ALL_MS = patience(50_000);

let world: Awaited<ReturnType<typeof openWorldOfAll>>;
const asked = new Map<string, DiscordInteraction>();

beforeAll(async () => {
  world = await openWorldOfAll({ environment: { DEFAULT_ALLOWANCE: 'unlimited' } });
  world.emulators.acedata.callbackMode = 'never';
  const create = (model: string, prompt: string) => {
    asked.set(prompt, world.create({ options: { prompt, model } }));
  };
  for (const prompt of [...FOUND, 'a kite !hidden']) create('acedata/happyhorse-1.1-t2v', prompt);
  create('happyhorse-customer/happyhorse', 'a kite !vanish');
  const edit = world.command({
    name: 'video',
    subcommand: 'edit',
    options: { prompt: 'let it snow !notYet', model: 'crun/happyhorse-1-0-video-edit' },
    attachments: { video: { bytes: await aClip(), filename: 'street.mp4' } },
  });
  asked.set('let it snow !notYet', edit);
  await Promise.all([...asked.values()].map((it) => it.message()));
  await world.hurried((rest) => rest(ALL_MS));
}, 2 * ALL_MS);
afterAll(() => world[Symbol.asyncDispose]());

function interactionOf(prompt: string): DiscordInteraction {
  const interaction = asked.get(prompt);
  if (interaction === undefined) throw new Error(`Nobody asked for ${prompt}`);
  return interaction;
}

async function expectLost(provider: ProviderName, prompt: string): Promise<void> {
  const text = world.textOf(interactionOf(prompt));
  expect(text).toContain('lost this video');
  expect(text).toContain('Not charged');
  const [row] = await world.database.sql<{ minutes: number }[]>`
    select extract(epoch from (state ->> 'at')::timestamptz - created_at)::float / 60 as minutes
    from jobs where provider = ${provider} and request -> 'scene' ->> 'prompt' = ${prompt}`;
  expect(row?.minutes).toBeGreaterThan(10);
}

describe('A render that is missing from the answers of Ace Data Cloud', () => {
  it('is asked about alone and delivered, though every batch leaves it out', () => {
    for (const prompt of FOUND) {
      expect(world.textOf(interactionOf(prompt))).toContain('Your video is ready');
    }
  });

  it('is called lost after ten minutes at least, and delivered free of charge when it is found', async () => {
    const interaction = interactionOf('a kite !hidden');
    const said = world.saidBy(interaction).find((it) => it.includes('lost this video'));
    expect(said).toContain('Not charged');
    expect(world.textOf(interaction)).toContain('Your video is ready');
    expect(world.textOf(interaction)).toContain('Not charged');
    expect(world.videosOf(interaction)).toHaveLength(1);
    const [row] = await world.database.sql<{ minutes: number }[]>`
      select extract(epoch from at - held_at)::float / 60 as minutes from ledger
      where kind = 'release' and job_id = (select job_id from jobs
        where request -> 'scene' ->> 'prompt' = 'a kite !hidden')`;
    expect(row?.minutes).toBeGreaterThan(10);
  });
});

describe('A render that its provider does not find', () => {
  it('is delivered by crun.ai when it is found after all', () => {
    const text = world.textOf(interactionOf('let it snow !notYet'));
    expect(text).toContain('Your video is ready');
  });

  it('is lost at the Customer API after ten minutes at least, and costs nobody anything', async () => {
    const said = world.saidBy(interactionOf('a kite !vanish')).join('\n');
    expect(said).toContain("can't find this video");
    expect(said).toMatch(/your credits come back in about \d+ (min|s)\./);
    await expectLost('happyhorse-customer', 'a kite !vanish');
  });
});

describe('Renders that were missing', () => {
  it('were ordered once each, and the books balance', async () => {
    const { acedata, crun } = world.emulators;
    expect(acedata.creates).toHaveLength(FOUND.length + 1);
    expect(crun.creates).toHaveLength(1);
    expect(world.emulators['happyhorse-customer'].creates).toHaveLength(1);
    expect(acedata.violations).toEqual([]);
    await world.expectInOrder();
  });
});
