import { beforeEach, describe, expect, it } from 'vitest';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Reply } from '../../../src/core/messages/domain/reply.ts';
import type { Command } from '../../../src/core/chat/domain/command.ts';
import { jobId } from '../../../src/core/shared/domain/ids.ts';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { connect } from '../../support/database/sql.ts';
import { sleptThrough, testCore, toCreate } from '../../support/core.ts';
import type { TestCore } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { plain } from '../messages/domain/plain-text.ts';
import { accepted, asksFor, pass, stateOf } from '../requests/requested.ts';

const database = databaseOfFile();
beforeEach(() => database.sql`truncate inbox`);

const RESUMED = 'Back after a restart';
const away = () => Promise.reject(new Error('the database is away'));

const coreWith = (wrap?: (core: Adapters) => Partial<Adapters>) =>
  testCore(database.sql, wrap === undefined ? {} : { wrap });

function replyIn(test: TestCore, interaction: Interaction): string | null {
  const reply: Reply | null = test.platform.replyIn(interaction.message);
  return reply === null ? null : [reply.headline, ...reply.lines].map(plain).join('\n');
}

/** The words of the only note that answers a request of this kind. */
async function answered(
  test: TestCore,
  command: Command,
  over: Partial<Interaction> = {},
): Promise<string> {
  const interaction = test.anInteraction(command, over);
  expect(await test.conversations.receive(interaction)).toBe('new');
  await sleptThrough(test.clock, test.conversations.answer(interaction, 'new'));
  expect(test.platform.replies.filter((it) => it.message === idOf(interaction))).toHaveLength(1);
  return replyIn(test, interaction)!;
}

const idOf = ({ message }: Interaction) => (message as { readonly id: string }).id;

const open = async () =>
  (await database.sql<{ key: string }[]>`select key from inbox where due_at is not null`).length;

const jobsOf = async ({ provider }: TestCore) =>
  (await database.sql`select 1 from jobs where provider = ${provider.name}`).length;

describe('receiving a request', () => {
  it('keeps it before anything is done, and knows it the second time', async () => {
    const test = coreWith();
    const interaction = test.anInteraction(toCreate('a horse'));
    expect(await test.conversations.receive(interaction)).toBe('new');
    expect(await open()).toBe(1);
    expect(await test.conversations.receive(interaction)).toBe('repeated');
    expect(await jobsOf(test)).toBe(0);
  });

  it('says so when it cannot be kept', async () => {
    const nowhere = connect('postgres://postgres:x@127.0.0.1:1/none', { connections: 1 });
    const lost = testCore(nowhere);
    expect(await lost.conversations.receive(lost.anInteraction({ type: 'help' }))).toBe('unkept');
    await nowhere.end();
  });

  it.each([
    ['unkept', 'is down'],
    ['late', 'is very busy'],
  ] as const)('starts nothing that is %s, and says that it %s', async (received, why) => {
    const test = coreWith();
    const interaction = test.anInteraction(toCreate('a horse'));
    await test.conversations.answer(interaction, received);
    expect(replyIn(test, interaction)).toContain(why);
    expect(replyIn(test, interaction)).toContain('Not started, not charged.');
    expect(await jobsOf(test)).toBe(0);
    // The write of it may come late.
    await test.conversations.receive(interaction);
    await pass(test, 300_000, 30_000);
    expect(await jobsOf(test)).toBe(0);
  });
});

