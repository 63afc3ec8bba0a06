import { describe, expect, it } from 'vitest';
import { createTtlCache, createTtlMap } from '../../../src/bots/shared/ttl-cache.ts';

/** A clock that is set by hand. */
function aClock() {
  let ms = 0;
  return {
    now: () => new Date(ms),
    skip: (more: number) => {
      ms += more;
    },
  };
}

describe('what is known for a while', () => {
  it('is forgotten after it, and not a moment before', () => {
    const clock = aClock();
    const known = createTtlMap<number>({ clock, freshMs: 100, most: 10 });
    known.set('a', 1);
    clock.skip(99);
    expect(known.get('a')).toBe(1);
    clock.skip(1);
    expect(known.get('a')).toBeNull();
  });

  it('gives way to newer, the oldest first', () => {
    const known = createTtlMap<number>({ clock: aClock(), freshMs: 100, most: 2 });
    known.set('a', 1);
    known.set('b', 2);
    known.set('a', 3);
    known.set('c', 4);
    expect(['a', 'b', 'c'].map((it) => known.get(it))).toEqual([3, null, 4]);
  });

  it('is asked for once by all who ask at the same time, and again where there was no answer', async () => {
    const known = createTtlCache<string>({ clock: aClock(), freshMs: 100, most: 10 });
    const answers = [Promise.reject(new Error('no answer')), Promise.resolve('yes')];
    const ask = () => answers.shift() ?? Promise.resolve('asked too often');
    const [first, second] = [known.get('a', ask), known.get('a', ask)];
    await expect(first).rejects.toThrow('no answer');
    await expect(second).rejects.toThrow('no answer');
    expect(await known.get('a', ask)).toBe('yes');
    expect(await known.get('a', ask)).toBe('yes');
  });
});
