import type { Clock } from '../core/shared/ports/clock.ts';
import type { Logger } from '../core/shared/ports/logger.ts';
import { isConnectionTrouble } from '../db/connection/trouble.ts';

interface Outage {
  readonly kind: 'database' | 'disk';
  /** What is told instead of the error, where that is not for an operator. */
  readonly told: { readonly reason: string; readonly fix: string } | null;
}

interface Episode {
  /** When it was last met, and last told of. */
  metAt: number;
  toldAt: number;
  /** How long it is passed over after it was told. */
  quietMs: number;
}

const FIRST_QUIET_MS = 10_000;
const LONGEST_QUIET_MS = 600_000;

/**
 * What every part of the service meets at once while the database is away or the disk is full is
 * one line, again at growing intervals; the rest of them is for whoever wants to know everything.
 */
export function foldOutages(logger: Logger, clock: Pick<Clock, 'now'>): Logger {
  const episodes = new Map<Outage['kind'], Episode>();

  /** Whether it is to be told now. */
  function isDue({ kind }: Outage): boolean {
    const now = clock.now().getTime();
    const episode = episodes.get(kind);
    // Not met for longer than it was last passed over, it is another one.
    if (episode === undefined || now - episode.metAt > episode.quietMs) {
      episodes.set(kind, { metAt: now, toldAt: now, quietMs: FIRST_QUIET_MS });
      return true;
    }
    episode.metAt = now;
    if (now - episode.toldAt < episode.quietMs) return false;
    episode.toldAt = now;
    episode.quietMs = Math.min(episode.quietMs * 2, LONGEST_QUIET_MS);
    return true;
  }

  function folding(level: 'warn' | 'error') {
    return (facts: object, words: string): void => {
      const outage = 'err' in facts ? outageOf(facts.err) : null;
      if (outage === null) logger[level](facts, words);
      else if (!isDue(outage)) logger.debug(facts, words);
      else if (outage.told === null) logger[level](facts, words);
      else logger[level]({ ...facts, err: undefined, ...outage.told }, words);
    };
  }

  return {
    debug: (facts, words) => {
      logger.debug(facts, words);
    },
    info: (facts, words) => {
      logger.info(facts, words);
    },
    warn: folding('warn'),
    error: folding('error'),
  };
}

/** No space, or no more for this user; the last is Postgres' word for it. */
const NO_SPACE: readonly unknown[] = ['ENOSPC', 'EDQUOT', '53100'];

function outageOf(error: unknown): Outage | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isConnectionTrouble(at)) return { kind: 'database', told: null };
    if (!('code' in at) || !NO_SPACE.includes(at.code)) continue;
    const reason = `${at.code === '53100' ? "the database's disk" : 'the disk'} is full (${String(at.code)})`;
    const fix = 'Free some space; what waits then goes on by itself';
    return { kind: 'disk', told: { reason, fix } };
  }
  return null;
}
