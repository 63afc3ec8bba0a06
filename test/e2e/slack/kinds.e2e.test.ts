import { describe, expect, it } from 'vitest';
import type { Values } from '../../../sandbox/slack/views/form.ts';
import { aPicture } from '../../support/e2e/harness/session.ts';
import { openSlackWorld } from '../../support/e2e/slack.ts';
import type { SlackWorld } from '../../support/e2e/slack.ts';

/** Fills in the form of a kind, and waits until its video is there. */
async function made(world: SlackWorld, kind: string, values: Values): Promise<string> {
  const { chat, ada } = world;
  const sent = await ada.submit(await world.openForm(`/video ${kind}`), values);
  expect(sent.end.status).toBe('cleared');
  const card = await chat.until('a card', () => sent.messages.at(0));
  await world.hurried((rest) => rest());
  expect(chat.videos(card.channelId, card.ts)).toHaveLength(1);
  return chat.text(card);
}

describe('The kinds of video in Slack', () => {
  it('are made as they were asked for in their forms', async () => {
    await using world = await openSlackWorld();
    const picture = { name: 'one.png', bytes: await aPicture(640, 360) };
    const other = { name: 'two.png', bytes: await aPicture(480, 480) };

    const shots = await made(world, 'storyboard', {
      first: [picture],
      shot1: 'the boat sets sail',
      seconds1: 2,
      shot3: 'a calm sea',
    });
    expect(shots).toContain('Your video is ready');
    expect(shots).toContain('the boat sets sail → a calm sea');
    // 5 s with sound, at 60 a second.
    expect(shots).toContain('300 credits · ');
    const elements = await made(world, 'elements', {
      prompt: '@boat meets @bird',
      name1: '@boat',
      name2: 'bird',
      images1: [picture, other],
      images2: [other, picture],
      seconds: '3',
    });
    expect(elements).toContain('180 credits · ');

    const framed = await made(world, 'elements', {
      prompt: '@boat rests',
      name1: 'boat',
      images1: [picture, other],
      seconds: '3',
      first: [other],
    });
    expect(framed).toContain('First frame · With @boat');

    const [storyboard, cast, still] = [...world.provider.tasks.values()];
    expect(storyboard?.images).toMatchObject([{ width: 640, height: 360 }]);
    expect(cast?.images).toHaveLength(4);
    expect(still?.images).toHaveLength(3);
    await world.expectInOrder();
  });

  it('that nothing here makes are told at once, with who would', async () => {
    await using world = await openSlackWorld();
    for (const [kind, words] of [
      ['edit', 'Not available here: Video edit. Ask the operator to add crun.ai or Ace Data Cloud'],
      ['replace', 'Not available here: Character replacement. Ask the operator to add crun.ai'],
    ] as const) {
      const act = await world.ada.command('/video', kind, { channel: world.channel });
      const { view } = await act.modal();
      await world.chat.until(words, () => JSON.stringify(view).includes(words) || undefined);
    }
    expect(await world.database.sql`select 1 from jobs`).toEqual([]);
    await world.expectInOrder();
  });

  it('take a model by its name, and say which there are when it is none', async () => {
    await using world = await openSlackWorld();
    const refused = await world.create('a kite', { how: '--seconds 3 --model sora' });
    expect(await world.shown(refused, /No model named/)).toContain('Choose HappyHorse 1.0.');
    expect(world.textOf(refused)).toContain('not charged');
    const asked = await world.create('a kite', { how: '--seconds 3 --model "happyhorse 1.0"' });
    expect(await world.end(asked)).toContain('Your video is ready');
    await world.expectInOrder();
  });
});
