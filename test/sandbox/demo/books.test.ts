import { describe, expect, it } from 'vitest';
import { isBalanced, receiptOf } from '../../../sandbox/demo/books.ts';
import type { Balance, BookedJob, Books, Entry } from '../../../sandbox/demo/books.ts';

const JOB: BookedJob = { jobId: 'one', platform: 'discord', quote: 300, taskId: 'task' };
const OTHER: BookedJob = { jobId: 'other', platform: 'slack', quote: 200, taskId: null };

function entry({ jobId, platform }: BookedJob, kind: string, credits: number): Entry {
  const teamId = `team of ${platform}`;
  const personId = `person of ${platform}`;
  return { at: new Date(0), jobId, platform, teamId, personId, kind, credits };
}

function balance(platform: string, subject: string, over: Partial<Balance> = {}): Balance {
  return { teamId: `team of ${platform}`, subject, held: 0, charged: 0, ...over };
}

/** One video arrived, one was refused. */
const BOOKS: Books = {
  jobs: [JOB, OTHER],
  ledger: [
    ...[entry(JOB, 'hold', 300), entry(OTHER, 'hold', 200)],
    ...[entry(JOB, 'charge', 300), entry(OTHER, 'release', 200)],
  ],
  balances: [
    balance('discord', 'person of discord', { charged: 300 }),
    balance('discord', 'pool', { charged: 300 }),
    ...[balance('slack', 'person of slack'), balance('slack', 'pool')],
  ],
};

describe("the demo's books", () => {
  it('balance when all that was held was charged or returned', () => {
    expect(isBalanced(BOOKS)).toBe(true);
  });

  it.each<[string, Partial<Books>]>([
    ['something is held yet', { ledger: BOOKS.ledger.slice(0, 3) }],
    ['less was held than was quoted', { jobs: [{ ...JOB, quote: 301 }, OTHER] }],
    ['more was charged than was held', { ledger: [...BOOKS.ledger, entry(OTHER, 'charge', 1)] }],
    ['an entry has no job', { jobs: [JOB] }],
    [
      'a balance says something else',
      { balances: [balance('discord', 'person of discord', { charged: 299 })] },
    ],
    ['a balance holds something', { balances: [balance('slack', 'pool', { held: 1 })] }],
  ])('do not balance when %s', (_what, wrong) => {
    expect(isBalanced({ ...BOOKS, ...wrong })).toBe(false);
  });

  it('give a receipt for each job', () => {
    const charged = { quoted: 300, held: 300, charged: 300, released: 0, balance: 2700 };
    const returned = { quoted: 200, held: 200, charged: 0, released: 200, balance: 3000 };
    expect(receiptOf(BOOKS, JOB, 3000)).toEqual(charged);
    expect(receiptOf(BOOKS, OTHER, 3000)).toEqual(returned);
  });
});
