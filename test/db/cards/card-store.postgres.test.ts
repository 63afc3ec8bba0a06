import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageRef } from '../../../src/core/messages/domain/message-ref.ts';
import { jobId, teamId } from '../../../src/core/shared/domain/ids.ts';
import type { JobKey } from '../../../src/core/shared/domain/ids.ts';
import type { Job } from '../../../src/core/jobs/domain/job.ts';
import type { CardStore, DueCard } from '../../../src/core/cards/ports/card-store.ts';
import type { JobStore } from '../../../src/core/jobs/ports/job-store.ts';
import { createPostgresCardStore } from '../../../src/db/cards/card-store.ts';
import { createPostgresJobStore } from '../../../src/db/jobs/job-store.ts';
import { aNewJob, after } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const LEASE_MS = 60_000;

const database = databaseOfFile();
let jobs: JobStore;
let cards: CardStore;
beforeAll(() => {
  jobs = createPostgresJobStore(database.sql);
  cards = createPostgresCardStore(database.sql);
});

let chats = 0;

/** A chat of its own, so that no test claims the cards of another. */
function freshChat(): string {
  chats += 1;
  return `chat-${chats}`;
}

async function aCard(platform: string, over: Parameters<typeof aNewJob>[0] = {}): Promise<Job> {
  const outcome = await jobs.accept(aNewJob({ platform, quote: 1, ...over }));
  if (outcome.status !== 'accepted') throw new Error(`not accepted: ${outcome.status}`);
  return outcome.job;
}

async function move(job: Job, ms: number): Promise<Job> {
  const next = { status: 'cancelled', at: after(ms) } as const;
  const written = await jobs.save({
    job,
    next,
    ledger: [{ kind: 'release', credits: job.quote }],
    step: null,
    at: after(ms),
  });
  if (!written) throw new Error('somebody else was first');
  return { ...job, state: next, version: job.version + 1 };
}

async function rowOf(key: JobKey) {
  const [row] = await database.sql<
    { message: MessageRef; shown: string | null; due_at: Date | null; rank: number }[]
  >`select message, shown, due_at, rank from cards where job_id = ${key.jobId}`;
  return row!;
}

/** The card as whoever took it last knows it. */
async function held({ teamId, jobId }: JobKey): Promise<DueCard> {
  const [row] = await database.sql<Pick<DueCard, 'platform' | 'message' | 'fence'>[]>`
    select platform, message, fence from cards where job_id = ${jobId}`;
  const unread = { language: null, shown: null, attempts: 1, moved: true, takenAt: after(0) };
  return { teamId, jobId, ...row!, ...unread };
}

const shownAs = (fingerprint: string, over: { version?: number; nextLook?: Date } = {}) => ({
  version: 1,
  fingerprint,
  message: { messageId: 'known' } as MessageRef,
  nextLook: null,
  ...over,
});

