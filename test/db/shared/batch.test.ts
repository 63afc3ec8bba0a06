import { describe, expect, it } from 'vitest';
import { createBatcher } from '../../../src/db/shared/batch.ts';

class Unwritable extends Error {}

interface Watched {
  readonly groups: (readonly number[])[];
  readonly call: (input: number) => Promise<string>;
  /** Lets the group that is being written go on. */
  readonly release: () => void;
}

function watched(options: { readonly most?: number; readonly held?: boolean } = {}): Watched {
  const groups: (readonly number[])[] = [];
  let release: () => void = () => undefined;
  const call = createBatcher<number, string>({
    most: options.most ?? 100,
    isolateOn: (error) => error instanceof Unwritable,
    async run(inputs) {
      groups.push(inputs);
      if (options.held === true) {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }
      if (inputs.includes(-1)) throw new Error('the database is away');
      if (inputs.includes(13)) throw new Unwritable('13 cannot be written');
      return inputs.filter((it) => it !== 99).map((it) => `written ${it}`);
    },
  });
  return {
    groups,
    call,
    release: () => {
      release();
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('calls in a batch', () => {
  it('of one moment go together and are answered in order', async () => {
    const { groups, call } = watched();
    const answers = await Promise.all([1, 2, 3].map(call));
    expect(answers).toEqual(['written 1', 'written 2', 'written 3']);
    expect(groups).toEqual([[1, 2, 3]]);
  });

  it('wait for those before them and then go together', async () => {
    const { groups, call, release } = watched({ held: true });
    const first = call(1);
    await turn();
    await turn();
    const later = [call(2), call(3)];
    await turn();
    expect(groups).toEqual([[1]]);
    release();
    await first;
    await turn();
    release();
    expect(await Promise.all(later)).toEqual(['written 2', 'written 3']);
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('are never more than is allowed', async () => {
    const { groups, call } = watched({ most: 2 });
    await Promise.all([1, 2, 3, 4, 5].map(call));
    expect(groups).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('begin again after a rest', async () => {
    const { groups, call } = watched();
    await call(1);
    await turn();
    await call(2);
    expect(groups).toEqual([[1], [2]]);
  });

  it('all fail when the database is away, and once', async () => {
    const { groups, call } = watched();
    const outcomes = await Promise.allSettled([1, -1, 3].map(call));
    expect(outcomes.map((it) => it.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(groups).toHaveLength(1);
    expect(await call(4)).toBe('written 4');
  });

  it('do not fail for one among them that cannot be written', async () => {
    const { groups, call } = watched();
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    const outcomes = await Promise.allSettled(numbers.map(call));
    const failed = numbers.filter((it) => outcomes[it]?.status === 'rejected');
    expect(failed).toEqual([13]);
    expect(outcomes[19]).toMatchObject({ value: 'written 19' });
    // Halved again and again, not written one by one.
    expect(groups.length).toBeLessThan(12);
  });

  it('fail alone when no answer was given to them', async () => {
    const { call } = watched();
    await expect(call(99)).rejects.toThrow('fewer');
  });
});
