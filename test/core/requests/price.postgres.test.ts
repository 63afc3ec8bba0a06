import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Command } from '../../../src/core/chat/domain/command.ts';
import { asTyped, inNewWorkspace, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import type { ConfirmOver } from '../../../src/core/teams/domain/confirm-over.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asked, choose, labelsOf, wordsOf } from './choosing.ts';

const database = databaseOfFile();

const LONG = { seconds: 5, quality: 'pro', aspect: null, sound: true, guidance: null } as const;

/** Somebody who wants to be asked over so many credits asks for a video that costs 200. */
async function wanted(
  over: ConfirmOver,
  command: Partial<Extract<Command, { type: 'create' }>> = {},
) {
  const test = testCore(database.sql);
  const requester = inNewWorkspace({ platform: test.platform.name });
  await asked(test, test.anInteraction({ type: 'prefer', confirmOver: over }, { requester }));
  const create = asTyped('a horse', { settings: LONG });
  const interaction = test.anInteraction({ ...create, ...command }, { requester });
  await asked(test, interaction);
  const { message } = interaction;
  const press = (label: string, who = requester, reply = replyOf(test, interaction)) =>
    choose(test, { message, label, requester: who, reply });
  return { test, ask: interaction, requester, press };
}

const replyOf = (test: TestCore, { message }: Interaction) => test.platform.replyIn(message)!;

async function jobsOf(test: TestCore): Promise<readonly { quote: number; status: string }[]> {
  return database.sql<{ quote: number; status: string }[]>`
    select quote, status from jobs where provider = ${test.provider.name} order by created_at`;
}

describe('a video over the price from which somebody is asked', () => {
  it('is not started, and says what it costs, what is left and how long it takes', async () => {
    const { test, ask: interaction } = await wanted(50);
    const reply = replyOf(test, interaction);
    expect(wordsOf(reply).split('\n')).toEqual([
      'This video costs 200 credits',
      'Fake 1 · Pro · 5 s · 16:9 · With sound',
      'Ready in about 5 s',
      '1,000 left · Not charged yet',
      'Cheaper draft, 30 credits · Fake 1 · Standard · 3 s · 16:9 · Silent',
    ]);
    expect(labelsOf(reply)).toEqual(['Start', 'Start the draft (30)', 'Cancel']);
    expect(await jobsOf(test)).toEqual([]);
  });

  it('is started once by Start, in the message of the request', async () => {
    const { test, ask: interaction, press } = await wanted(50);
    const first = replyOf(test, interaction);
    await press('Start');
    await press('Start', interaction.requester, first);
    await press('Start the draft (30)', interaction.requester, first);
    expect(await jobsOf(test)).toHaveLength(1);
    expect(test.platform.shown(interaction.message)?.view.status).toBe('waiting');
  });

  it('is made as a draft for the price on the button', async () => {
    const { test, press } = await wanted(50);
    await press('Start the draft (30)');
    expect(await jobsOf(test)).toMatchObject([{ quote: 30 }]);
    await test.settle();
    const [start] = test.provider.starts;
    expect(start?.request).toMatchObject({
      scene: { kind: 'text', prompt: 'a horse' },
      settings: { seconds: 3, quality: 'std', sound: false },
    });
  });

  it('has a draft like what its person usually has, and is made so', async () => {
    const test = testCore(database.sql);
    const requester = inNewWorkspace({ platform: test.platform.name });
    const settings = { ...LONG, aspect: '9:16' as const };
    await asked(test, test.anInteraction({ type: 'prefer', settings }, { requester }));
    await asked(test, test.anInteraction({ type: 'prefer', confirmOver: 50 }, { requester }));
    const interaction = test.anInteraction(asTyped('a horse'), { requester });
    await asked(test, interaction);
    const reply = replyOf(test, interaction);
    expect(wordsOf(reply)).toMatch(/Cheaper draft.* · 3 s · 9:16 · silent/i);
    const label = 'Start the draft (30)';
    await choose(test, { message: interaction.message, label, requester, reply });
    await test.settle();
    expect(test.provider.starts[0]?.request.settings).toMatchObject({ seconds: 3, aspect: '9:16' });
  });

  it('is not started by Cancel, and the buttons are gone', async () => {
    const { test, ask: interaction, press } = await wanted(50);
    expect(await press('Cancel')).toContain('Not started, not charged');
    expect(labelsOf(replyOf(test, interaction))).toEqual([]);
    expect(await jobsOf(test)).toEqual([]);
  });

  it('is nobody else’s to start or to cancel, admins included', async () => {
    const { test, ask: interaction, press } = await wanted(50);
    const eve = { ...interaction.requester, person: { id: 'eve' }, admin: true };
    const first = replyOf(test, interaction);
    for (const label of ['Start', 'Cancel']) {
      expect(await press(label, eve, first)).toContain('Only the person who asked');
    }
    expect(await jobsOf(test)).toEqual([]);
  });

  it('is started at once at that price, under it, and where nobody wants to be asked', async () => {
    for (const over of [200, 'never'] as const) {
      const { test } = await wanted(over);
      expect(await jobsOf(test)).toHaveLength(1);
    }
  });
});

describe('an agreed price', () => {
  it('starts at once, whatever the threshold', async () => {
    const { test } = await wanted(0, { agreed: 200 });
    expect(await jobsOf(test)).toMatchObject([{ quote: 200 }]);
  });

  it('is not exceeded: a higher price is asked for anew', async () => {
    const { test, ask: interaction, press } = await wanted(50);
    test.provider.quoteWith(() => 220);
    const words = await press('Start');
    expect(words).toContain('The price is now 220 credits, not 200');
    expect(await jobsOf(test)).toEqual([]);
    expect(labelsOf(replyOf(test, interaction))[0]).toBe('Start for 220');
    await press('Start for 220');
    expect(await jobsOf(test)).toMatchObject([{ quote: 220 }]);
  });

  it('is held to where forms show it, though nobody wants to be asked', async () => {
    const { test, ask: interaction } = await wanted('never', { agreed: 199 });
    expect(wordsOf(replyOf(test, interaction))).toContain('The price is now 200 credits, not 199');
    expect(await jobsOf(test)).toEqual([]);
  });

  it('holds what it costs when that is less', async () => {
    const { test, press } = await wanted(50);
    test.provider.quoteWith(() => 150);
    await press('Start');
    expect(await jobsOf(test)).toMatchObject([{ quote: 150 }]);
  });
});

it('is refused for want of credits rather than asked about', async () => {
  const { test, ask: interaction } = await wanted(50);
  test.provider.quoteWith(() => 1_001);
  const again = test.anInteraction(asTyped('a horse', { settings: LONG }), {
    requester: interaction.requester,
  });
  await asked(test, again);
  expect(wordsOf(replyOf(test, again))).toContain('Not started');
});

describe('a prompt that may have been meant as another command', () => {
  it('is asked about, and nothing is made of it before', async () => {
    const { test, ask: interaction, press } = await wanted('never', { perhapsMeant: 'video help' });
    const reply = replyOf(test, interaction);
    expect(wordsOf(reply)).toBe('Create a video of “a horse”?\nDid you mean /video help?');
    expect(labelsOf(reply)).toEqual(['Create', 'Cancel']);
    expect(await jobsOf(test)).toEqual([]);
    await press('Create');
    await press('Create', interaction.requester, reply);
    expect(await jobsOf(test)).toHaveLength(1);
  });

  it('costs nothing where it was one', async () => {
    const { test, press } = await wanted('never', { perhapsMeant: 'video help' });
    await press('Cancel');
    expect(await jobsOf(test)).toEqual([]);
  });
});
