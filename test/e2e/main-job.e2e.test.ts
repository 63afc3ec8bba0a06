import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/media/decoder/decoder.ts';
import { aPicture, openWorld } from '../support/e2e.ts';
import type { Interaction, World } from '../support/e2e.ts';

/** One render at a time, and the first one keeps its place until it is let go. */
const ONE_AT_A_TIME = { HAPPYHORSE_APP_IN_FLIGHT: '1' };
const KEEPS_ITS_PLACE = { prompt: 'a slow tide !verySlow', seconds: 3 };

const STEPS = [
  ...['showrunner is thinking…', '### ○ In line', '### ◐ Handing over to happyhorse.app'],
  ...['### ◐ Rendering', '### ◐ Rendered. Fetching the video', '### ✓ Your video is ready'],
];

describe('A video from a picture', () => {
  it('ends, playable and with its receipt, in the message that answered the command', async () => {
    await using world = await openWorld();
    const interaction = world.create({
      options: { prompt: 'the boats set sail', seconds: 3 },
      attachments: { image: { bytes: await aPicture(640, 360), filename: 'harbour.png' } },
    });
    const first = (await interaction.message()).id;
    const text = await world.end(interaction);

    expect(interaction.messageId).toBe(first);
    // A step that is over at once may be left out, but none is shown twice or out of turn.
    const headlines = headlinesOf(world, interaction);
    expect(STEPS.filter((it) => headlines.includes(it))).toEqual(headlines);
    expect(headlines[0]).toBe(STEPS[0]);
    expect(headlines).toContain('### ◐ Rendering');
    expect(headlines.at(-1)).toBe(STEPS.at(-1));
    expect(text).toContain('> the boats set sail');
    expect(text).toContain('Held 180, charged 180, returned 0 credits. You have 2,820 left.');
    expect(await probeOf(world, interaction)).toMatchObject({ container: 'MP4', codec: 'avc' });

    const [task] = world.provider.tasks.values();
    expect(task?.images).toMatchObject([{ width: 640, height: 360 }]);
    expect(await ledgerOf(world)).toEqual([
      { kind: 'hold', credits: 180 },
      { kind: 'charge', credits: 180 },
    ]);
    await world.expectInOrder();
  });

  it('is for its asker alone when it was asked for in private', async () => {
    await using world = await openWorld();
    const interaction = world.create({ options: { private: true } });
    expect(await world.end(interaction)).toContain('Your video is ready');
    const message = world.chat.messages.get(interaction.messageId ?? '');
    expect(message).toMatchObject({ ephemeral: true, viewer: world.ada.id });
    expect(world.videosOf(interaction)).toHaveLength(1);
    await world.expectInOrder();
  });
});

describe('A video in line', () => {
  it('is taken out by its button, and its credits come back', async () => {
    await using world = await openWorld({ environment: ONE_AT_A_TIME });
    const ahead = world.create({ options: KEEPS_ITS_PLACE });
    await world.shown(ahead, /Rendering/);
    const behind = world.create();
    await world.shown(behind, /In line[^]*You are next[^]*180 credits held/);

    world.press(behind, 'Cancel');
    const text = await world.shown(behind, /Cancelled/);
    expect(text).toContain('Nothing was charged: 180 credits held, 180 returned.');
    expect(world.buttonsOf(behind)).toEqual([]);
    expect(world.provider.creates).toHaveLength(1);
    await letGo(world);
    expect(await world.end(ahead)).toContain('Your video is ready');
    await world.expectInOrder();
  });

  it('is not taken out by somebody else, but by an admin', async () => {
    await using world = await openWorld({ environment: ONE_AT_A_TIME });
    const ahead = world.create({ options: KEEPS_ITS_PLACE });
    await world.shown(ahead, /Rendering/);
    const behind = world.create();
    await world.shown(behind, /In line/);

    const other = world.press(behind, 'Cancel', world.chat.addUser({ name: 'Bob' }));
    const answer = await other.waitForMessage((it) => it.id !== behind.messageId);
    expect(world.chat.text(answer)).toContain('Only the person who asked for this video');
    expect(world.textOf(behind)).toContain('In line');
    const admin = world.chat.addUser({ name: 'Eve', permissions: 'admin' });
    world.press(behind, 'Cancel', admin);
    await world.shown(behind, /Cancelled/);
    await world.expectInOrder();
  });

  it('is taken out by /video cancel; one that is rendering is not', async () => {
    await using world = await openWorld({ environment: ONE_AT_A_TIME });
    const ahead = world.create({ options: KEEPS_ITS_PLACE });
    await world.shown(ahead, /Rendering/);
    const behind = world.create();
    await world.shown(behind, /In line/);

    const cancel = () => world.command({ name: 'video', subcommand: 'cancel' });
    await world.shown(cancel(), /Cancelled\. 180 credits returned, nothing was charged/);
    await world.shown(behind, /Cancelled/);
    await world.shown(cancel(), /Too late to cancel: the provider has the order/);
    expect(world.textOf(ahead)).toContain('Rendering');
    await letGo(world);
    expect(await world.end(ahead)).toContain('Your video is ready');
    await world.expectInOrder();
  });
});

