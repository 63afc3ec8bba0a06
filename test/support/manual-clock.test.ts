import { describe, expect, it } from 'vitest';
import { after, START } from './builders.ts';
import { createManualClock } from './manual-clock.ts';

const { signal } = new AbortController();

describe('the manual clock', () => {
  it('stands still until it is told to move', async () => {
    const clock = createManualClock();
    expect(clock.now()).toEqual(START);
    await clock.advance(1_500);
    expect(clock.now()).toEqual(after(1_500));
  });

  it('wakes sleepers in the order of their times, each at its own', async () => {
    const clock = createManualClock();
    const woken: [string, number][] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms, signal);
      woken.push([name, clock.now().getTime() - START.getTime()]);
    };
    const all = [sleeper('late', 300), sleeper('early', 100), sleeper('then', 200)];
    await clock.advance(250);
    expect(woken).toEqual([
      ['early', 100],
      ['then', 200],
    ]);
    await clock.advance(50);
    await Promise.all(all);
    expect(woken.at(-1)).toEqual(['late', 300]);
  });

  it('wakes one who falls asleep again on the way', async () => {
    const clock = createManualClock();
    let rounds = 0;
    void (async () => {
      for (; rounds < 10; rounds += 1) await clock.sleep(100, signal);
    })();
    await clock.advance(350);
    expect(rounds).toBe(3);
  });

  it('wakes at once who is called off, and does not let others sleep in the past', async () => {
    const clock = createManualClock();
    const off = new AbortController();
    const sleeping = clock.sleep(1_000, off.signal);
    expect(clock.sleepingMs).toEqual([1_000]);
    off.abort();
    await sleeping;
    await clock.sleep(0, signal);
    await clock.sleep(-5, signal);
    await clock.sleep(5, off.signal);
    expect(clock.sleepingMs).toEqual([]);
  });

  it('tells when somebody sleeps', async () => {
    const clock = createManualClock();
    const seen = clock.untilSleeping(70);
    const sleeping = clock.sleep(70, signal);
    await seen;
    await clock.untilSleeping(70);
    await clock.advance(70);
    await sleeping;
  });
});
