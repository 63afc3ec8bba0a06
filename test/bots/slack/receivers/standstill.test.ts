import { describe, expect, it } from 'vitest';
import { watchStandstill } from '../../../../src/bots/slack/receivers/standstill.ts';

describe('a standstill', () => {
  it('is none while the beats come, or come a little late', () => {
    const time = { now: 0 };
    using watch = watchStandstill(() => time.now);
    for (const ms of [0, 250, 300, 450]) {
      time.now += ms;
      expect(watch.stoodMs()).toBe(0);
    }
  });

  it('is told with what is read right after it, and not for long', () => {
    const time = { now: 0 };
    using watch = watchStandstill(() => time.now);
    time.now = 3_300;
    expect(watch.stoodMs()).toBe(3_050);
    time.now += 400;
    expect(watch.stoodMs()).toBe(3_050);
    time.now += 200;
    expect(watch.stoodMs()).toBe(0);
  });
});
