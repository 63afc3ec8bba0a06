import { describe, expect, it } from 'vitest';
import { createScaledClock } from '../../sandbox/shared/scaled-clock.ts';

const forever = new AbortController().signal;

describe('a clock that can run faster', () => {
  it('wakes those who sleep already sooner, and not before their time', async () => {
    const clock = createScaledClock();
    const began = clock.now().getTime();
    const woken = clock.sleep(60_000, forever).then(() => clock.now().getTime());
    clock.runAt(1_000);
    expect((await woken) - began).toBeGreaterThanOrEqual(60_000);
  });

  it('goes on from the time that it has', () => {
    const clock = createScaledClock();
    const before = clock.now().getTime();
    clock.runAt(10);
    expect(clock.now().getTime() - before).toBeLessThan(1_000);
    clock.runAt(1);
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
  });

  it('wakes those who are called off', async () => {
    const clock = createScaledClock();
    const off = new AbortController();
    const slept = clock.sleep(60_000, off.signal);
    off.abort();
    await expect(slept).resolves.toBeUndefined();
    await clock.sleep(60_000, off.signal);
  });
});
