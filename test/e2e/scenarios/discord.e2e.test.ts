import { describe, expect, it } from 'vitest';
import { openWorld } from '../../support/e2e/harness/session.ts';
import type { World } from '../../support/e2e/harness/session.ts';
import { patience } from '../../support/patience.ts';

/** What only Discord has; the rest is in the scenarios. */
describe('A service in Discord', () => {
  it('makes a video for its requester alone when it was asked for in private', async () => {
    await using world = await openWorld();
    const interaction = world.create({ options: { private: true } });
    expect(await world.end(interaction)).toContain('Your video is ready');
    const message = world.chat.messages.get(interaction.messageId ?? '');
    expect(message).toMatchObject({ ephemeral: true, viewer: world.ada.id });
    expect(world.videosOf(interaction)).toHaveLength(1);
    await world.expectInOrder();
  });

  it.each([
    {
      lateMs: 5_000,
      jobs: 0,
      how: 'starts nothing with a command that comes when Discord has given it up',
    },
    { lateMs: 800, jobs: 1, how: 'starts a video with a command that comes late but in time' },
  ])('$how', async ({ lateMs, jobs }) => {
    await using world = await openWorld();
    const { chat, clock } = world;
    chat.gateway.disconnect({ hold: true });
    const interaction = world.create();
    clock.skipTo(new Date(clock.now().getTime() + lateMs));
    chat.gateway.letIn();
    await chat.until('the session to resume', () => isResumed(world), patience(10_000));
    if (jobs === 1) await interaction.acknowledged();
    await world.hurried((rest) => rest());
    expect(await world.database.sql`select 1 from jobs`).toHaveLength(jobs);
    expect(interaction.failedToRespond).toBe(jobs === 0);
    await world.expectInOrder();
  });
});

function isResumed({ chat }: World): true | undefined {
  return chat.gateway.sessions.some((it) => it.connected && it.connections > 1) || undefined;
}