describe('claiming cards', () => {
  it('gives each to one of many workers', async () => {
    const chat = freshChat();
    const made = await Promise.all(Array.from({ length: 30 }, () => aCard(chat)));
    const stores = [1, 2, 3, 4].map(() => createPostgresCardStore(database.connect(2)));
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        stores[index % 4]!.claim([chat], 5, LEASE_MS, after(0)),
      ),
    );
    const ids = claims.flat().map((it) => it.jobId);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await cards.claim([chat], 100, LEASE_MS, after(0));
    expect(new Set([...ids, ...rest.map((it) => it.jobId)])).toEqual(
      new Set(made.map((it) => it.jobId)),
    );
  });

  it('lets nobody else have one before its lease is over', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    expect(await cards.claim([chat], 9, LEASE_MS, after(0))).toHaveLength(1);
    expect(await cards.claim([chat], 9, LEASE_MS, after(LEASE_MS - 1))).toEqual([]);
    expect(await cards.take(job, LEASE_MS, after(LEASE_MS - 1))).toBeNull();
    const again = await cards.claim([chat], 9, LEASE_MS, after(LEASE_MS));
    expect(again).toMatchObject([{ jobId: job.jobId, attempts: 2 }]);
  });

  it('goes on for as long as it is renewed', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await cards.renew(await held(job), LEASE_MS, after(50_000));
    expect(await cards.claim([chat], 9, LEASE_MS, after(109_999))).toEqual([]);
    expect(await cards.claim([chat], 9, LEASE_MS, after(110_000))).toHaveLength(1);
  });

  it('takes those of jobs that moved before those on which only time passed', async () => {
    const chat = freshChat();
    const old = await aCard(chat);
    await cards.take(old, LEASE_MS, after(0));
    await cards.shown(await held(old), shownAs('a', { nextLook: after(1) }));
    const moved = await move(await aCard(chat), 500);
    const claimed = await cards.claim([chat], 1, LEASE_MS, after(1_000));
    expect(claimed.map((it) => it.jobId)).toEqual([moved.jobId]);
  });

  it('takes only those of chats that are here, and only those that are due', async () => {
    const [chat, other] = [freshChat(), freshChat()];
    const job = await aCard(chat, { at: after(1_000) });
    expect(await cards.claim([other], 9, LEASE_MS, after(2_000))).toEqual([]);
    expect(await cards.claim([], 9, LEASE_MS, after(2_000))).toEqual([]);
    expect(await cards.claim([chat, other], 9, LEASE_MS, after(999))).toEqual([]);
    expect(await cards.claim([chat, other], 9, LEASE_MS, after(1_000))).toMatchObject([
      { jobId: job.jobId, teamId: job.teamId, platform: chat, shown: null, attempts: 1 },
    ]);
  });

  it('takes one that is not due when it is asked for by name', async () => {
    const job = await aCard(freshChat(), { at: after(5_000) });
    expect(await cards.take(job, LEASE_MS, after(0))).toMatchObject({ jobId: job.jobId });
    expect(await cards.take(job, LEASE_MS, after(1))).toBeNull();
  });

  it('knows nothing of a job that is not there', async () => {
    const key = { teamId: teamId('nobody'), jobId: jobId('nothing') };
    expect(await cards.take(key, LEASE_MS, after(0))).toBeNull();
    await cards.rebind(key, (known) => known, after(0));
    expect(await cards.messageOf([key])).toEqual(new Map());
  });
});

describe('a card that was shown', () => {
  it('is not due until its next look, if it has one', async () => {
    const chat = freshChat();
    const [look, rest] = [await aCard(chat), await aCard(chat)];
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await cards.shown(await held(look), shownAs('a', { nextLook: after(10_000) }));
    await cards.shown(await held(rest), shownAs('b'));
    expect(await cards.claim([chat], 9, LEASE_MS, after(9_999))).toEqual([]);
    expect(await cards.claim([chat], 9, LEASE_MS, after(10_000))).toMatchObject([
      { jobId: look.jobId, shown: 'a', message: { messageId: 'known' }, attempts: 1 },
    ]);
    expect(await rowOf(rest)).toMatchObject({ shown: 'b', due_at: null });
  });

  it('stays due when its job moved meanwhile', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await move(job, 500);
    await cards.shown(await held(job), shownAs('old', { version: 1, nextLook: after(90_000) }));
    const again = await cards.claim([chat], 9, LEASE_MS, after(500));
    expect(again).toMatchObject([{ shown: 'old', attempts: 1 }]);
    await cards.shown(await held(job), shownAs('new', { version: 2 }));
    expect(await cards.claim([chat], 9, LEASE_MS, after(99_000))).toEqual([]);
  });

  it('is put off and counts how often', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    for (const times of [1, 2, 3]) {
      const [claimed] = await cards.claim([chat], 9, LEASE_MS, after(times * 1_000));
      expect(claimed).toMatchObject({ attempts: times });
      await cards.postpone(await held(job), after(times * 1_000 + 1_000));
    }
    expect(await cards.claim([chat], 9, LEASE_MS, after(3_999))).toEqual([]);
  });

  it('is given up until its job moves', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await cards.abandon(await held(job), 1);
    expect(await cards.claim([chat], 9, LEASE_MS, after(9_000_000))).toEqual([]);
    await move(job, 10_000);
    expect(await cards.claim([chat], 9, LEASE_MS, after(10_000))).toHaveLength(1);
  });
});

describe('a card that was given up', () => {
  it('is due when its job moved while it was tried', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await move(job, 500);
    await cards.abandon(await held(job), 1);
    expect(await cards.claim([chat], 9, LEASE_MS, after(500))).toHaveLength(1);
    await cards.abandon(await held(job), 2);
    expect(await cards.claim([chat], 9, LEASE_MS, after(9_000_000))).toEqual([]);
  });

  it('for good is due no more, whatever its job did', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await move(job, 500);
    await cards.abandon(await held(job), null);
    expect(await cards.claim([chat], 9, LEASE_MS, after(9_000_000))).toEqual([]);
  });
});

