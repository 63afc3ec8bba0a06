import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld } from '../../support/e2e/harness/session.ts';
import type { World } from '../../support/e2e/harness/session.ts';
import { patience } from '../../support/patience.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ environment: { PERSONAL_ALLOWANCE: 'none' } });
});
afterAll(() => world[Symbol.asyncDispose]());

it('gives nobody a wallet of their own in direct messages unless the operator says so', async () => {
  const { chat, ada, guild, channel } = world;
  const create = { name: 'video', subcommand: 'create', options: { prompt: 'a quiet lake' } };
  const said = async (use: Parameters<typeof chat.command>[0], words: string) => {
    const shown = (message: Parameters<typeof chat.text>[0]) => chat.text(message).includes(words);
    expect(await chat.command(use).waitForMessage(shown, patience(10_000))).toBeDefined();
  };
  await said({ user: ada, ...create }, 'not in direct messages');
  await said({ user: ada, guild, channel, ...create }, '300 credits on hold');
  const [jobs] = await world.database.sql`select count(*)::int from jobs`;
  expect(jobs?.count).toBe(1);
});
