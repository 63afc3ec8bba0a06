import { beforeAll, describe, expect, it } from 'vitest';
import type { EditBudgets, Urgency } from '../../../src/core/chat/ports/edit-budgets.ts';
import { createPostgresEditBudgets } from '../../../src/db/cards/edit-budgets.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();
let budgets: EditBudgets;
beforeAll(() => {
  budgets = createPostgresEditBudgets(database.sql);
});

let keys = 0;
const aBudget = () => {
  keys += 1;
  return { key: `team-${keys}`, perMinute: 40 };
};

async function takeMany(
  budget: ReturnType<typeof aBudget>,
  urgency: Urgency,
  now: Date,
  most = 100,
): Promise<number> {
  for (let taken = 0; taken < most; taken += 1) {
    if ((await budgets.take('chat', budget, urgency, now)) !== null) return taken;
  }
  return most;
}

describe('edits', () => {
  it('are at most half a minute’s at once', async () => {
    expect(await takeMany(aBudget(), 'ending', START)).toBe(20);
  });

  it('leave room for those that matter more', async () => {
    const budget = aBudget();
    expect(await takeMany(budget, 'progress', START)).toBe(5);
    expect(await takeMany(budget, 'step', START)).toBe(5);
    expect(await takeMany(budget, 'ending', START)).toBe(10);
  });

  it('are told when there will be room, and there is', async () => {
    const budget = aBudget();
    await takeMany(budget, 'ending', START);
    for (const urgency of ['ending', 'step', 'progress'] as const) {
      const at = await budgets.take('chat', budget, urgency, after(1));
      if (at === null) throw new Error('There was room');
      expect(at.getTime()).toBeGreaterThan(after(1).getTime());
      expect(await budgets.take('chat', budget, urgency, at)).toBeNull();
    }
  });

  it('are never more than the budget in any minute, whatever is asked for', async () => {
    const budget = aBudget();
    const taken: number[] = [];
    for (let ms = 0; ms < 300_000; ms += 500) {
      const urgency = (['ending', 'step', 'progress'] as const)[(ms / 500) % 3] ?? 'step';
      if ((await budgets.take('chat', budget, urgency, after(ms))) === null) taken.push(ms);
    }
    for (const from of taken) {
      expect(taken.filter((it) => it >= from && it < from + 60_000).length).toBeLessThanOrEqual(40);
    }
    expect(taken.length).toBeGreaterThan(90);
  });

  it('are counted over all processes', async () => {
    const budget = aBudget();
    const workers = [1, 2, 3, 4].map(() => createPostgresEditBudgets(database.connect(2)));
    const calls = Array.from({ length: 15 }, () =>
      workers.map((it) => it.take('chat', budget, 'ending', START)),
    );
    const answers = await Promise.all(calls.flat());
    expect(answers.filter((it) => it === null)).toHaveLength(20);
  });

  it('of one chat or key do not count for another', async () => {
    const budget = aBudget();
    await takeMany(budget, 'ending', START);
    expect(await budgets.take('other', budget, 'ending', START)).toBeNull();
    expect(await budgets.take('chat', aBudget(), 'ending', START)).toBeNull();
  });

  it('grow back with time only forwards', async () => {
    const budget = aBudget();
    await takeMany(budget, 'ending', after(60_000));
    expect(await budgets.take('chat', budget, 'ending', START)).not.toBeNull();
    expect(await takeMany(budget, 'ending', after(120_000))).toBe(20);
  });
});
