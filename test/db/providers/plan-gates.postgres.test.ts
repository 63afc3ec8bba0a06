import { describe, expect, it } from 'vitest';
import { createPostgresPlanGates } from '../../../src/db/providers/plan-gates.ts';
import { after, START } from '../../support/builders.ts';
import { databaseOfFile } from '../../support/database/database.ts';

const database = databaseOfFile();

const DAY = 24 * 60 * 60_000;
const gate = (model: string) => ({
  provider: 'a',
  keyHash: 'key',
  model,
  plan: 'pro',
  demands: { seconds: 8, 'last-frame': true } as const,
});

describe('a plan gate', () => {
  it('is known to everybody until its time is over, and not a moment longer', async () => {
    const met = gate('until');
    await createPostgresPlanGates(database.sql).remember(met, after(DAY), START);
    const others = createPostgresPlanGates(database.connect(1));
    expect(await others.inForce(after(DAY - 1))).toContainEqual(met);
    expect(await others.inForce(after(DAY))).not.toContainEqual(met);
  });

  it('is news to one of many that meet it', async () => {
    const all = Array.from({ length: 8 }, () => createPostgresPlanGates(database.connect(1)));
    const remembered = () =>
      Promise.all(all.map((it) => it.remember(gate('news'), after(DAY), START)));
    expect((await remembered()).filter((it) => it)).toHaveLength(1);
    expect(await remembered()).not.toContain(true);
    const [it] = all;
    const own = { ...gate('news'), keyHash: 'another key' };
    expect(await it?.remember(own, after(DAY), START)).toBe(true);
  });

  it('is one with what it asks in any order, and is forgotten after a month', async () => {
    const gates = createPostgresPlanGates(database.sql);
    const demands = { 'last-frame': true, seconds: 8 } as const;
    expect(await gates.remember(gate('order'), after(DAY), START)).toBe(true);
    expect(await gates.remember({ ...gate('order'), demands }, after(DAY), START)).toBe(false);
    const later = after(40 * DAY);
    expect(await gates.remember(gate('order'), later, later)).toBe(true);
  });

  it('that cannot be read hides no other', async () => {
    const gates = createPostgresPlanGates(database.sql);
    await gates.remember(gate('readable'), after(DAY), START);
    await database.sql`
      insert into plan_gates (provider, key_hash, model, demands, until)
      values ('a', 'key', 'strange', '{"seconds": [1]}', ${after(DAY)})`;
    const models = (await gates.inForce(START)).map((it) => it.model);
    expect(models).toContain('readable');
    expect(models).not.toContain('strange');
  });
});
