import { describe, expect, it } from 'vitest';
import { ConnectionTrouble } from '../../../src/db/connection/trouble.ts';
import { diagnoseEmbedded } from '../../../src/db/connection/diagnose-database.ts';
import { DatabaseRefused } from '../../../src/db/server/database-refused.ts';
import { watchDatabase } from '../../../src/db/server/watch-database.ts';
import { silent } from '../../support/core.ts';

const AWAY = new ConnectionTrouble('ECONNREFUSED', 'connect ECONNREFUSED');

/** What is said of a database that is looked at so often, and is away while that is said here. */
async function watched(
  looks: number,
  isAway: (look: number) => boolean,
  revive: ((look: number) => Promise<boolean>) | null = null,
) {
  const lines: string[] = [];
  const write = (facts: object, words: string) =>
    void lines.push(`${look}: ${words}${'reason' in facts ? ` (${String(facts.reason)})` : ''}`);
  const stop = new AbortController();
  let look = 0;
  await watchDatabase(
    {
      troubleNow: () => Promise.resolve(isAway(look) ? AWAY : null),
      revive: revive === null ? null : () => revive(look),
      explain: (error) => Promise.resolve(diagnoseEmbedded(error, '/data/postgres')),
      clock: {
        sleep() {
          look += 1;
          if (look > looks) stop.abort();
          return Promise.resolve();
        },
      },
      logger: { ...silent, info: write, warn: write, error: write },
    },
    stop.signal,
  );
  return lines;
}

describe('the watch over a database', () => {
  it('says nothing while it answers', async () => {
    expect(await watched(20, () => false)).toEqual([]);
  });

  it('says that it is away at growing intervals, and once that it is back', async () => {
    const lines = await watched(70, (look) => look >= 3 && look < 40);
    expect(lines.map((it) => it.replace(/ \(.*/, ''))).toEqual([
      ...[3, 4, 6, 10, 18, 34].map((it) => `${it}: database does not answer`),
      '40: database answers again',
    ]);
  });

  it('says so every ten minutes at least, and begins anew with the next time', async () => {
    const lines = await watched(1_000, (look) => look !== 900);
    const at = lines.map((it) => Number(it.split(':')[0]));
    expect(at.slice(0, 11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 248, 368, 488]);
    expect(at.slice(-8)).toEqual([900, 901, 902, 904, 908, 916, 932, 964]);
  });

  it('starts our own server again, and says so only then', async () => {
    const crashed = new Set([2]);
    const revive = (look: number) => Promise.resolve(crashed.has(look));
    expect(await watched(5, (look) => look === 2, revive)).toEqual([
      '2: embedded Postgres started again',
    ]);
    // It runs, and is too busy to answer.
    expect(
      await watched(
        3,
        (look) => look === 2,
        () => Promise.resolve(false),
      ),
    ).toEqual([
      '2: database does not answer (the Postgres in /data/postgres does not answer (ECONNREFUSED))',
      '3: database answers again',
    ]);
  });

  it('says why our own server does not start again', async () => {
    const full = Object.assign(new Error('could not write'), { code: 'ENOSPC' });
    const [line] = await watched(
      1,
      () => true,
      () => Promise.reject(full),
    );
    expect(line).toContain('the disk of /data/postgres is full (ENOSPC)');
    const refused = new DatabaseRefused('is not set, and it did not start: PANIC', 'See the log.');
    const [told] = await watched(
      1,
      () => true,
      () => Promise.reject(refused),
    );
    expect(told).toContain('DATABASE_URL is not set, and it did not start: PANIC');
  });
});
