import { describe, expect, it } from 'vitest';
import { openWorld } from '../support/e2e.ts';
import type { Interaction, World } from '../support/e2e.ts';

/** People and their money, through the whole service. A video of three seconds costs 180. */
describe('Before credits are spent', () => {
  it('somebody who wants to be asked starts it, has a draft made, or leaves it', async () => {
    await using world = await openWorld();
    const use = { name: 'video', subcommand: 'settings', options: { confirm_over: '100' } };
    expect(await world.shown(world.command(use), /costs more than/)).toContain('100 credits');

    const left = world.create();
    expect(await world.shown(left, /This costs/)).toContain('This costs 180 credits');
    expect(world.textOf(left)).toContain('You have 3,000 left, the team 30,000.');
    world.press(left, 'Cancel');
    expect(await world.shown(left, /Nothing was started/)).not.toContain('180');
    expect(world.buttonsOf(left)).toEqual([]);

    const long = world.create({ options: { seconds: 10, quality: 'pro' } });
    await world.shown(long, /This costs/);
    world.press(long, 'Cheaper draft (120)');
    expect(await world.shown(long, /credits held/)).toContain('120 credits held');

    const started = world.create({ options: { seconds: 4 } });
    await world.shown(started, /This costs 240 credits/);
    world.press(started, 'Start');
    expect(await world.shown(started, /credits held/)).toContain('240 credits held');
    await world.hurried((rest) => rest());
    expect(world.textOf(long)).toContain('Held 120, charged 120');
    expect(world.textOf(started)).toContain('Held 240, charged 240');
    expect(await world.database.sql`select 1 from jobs`).toHaveLength(2);
    await world.expectInOrder();
  });
});

describe('Somebody who has too few credits', () => {
  it('asks the admins: a yes starts the video by itself, a no or no answer does not', async () => {
    await using world = await openWorld({ environment: { DEFAULT_ALLOWANCE: '100/week' } });
    const eve = world.chat.addUser({ name: 'Eve', permissions: 'admin' });

    const yes = await asked(world);
    const first = await pressBelow(world, 'Approve 80', world.ada);
    expect(await first.whisper()).toContain('Only admins may');
    const approval = await pressBelow(world, 'Approve 80', eve);
    expect(await world.comesTo(yes, /Your video is ready/)).toContain('Held 180, charged 180');
    expect(approval.text()).toContain('Approved: 80 credits');

    const no = await asked(world, 'Ask for 180 credits');
    await pressBelow(world, 'Deny', eve);
    expect(await world.shown(no, /An admin said no/)).toContain('Nothing was started');

    const late = await asked(world, 'Ask for 180 credits');
    world.passMinutes(24 * 60 + 5);
    expect(await world.shown(late, /No admin answered/)).toContain('nothing was charged');
    const over = await pressBelow(world, 'Approve 180', eve);
    expect(await over.becomes(/This request is over/)).not.toContain('Approved');
    expect(await world.database.sql`select 1 from jobs`).toHaveLength(1);
    await world.expectInOrder();
  });
});

/** Asks for a video, and then for the credits that it lacks. */
async function asked(world: World, label = 'Ask for 80 credits'): Promise<Interaction> {
  const interaction = world.create();
  await world.shown(interaction, /Not started/);
  world.press(interaction, label);
  await world.shown(interaction, /You asked for/);
  return interaction;
}

/** Presses a button of what admins were asked last. */
async function pressBelow(world: World, label: string, user: World['ada']) {
  const { chat } = world;
  const isAsked = (id: string) => chat.text(chat.messages.json(id)).includes('A request for');
  const message = await chat.until(
    'the admins to be asked',
    () => chat.messages.all().findLast((it) => isAsked(it.id)),
    5_000,
  );
  const text = () => chat.text(chat.messages.json(message.id));
  const button = world.buttonsIn(message.id).find((it) => it.label === label);
  if (button === undefined) throw new Error(`No button "${label}": ${text()}`);
  const press = chat.press({ user, message: message.id, customId: button.id });
  await press.acknowledged();
  return {
    text,
    whisper: async () => chat.text(await press.waitForMessage((it) => it.id !== message.id)),
    becomes: async (words: RegExp) =>
      chat.text(await press.waitForMessage((it) => words.test(chat.text(it)))),
  };
}
