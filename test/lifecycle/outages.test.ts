import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/core/shared/ports/logger.ts';
import { ConnectionTrouble } from '../../src/db/connection/trouble.ts';
import { foldOutages } from '../../src/lifecycle/outages.ts';

const AWAY = new ConnectionTrouble('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432');
const FULL = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
const FULL_THERE = Object.assign(new Error('could not extend file'), { code: '53100' });

function folded() {
  const lines: { level: string; words: string; facts: object }[] = [];
  const write = (level: string) => (facts: object, words: string) =>
    void lines.push({ level, words, facts });
  const base: Logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  let nowMs = 0;
  const logger = foldOutages(base, { now: () => new Date(nowMs) });
  return {
    logger,
    /** Moves the time on by so many seconds. */
    later: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
    told: () => lines.filter((it) => it.level !== 'debug').map((it) => it.words),
    lines,
  };
}

describe('an outage that every part of the service meets', () => {
  it('is one line, and the rest is kept for whoever wants everything', () => {
    const { logger, told, lines } = folded();
    for (const part of ['claim', 'sweep', 'answer']) logger.error({ err: AWAY }, `${part} failed`);
    expect(told()).toEqual(['claim failed']);
    expect(lines.map((it) => it.level)).toEqual(['error', 'debug', 'debug']);
  });

  it('is told again at growing intervals, ten minutes at most', () => {
    const { logger, told, later } = folded();
    const at: number[] = [];
    for (let second = 0; second < 3_600; second += 1) {
      const before = told().length;
      logger.error({ err: new Error('tick', { cause: AWAY }) }, 'tick failed');
      if (told().length > before) at.push(second);
      later(1);
    }
    expect(at).toEqual([0, 10, 30, 70, 150, 310, 630, 1_230, 1_830, 2_430, 3_030]);
  });

  it('is news when it comes back after a while', () => {
    const { logger, told, later } = folded();
    logger.error({ err: AWAY }, 'first');
    later(11);
    logger.error({ err: AWAY }, 'another');
    expect(told()).toEqual(['first', 'another']);
  });

  it('says of a full disk what to do, and not in the words of an exception', () => {
    const { logger, lines } = folded();
    logger.error({ job: 'j1', err: FULL }, 'video not saved');
    logger.warn({ err: new Error('statement', { cause: FULL_THERE }) }, 'tick failed');
    expect(lines[0]).toEqual({
      level: 'error',
      words: 'video not saved',
      facts: {
        job: 'j1',
        err: undefined,
        reason: 'the disk is full (ENOSPC)',
        fix: 'Free some space; what waits then goes on by itself',
      },
    });
    expect(lines[1]?.level).toBe('debug');
  });

  it('does not hide another one, nor anything else', () => {
    const { logger, told } = folded();
    logger.error({ err: AWAY }, 'database');
    logger.error({ err: FULL }, 'disk');
    logger.error({ err: new Error('a bug') }, 'bug');
    logger.error({ err: new Error('a bug') }, 'bug');
    logger.warn({}, 'no error in it');
    expect(told()).toEqual(['database', 'disk', 'bug', 'bug', 'no error in it']);
  });
});