describe('answering a request', () => {
  it('shows the card of a new job at once, and notes that it was answered', async () => {
    const test = coreWith();
    const interaction = await asksFor(test, 'a horse');
    expect(test.platform.shown(interaction.message)?.view).toMatchObject({
      status: 'waiting',
      prompt: 'a horse',
    });
    expect(replyIn(test, interaction)).toBeNull();
    expect(await open()).toBe(0);
  });

  it('says why a job was refused', async () => {
    const test = coreWith();
    const words = await answered(test, toCreate(' '));
    expect(words).toMatch(/^Not started, not charged\n/);
    expect(words).toContain('The prompt is empty.');
    expect(await open()).toBe(0);
  });

  it.each<[Command, string]>([
    [{ type: 'status' }, 'No videos in progress'],
    [{ type: 'history' }, 'No videos yet'],
    [{ type: 'help' }, 'Example: /video create A red fox'],
    [{ type: 'credits' }, 'You have 1,000 credits left'],
    [{ type: 'cancel', job: null }, 'You have no queued videos.'],
    [{ type: 'press', action: 'refresh', job: jobId('nothing') }, "isn't in your team's records"],
  ])('answers %j', async (command, words) => {
    expect(await answered(coreWith(), command)).toContain(words);
  });

  it('lists what is on the way, with places, prices and links', async () => {
    const test = coreWith();
    await asksFor(test, 'first');
    await asksFor(test, 'second');
    const words = await answered(test, { type: 'status' });
    expect(words).toMatch(/Queued · 1 ahead · “second” · 100 credits on hold · job-\d+ · \[Open\]/);
    expect(words).toMatch(/Queued · next up · “first” · 100 credits on hold · job-\d+ · \[Open\]/);
    expect(await answered(test, { type: 'credits' })).toContain(
      '200 credits on hold for 2 videos in progress',
    );
  });

  it('lists what was made, with what it cost and where it is', async () => {
    const test = coreWith();
    await asksFor(test, 'a horse');
    await test.settle();
    test.provider.succeed('a horse', 70);
    await pass(test, 2_000, 1_000);
    const words = await answered(test, { type: 'history' });
    expect(words).toMatch(
      /Done · “a horse” · 70 credits, 30 returned · \[Open\]\(.*\) · \[Watch\]/,
    );
    expect(await answered(test, { type: 'status' })).toContain('No videos in progress');
    expect(await answered(test, { type: 'credits' })).toContain('You have 930 credits left');
  });

  it('goes on though the first card cannot be shown', async () => {
    const test = coreWith();
    test.platform.fail({ code: 'unreachable' });
    const interaction = await asksFor(test, 'a horse');
    expect(test.platform.shown(interaction.message)).toBeNull();
    expect(await open()).toBe(0);
    await pass(test, 10_000, 5_000);
    expect(test.platform.shown(interaction.message)?.view.status).toBe('rendering');
  });

  it('never says what an exception said', async () => {
    const test = coreWith(({ wallet }) => ({
      wallet: { ...wallet, usage: () => Promise.reject(new Error('password=hunter2')) },
    }));
    expect(await answered(test, { type: 'credits' })).not.toContain('hunter2');
  });
});

describe('what fails on the way to an answer', () => {
  /** A core whose reading of accounts fails so many times. */
  function flaky(times: number) {
    let left = times;
    return coreWith(({ wallet }) => ({
      wallet: {
        ...wallet,
        usage: (...given) => {
          left -= 1;
          return left >= 0 ? away() : wallet.usage(...given);
        },
      },
    }));
  }

  it('is tried again', async () => {
    expect(await answered(flaky(2), { type: 'credits' })).toContain('You have 1,000 credits left');
  });

  it('is given up after three times, with a word about it', async () => {
    const test = flaky(3);
    const words = await answered(test, { type: 'credits' });
    expect(words).toContain('Showrunner ran into an error\nTry again.');
    expect(words).toContain('Reference for the operator: ask-');
    expect(await open()).toBe(0);
  });

  it('makes no second job when the answer to the first hold was lost', async () => {
    let lost = false;
    const test = coreWith(({ jobs }) => ({
      jobs: {
        ...jobs,
        async accept(newJob) {
          const outcome = await jobs.accept(newJob);
          if (!lost) {
            lost = true;
            throw new Error('the connection was cut');
          }
          return outcome;
        },
      },
    }));
    const interaction = test.anInteraction(toCreate('a horse'));
    await test.conversations.receive(interaction);
    await sleptThrough(test.clock, test.conversations.answer(interaction, 'new'));
    expect(await jobsOf(test)).toBe(1);
    expect(replyIn(test, interaction)).toBeNull();
    await test.settle();
    expect(test.platform.shown(interaction.message)?.view.status).toBe('rendering');
  });

  it('cancels one job and not another when only the end of it was not noted', async () => {
    let left = 0;
    const test = coreWith(({ inbox: asks }) => ({
      inbox: {
        ...asks,
        answered(interaction) {
          left -= 1;
          return interaction.command.type === 'cancel' && left >= 0
            ? away()
            : asks.answered(interaction);
        },
      },
    }));
    const jobs = [await accepted(test, { prompt: 'one' })];
    test.provider.answerNext(...[1, 2, 3].map(() => waits));
    left = 1;
    const words = await answered(test, { type: 'cancel', job: null });
    expect(words).toContain('Cancelled “one”');
    expect(await open()).toBe(1);
    // Asked for in the very same moment, and now the only one that is queued.
    jobs.push(await accepted(test, { prompt: 'two' }));
    await pass(test, 200_000, 50_000);
    expect(await open()).toBe(0);
    const states = await Promise.all(jobs.map(async (job) => (await stateOf(test, job)).status));
    expect(states.filter((it) => it === 'cancelled')).toHaveLength(1);
  });

  const waits = { status: 'later', reason: 'maintenance', retryAfterMs: 900_000 } as const;

  it.each(['rate-limited', 'unreachable'] as const)(
    'is said later when the chat was %s',
    async (code) => {
      const test = coreWith();
      test.platform.fail({ code, times: 3, retryAfterMs: 2_000 });
      expect(await answered(test, { type: 'help' })).toContain('Videos from text and images');
      expect(test.platform.calls).toBe(4);
    },
  );

  it.each(['gone', 'refused'] as const)('is not said to a message that is %s', async (code) => {
    const test = coreWith();
    test.platform.fail({ code });
    const interaction = test.anInteraction({ type: 'help' });
    await test.conversations.receive(interaction);
    await test.conversations.answer(interaction, 'new');
    expect(test.platform.calls).toBe(1);
    expect(await open()).toBe(0);
  });
});