describe('Someone who asks', () => {
  it('is told what is on the way, what was made, what is left and what there is', async () => {
    await using world = await openWorld({ environment: ONE_AT_A_TIME });
    const ask = async (name: string, subcommand?: string) => {
      const interaction = world.command({ name, ...(subcommand && { subcommand }) });
      const text = await world.shown(interaction, /^(?!.*thinking)[^]+/);
      const { ephemeral } = world.chat.messages.get(interaction.messageId ?? '');
      expect(ephemeral).toBe(true);
      return text;
    };
    expect(await ask('video', 'status')).toContain('Nothing on the way');
    expect(await ask('video', 'history')).toContain('No videos yet');
    expect(await ask('credits')).toContain('You have 3,000 credits left');

    const done = world.create({ options: { prompt: 'a kite over the dunes' } });
    await world.end(done);
    const running = world.create({ options: KEEPS_ITS_PLACE });
    await world.shown(running, /Rendering/);
    const waiting = world.create({ options: { prompt: 'a fox in the snow' } });
    await world.shown(waiting, /In line/);

    const status = await ask('video', 'status');
    expect(status).toMatch(/rendering.*a slow tide/);
    expect(status).toMatch(/in line\*\* \(next\).*a fox in the snow.*180 held/);
    expect(status).not.toContain('a kite over the dunes');
    const history = await ask('video', 'history');
    expect(history).toMatch(/done.*a kite over the dunes.*180 credits charged/);
    expect(history).toContain(`/${world.channel.id}/${done.messageId ?? ''}`);
    const credits = await ask('credits');
    expect(credits).toContain('You have 2,460 credits left');
    expect(credits).toContain('You used 540 of 3,000 this week.');
    expect(credits).toMatch(/360 .*held for 2 videos on the way/);
    const help = await ask('video', 'help');
    expect(help).toContain('/video create');
    expect(help).toContain('std 40 credits a second, 60 with sound');
    await world.expectInOrder();
  });

  it('starts one video with one command, however often Discord delivers it', async () => {
    await using world = await openWorld();
    const interaction = world.create();
    world.chat.replay(interaction);
    await interaction.acknowledged();
    world.chat.replay(interaction);
    expect(await world.end(interaction)).toContain('Your video is ready');
    world.chat.replay(interaction);
    await world.hurried((rest) => rest());
    expect(await world.database.sql`select 1 from jobs`).toHaveLength(1);
    expect(world.provider.creates).toHaveLength(1);
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
    await chat.until('the session to resume', () => isResumed(world), 10_000);
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

async function letGo({ provider }: World): Promise<void> {
  for (const { taskId } of provider.creates) await provider.finish(taskId);
}

/** The first lines of what the message showed, one after the other. */
function headlinesOf({ chat }: World, { messageId }: Interaction): string[] {
  const lines = chat.messages
    .history(messageId ?? '')
    .map((it) => chat.text(it.json).split('\n')[0] ?? '');
  return lines.filter((line, index) => line !== lines[index - 1]);
}

async function probeOf(world: World, interaction: Interaction) {
  const [video] = world.videosOf(interaction);
  const file = path.join(world.folder, 'shown.mp4');
  await writeFile(file, video?.bytes ?? '');
  const decoder = createDecoder();
  try {
    return await decoder.probeVideo(file, AbortSignal.timeout(20_000));
  } finally {
    await decoder.close();
  }
}

function ledgerOf({ database }: World) {
  return database.sql`select kind, credits::int from ledger order by at, kind = 'hold' desc`;
}
