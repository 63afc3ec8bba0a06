import { describe, expect, it } from 'vitest';
import { openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld, Typing } from '../../support/e2e/slack.ts';

const PLACES: readonly (readonly [string, (world: SlackWorld) => Required<Typing>['channel']])[] = [
  [
    'a private channel that it is not in',
    ({ workspace }) => workspace.addChannel({ name: 'board', private: true, botIsMember: false }),
  ],
  [
    'a channel in which only some may write',
    ({ workspace }) => workspace.addChannel({ name: 'news', botMayPost: false }),
  ],
  [
    'a conversation of two people',
    ({ workspace, ada }) => workspace.directMessage(ada, workspace.addPerson({ name: 'Bob' })),
  ],
];

describe('A card where the app cannot write', () => {
  it.each(PLACES)('is in the direct messages with it: %s', async (_where, placeIn) => {
    await using world = await openSlackWorld();
    const { chat, workspace, ada } = world;
    const channel = placeIn(world);
    const asked = await world.create('a lighthouse at dusk', { channel });
    const told = await asked.act.ephemeral();
    expect(told.channelId).toBe(typeof channel === 'string' ? channel : channel.id);
    expect(chat.text(told)).toContain('your video is in your direct messages with it');
    await world.hurried((rest) => rest());

    const direct = workspace.directMessage(ada);
    const [card, ...more] = topOf(world, direct.id);
    expect(more).toEqual([]);
    const text = card === undefined ? '' : chat.text(card);
    expect(text).toContain('Your video is ready');
    expect(text).toContain('180 credits · ');
    expect(text).toMatch(/Sent here because Showrunner can't post where you asked/);
    expect(chat.videos(direct.id, card?.ts ?? '')).toHaveLength(1);
    // Nobody else has seen anything of it.
    expect(chat.messages(channel)).toEqual([]);
    await world.expectInOrder();
  });

  it('is there, too, when it was asked for in private', async () => {
    await using world = await openSlackWorld();
    const { chat, workspace, ada, channel } = world;
    const asked = await world.create('a lighthouse at dusk', { how: '--seconds 3 --private' });
    expect(chat.text(await asked.act.ephemeral())).toContain('Only you can see it');
    await world.hurried((rest) => rest());
    const direct = workspace.directMessage(ada);
    const [card] = topOf(world, direct.id);
    expect(card === undefined ? '' : chat.text(card)).toContain('Your video is ready');
    expect(chat.videos(direct.id, card?.ts ?? '')).toHaveLength(1);
    expect(chat.messages(channel)).toEqual([]);
    await world.expectInOrder();
  });

  it('is in a public channel that the app was never invited to', async () => {
    await using world = await openSlackWorld();
    const channel = world.workspace.addChannel({ name: 'random', botIsMember: false });
    const asked = await world.create('a lighthouse at dusk', { channel });
    const text = await world.end(asked);
    expect(text).toContain('Your video is ready');
    expect(asked.message()?.channelId).toBe(channel.id);
    expect(text).toMatch(/Watch|Open video/);
    await world.expectInOrder();
  });
});

/** Messages of a conversation; not what is in their threads. */
function topOf({ chat }: SlackWorld, channelId: string) {
  return chat.messages(channelId).filter((it) => it.threadTs === null);
}