describe('a process that dies between keeping a request and answering it', () => {
  async function left(test: TestCore, command: Command): Promise<Interaction> {
    const interaction = test.anInteraction(command);
    await test.conversations.receive(interaction);
    return interaction;
  }

  it('has it answered by another one, later and once', async () => {
    const test = coreWith();
    const interaction = await left(test, toCreate('a horse'));
    const other = testCore(database.connect(2), {
      provider: test.provider,
      platform: test.platform,
      clock: test.clock,
    });
    await pass(test, 89_000);
    expect(await jobsOf(test)).toBe(0);
    await test.clock.advance(1_000);
    await Promise.all([test.settle(), other.settle()]);
    expect(await jobsOf(test)).toBe(1);
    expect(test.platform.replies.map((it) => plain(it.reply.headline))).toEqual([RESUMED]);
    await pass(other, 400_000, 50_000);
    expect([await jobsOf(test), test.provider.starts.length]).toEqual([1, 1]);
    expect(test.platform.replies).toHaveLength(1);
    expect(test.platform.shown(interaction.message)?.view.status).toBe('overdue');
  });

  it('has a question answered, too, without a word before', async () => {
    const test = coreWith();
    const interaction = await left(test, { type: 'help' });
    await pass(test, 90_000);
    expect(replyIn(test, interaction)).toContain('Videos from text and images');
    expect(test.platform.replies).toHaveLength(1);
  });

  it('starts nothing for a message that is gone', async () => {
    const test = coreWith();
    const interaction = await left(test, toCreate('a horse'));
    test.platform.remove(interaction.message);
    await pass(test, 400_000, 50_000);
    expect(await jobsOf(test)).toBe(0);
    expect(await open()).toBe(0);
  });

  it('waits for a chat that cannot be reached', async () => {
    const test = coreWith();
    await left(test, toCreate('a horse'));
    test.platform.fail({ code: 'unreachable', times: 2 });
    await pass(test, 90_000);
    expect(await jobsOf(test)).toBe(0);
    await pass(test, 200_000, 10_000);
    expect(await jobsOf(test)).toBe(1);
  });

  it('covers no card of a job that was made already', async () => {
    const test = coreWith();
    const interaction = await left(test, toCreate('a horse'));
    await accepted(test, { interaction: { key: interaction.key, message: interaction.message } });
    await test.settle();
    test.provider.succeed('a horse');
    await pass(test, 400_000, 10_000);
    expect(test.platform.replies).toEqual([]);
    expect(test.platform.shown(interaction.message)?.view.status).toBe('succeeded');
    expect([await jobsOf(test), await open()]).toEqual([1, 0]);
  });

  it('is told when whatever kills its processes does so again and again', async () => {
    const test = coreWith();
    const interaction = await left(test, toCreate('a horse'));
    for (let times = 1; times <= 5; times += 1) {
      await test.clock.advance(90_000);
      expect(await test.core.inbox.claim(9, 90_000, test.clock.now())).toHaveLength(1);
    }
    await pass(test, 90_000);
    expect(replyIn(test, interaction)).toContain('Showrunner ran into an error');
    expect([await jobsOf(test), await open()]).toEqual([0, 0]);
  });
});
