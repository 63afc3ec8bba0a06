import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import { jobId } from '../../../src/core/shared/domain/ids.ts';
import { aRequester, testCore } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { asked, choose, labelsOf, wordsOf } from '../requests/choosing.ts';
import { accepted, ledgerOf, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();

async function cancel(
  test: TestCore,
  job: string | null,
  over: Partial<Interaction> = {},
): Promise<{ readonly interaction: Interaction; readonly reply: Reply; readonly words: string }> {
  const command = { type: 'cancel', job: job === null ? null : jobId(job) } as const;
  const interaction = test.anInteraction(command, over);
  await asked(test, interaction);
  const reply = test.platform.replyIn(interaction.message)!;
  return { interaction, reply, words: wordsOf(reply) };
}

async function queued(test: TestCore, ...prompts: readonly string[]) {
  const jobs = [];
  for (const prompt of prompts) {
    jobs.push(await accepted(test, { prompt }));
    await test.clock.advance(1_000);
  }
  return jobs;
}

const waits = { status: 'later', reason: 'maintenance', retryAfterMs: 900_000 } as const;

describe('/video cancel', () => {
  it('cancels the only queued video, and names it', async () => {
    const test = testCore(database.sql);
    const [job] = await queued(test, 'a horse');
    expect((await cancel(test, null)).words).toBe('Cancelled “a horse”\nNot charged');
    expect(await stateOf(test, job!)).toMatchObject({ status: 'cancelled' });
    expect(await ledgerOf(database.sql, job!)).toEqual(['hold 100', 'release 100']);
  });

  it('leaves alone what the provider has already', async () => {
    const test = testCore(database.sql);
    test.provider.answerTo('waits', waits);
    const [renders] = await queued(test, 'renders');
    await test.settle();
    expect((await cancel(test, null)).words).toContain('You have no queued videos.');
    expect(await stateOf(test, renders!)).toMatchObject({ status: 'rendering' });
    const [waiting] = await queued(test, 'waits');
    await test.settle();
    expect((await cancel(test, null)).words).toContain('Cancelled “waits”');
    expect(await stateOf(test, waiting!)).toMatchObject({ status: 'cancelled' });
    const late = await cancel(test, renders!.jobId);
    expect(late.words).toMatch(/^Too late to cancel: .+ already has this video\./);
  });

  it('asks which of several, and cancels the one that is pressed', async () => {
    const test = testCore(database.sql);
    const [one, two, three] = await queued(test, 'one', 'two', `three ${'x'.repeat(80)}`);
    const { interaction, reply, words } = await cancel(test, null);
    expect(words).toBe('Which video do you want to cancel?');
    expect(labelsOf(reply)).toEqual([
      `Cancel “three ${'x'.repeat(33)}…”`,
      'Cancel “two”',
      'Cancel “one”',
    ]);
    for (const job of [one, two, three]) {
      expect(await stateOf(test, job!)).toMatchObject({ status: 'waiting' });
    }
    const { message, requester } = interaction;
    const press = { message, requester, label: 'Cancel “two”', reply };
    expect(await choose(test, press)).toBe('Cancelled “two”\nNot charged');
    expect(await choose(test, press)).toBe('Cancelled “two”\nNot charged');
    expect(await ledgerOf(database.sql, two!)).toEqual(['hold 100', 'release 100']);
    expect(await stateOf(test, two!)).toMatchObject({ status: 'cancelled' });
    expect(await stateOf(test, one!)).toMatchObject({ status: 'waiting' });
  });

  it('offers the newest five, and says how many more there are', async () => {
    const test = testCore(database.sql);
    await queued(test, '1', '2', '3', '4', '5', '6', '7');
    const { reply, words } = await cancel(test, null);
    expect(words).toBe('Which video do you want to cancel?\n2 more');
    expect(labelsOf(reply)).toEqual(['7', '6', '5', '4', '3'].map((it) => `Cancel “${it}”`));
  });

  it('cancels the one that is named, by its whole id or by the end of it', async () => {
    const test = testCore(database.sql);
    const [one, two, three] = await queued(test, 'one', 'two', 'three');
    expect((await cancel(test, two!.jobId)).words).toContain('Cancelled “two”');
    expect((await cancel(test, one!.jobId.slice(-6))).words).toContain('Cancelled “one”');
    expect(await stateOf(test, three!)).toMatchObject({ status: 'waiting' });
  });

  it('guesses nothing', async () => {
    const test = testCore(database.sql);
    const [job] = await queued(test, 'a horse');
    for (const name of [job!.jobId.slice(-5), 'nothing', 'job-', '']) {
      expect((await cancel(test, name)).words).toBe(
        `None of your videos in progress matches “${name}”. /video status lists them.`,
      );
    }
    expect(await stateOf(test, job!)).toMatchObject({ status: 'waiting' });
  });

  it('cancels nothing of somebody else', async () => {
    const test = testCore(database.sql);
    const [job] = await queued(test, 'a horse');
    const ben = aRequester({ platform: test.platform.name, person: { id: 'ben' } });
    const other = { requester: ben };
    expect((await cancel(test, job!.jobId, other)).words).toContain('None of your videos');
    expect((await cancel(test, null, other)).words).toContain('You have no queued videos.');
    expect(await stateOf(test, job!)).toMatchObject({ status: 'waiting' });
  });
});