describe('a new way to a message', () => {
  const renew = (known: MessageRef): MessageRef => ({ ...(known as object), way: 'new' });

  it('makes its card due at once, to be shown whatever it showed', async () => {
    const chat = freshChat();
    const job = await aCard(chat, { message: { messageId: 'm' } });
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await cards.shown(await held(job), { ...shownAs('a'), message: { messageId: 'm' } });
    await cards.rebind(job, renew, after(5_000));
    expect(await cards.claim([chat], 9, LEASE_MS, after(5_000))).toMatchObject([
      { shown: null, message: { messageId: 'm', way: 'new' }, attempts: 1 },
    ]);
  });

  async function pressedWhileShown() {
    const chat = freshChat();
    const job = await aCard(chat, { message: { messageId: 'm' } });
    await cards.claim([chat], 9, LEASE_MS, after(0));
    await cards.rebind(job, renew, after(1_000));
    // Whoever shows it still holds it.
    expect(await cards.take(job, LEASE_MS, after(1_000))).toBeNull();
    return { chat, job };
  }

  it('is not lost to one who showed the card by the old way', async () => {
    const { chat, job } = await pressedWhileShown();
    const old = { ...shownAs('a', { nextLook: after(90_000) }), message: { messageId: 'm' } };
    await cards.shown(await held(job), old);
    expect(await cards.claim([chat], 9, LEASE_MS, after(2_000))).toMatchObject([
      { shown: null, message: { messageId: 'm', way: 'new' } },
    ]);
  });

  it('is not given up with the old way', async () => {
    const { chat, job } = await pressedWhileShown();
    await cards.abandon(await held(job), 1);
    expect(await cards.claim([chat], 9, LEASE_MS, after(2_000))).toMatchObject([
      { message: { messageId: 'm', way: 'new' } },
    ]);
  });

  it('does not wait for what the old way was told to wait', async () => {
    const { chat, job } = await pressedWhileShown();
    await cards.postpone(await held(job), after(600_000));
    expect(await cards.claim([chat], 9, LEASE_MS, after(2_000))).toHaveLength(1);
  });
});

describe('a former holder of a card', () => {
  it('writes nothing any more, also when the next one is done with it', async () => {
    const chat = freshChat();
    const job = await aCard(chat, { message: { messageId: 'm' } });
    const [former] = await cards.claim([chat], 9, LEASE_MS, after(0));
    const [holder] = await cards.claim([chat], 9, LEASE_MS, after(LEASE_MS));
    const untouched = await rowOf(job);
    const told = async () => [
      await cards.renew(former!, LEASE_MS, after(LEASE_MS)),
      await cards.keep(former!, { messageId: 'other' }),
      await cards.shown(former!, shownAs('former')),
      await cards.postpone(former!, after(900_000)),
    ];
    const refused = [false, false, false, false];
    const tries = async () => {
      await cards.queue(former!, after(900_000));
      await cards.abandon(former!, null);
      return told();
    };
    expect(await tries()).toEqual(refused);
    expect(await rowOf(job)).toEqual(untouched);
    expect(await cards.shown(holder!, shownAs('holder'))).toBe(true);
    const done = await rowOf(job);
    expect(await tries()).toEqual(refused);
    expect(await rowOf(job)).toEqual(done);
    // Nor when it is held again: each who takes a card is another.
    await cards.take(job, LEASE_MS, after(LEASE_MS));
    expect(await tries()).toEqual(refused);
  });

  it('makes it due where it may have had the last word', async () => {
    const chat = freshChat();
    const job = await aCard(chat);
    const [holder] = await cards.claim([chat], 9, LEASE_MS, after(0));
    await cards.doubt(job, after(1_000));
    expect(await cards.claim([chat], 9, LEASE_MS, after(1_000))).toEqual([]);
    await cards.shown(holder!, shownAs('a'));
    expect(await cards.claim([chat], 9, LEASE_MS, after(1_000))).toMatchObject([{ shown: null }]);
  });
});

it('finds the messages of many jobs', async () => {
  const chat = freshChat();
  const made = await Promise.all(
    ['x', 'y'].map((messageId) => aCard(chat, { message: { messageId } })),
  );
  const messages = await cards.messageOf(made);
  expect(made.map((it) => messages.get(it.jobId))).toEqual([
    { messageId: 'x' },
    { messageId: 'y' },
  ]);
  expect(await cards.messageOf([])).toEqual(new Map());
});
