import type { Adapters } from '../../src/lifecycle/adapters.ts';
import { createWorker, WORKER_DEFAULTS } from '../../src/core/worker/worker.ts';
import type { Sql } from '../../test/support/database/sql.ts';
import { benchCore, PROVIDER } from '../core.ts';
import { AGAIN_MS, BATCH } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { makeRowsDue } from './make-due.ts';

/**
 * All that a check costs in this service but for the provider's network: the worker as it runs,
 * with admission, every lane, cards and unanswered requests, a status call for fifty renders each,
 * and what is concluded from the answers.
 */
export function ourWorker(sql: Sql): Contestant {
  let left = 0;
  let over = Promise.withResolvers<undefined>();
  const core = benchCore(sql, {
    checkEveryMs: AGAIN_MS,
    checked(renders) {
      left -= renders;
      if (left <= 0) over.resolve(undefined);
    },
  });
  const worker = createWorker(core, { resume: () => Promise.resolve() }, WORKER_DEFAULTS);
  return {
    name: 'our worker',
    async makeDue(count) {
      await makeRowsDue(sql, 'schedule', 'due_at', count);
      left = count;
    },
    async drain() {
      const due = left;
      over = Promise.withResolvers();
      const stop = new AbortController();
      const running = worker.run(stop.signal);
      await over.promise;
      stop.abort();
      await running;
      return { checked: due - left, startUpMs: 0 };
    },
  };
}

/** The part of it that is our claim alone: every lane at once, with what the provider must be told. */
export function ourClaim(sql: Sql): Contestant {
  const core: Adapters = benchCore(sql, { checkEveryMs: AGAIN_MS });
  const draft = {
    lane: 'check',
    provider: PROVIDER,
    limit: BATCH,
    intervalsMs: [AGAIN_MS],
  } as const;
  return {
    name: 'our claim',
    makeDue: (count) => makeRowsDue(sql, 'schedule', 'due_at', count),
    async drain() {
      let checked = 0;
      for (;;) {
        const claimed = await core.schedule.claim([draft], core.clock.now());
        if (claimed.length === 0) return { checked, startUpMs: 0 };
        checked += claimed.length;
      }
    },
  };
}
