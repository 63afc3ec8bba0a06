import { setTimeout as delay } from 'node:timers/promises';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Inbox } from '../../../src/core/chat/ports/inbox.ts';
import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { WORKER_DEFAULTS } from '../../../src/core/worker/worker.ts';
import type { Sql } from '../database/sql.ts';
import { isConnectionTrouble } from '../../../src/db/connection/trouble.ts';
import type { SkippingClock } from './clock.ts';
import { throughPorts } from './harness/ports.ts';
import type { PortCall } from './harness/ports.ts';
import { patience } from '../patience.ts';

/** Whether a service works at something at this moment: a port call, or a request it has taken. */
export interface Activity {
  readonly wrap: (core: Adapters) => Adapters;
  readonly busy: () => boolean;
}

type Claimed = Awaited<ReturnType<Inbox['claim']>>;

/** A request that its process does not answer, because nobody could see it, is waited for no longer. */
const ANSWERING_MS = 3_000;

export function watchActivity(): Activity {
  const answering = new Map<string, number>();
  let calls = 0;

  function record(name: PortCall, args: readonly unknown[], result: unknown): void {
    const [first] = args;
    if (name === 'inbox.keep' && result === true) begin(first as Interaction);
    if (name === 'inbox.claim') for (const { interaction } of result as Claimed) begin(interaction);
    if (name === 'inbox.answered') answering.delete((first as Interaction).key);
  }
  function begin(interaction: Interaction): void {
    answering.set(interaction.key, performance.now() + ANSWERING_MS);
  }

  return {
    wrap: (core) =>
      throughPorts(core, (name, args, call) => {
        const result = call();
        if (!(result instanceof Promise)) return result;
        calls += 1;
        return result
          .then((value: unknown) => {
            record(name, args, value);
            return value;
          })
          .finally(() => {
            calls -= 1;
          });
      }),
    busy: () => calls > 0 || [...answering.values()].some((until) => performance.now() < until),
  };
}

export interface SkipIdleTime {
  /** Resolves once nothing is due, now or later, and nobody works at anything. */
  readonly atRest: (timeoutMs?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const LOOK_MS = 3;
/** Where a look found nothing to skip, somebody is about to take what is due: they need the processor. */
const UNSKIPPED_MS = 10;
/** Who sleeps so long looks now and then at chats or at what is old: nobody waits for that. */
const WATCH_MS = 60_000;
/** Nobody sleeps longer in the middle of a step. */
const STEP_MS = 5 * 60_000;
/** Looks in a row at which nobody must be busy: an answer may still be on its way to somebody. */
const QUIET_LOOKS = 2;

/** Skips all time in which nothing is to be done, until it is stopped. */
export function skipIdleTime(options: {
  readonly sql: Sql;
  readonly clock: SkippingClock;
  readonly busy: () => boolean;
  /** Renders at the provider at one time; beyond that the line does not move. */
  readonly inFlight: number;
  readonly skipTo: (moment: Date) => Promise<void>;
}): SkipIdleTime {
  const { sql, clock, busy } = options;
  const resting = new Set<() => void>();
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;

  async function look(): Promise<Date | 'busy' | 'never'> {
    if (busy()) return 'busy';
    try {
      const due = await nextDue(sql, clock.now(), options.inFlight);
      return busy() ? 'busy' : (due ?? 'never');
    } catch (error) {
      // On a machine that is busy with other work a connection may not come in time.
      if (isConnectionTrouble(error)) return 'busy';
      throw error;
    }
  }

  async function run(): Promise<void> {
    let quiet = 0;
    while (!stopped()) {
      await delay(LOOK_MS);
      quiet = busy() ? 0 : quiet + 1;
      if (quiet < QUIET_LOOKS) continue;
      quiet = 0;
      const due = await look();
      if (stopped()) return;
      if (due === 'busy') continue;
      if (due === 'never') for (const rest of [...resting]) rest();
      if (due === 'never' || !(await skipTowards(due))) await delay(UNSKIPPED_MS);
    }
  }

  /**
   * Not beyond the end of anybody's nap; what is due already waits for a worker's next tick.
   * @returns whether there was anything to skip
   */
  async function skipTowards(due: Date): Promise<boolean> {
    const now = clock.now();
    const late = due <= now;
    const wake = late ? clock.nextWake(0) : clock.nextWake(WORKER_DEFAULTS.tickMs, WATCH_MS);
    // What is due and not taken is being worked at, where no port is called: whoever sleeps for long
    // now, such as a sweep by the hour, is not who it waits for.
    if (late && (wake === null || wake.getTime() - now.getTime() > STEP_MS)) return false;
    const moment = wake !== null && (late || wake < due) ? wake : due;
    if (moment <= now) return false;
    await options.skipTo(moment);
    return true;
  }
  const done = run();

  return {
    async atRest(timeoutMs = patience(20_000)) {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const end = () => {
        resolve(undefined);
      };
      resting.add(end);
      const timer = setTimeout(() => {
        reject(new Error(`Not at rest after ${timeoutMs} ms`));
      }, timeoutMs);
      const ended = done.then(() => Promise.reject(new Error('Stopped before it was at rest')));
      try {
        await Promise.race([promise, ended]);
      } finally {
        clearTimeout(timer);
        resting.delete(end);
        ended.catch(() => undefined);
      }
    },
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** The next moment at which a worker finds something to do; null when it never will. */
async function nextDue(sql: Sql, now: Date, inFlight: number): Promise<Date | null> {
  const [row] = await sql<{ due: Date | null }[]>`
    select least(
      (select min(greatest(s.due_at, r.next_at)) from schedule s
        left join check_failures c on c.provider = s.provider
          and c.circuit_open_until is not null and c.failure <> 'renders-unknown'
        left join rate_limits r on r.provider = c.provider || ' probes'
          and s.lane in ('check', 'watch', 'find', 'confirm')
        where s.lane <> 'line'),
      (select min(greatest(s.due_at, h.circuit_open_until))
        from schedule s left join provider_health h using (provider)
        where s.lane = 'line' and (greatest(s.due_at, h.circuit_open_until) > ${now}
          or (select count(*) from schedule where lane in ('start', 'check', 'find')) < ${inFlight})),
      (select min(greatest(due_at, leased_until)) from cards where due_at is not null),
      (select min(due_at) from inbox)
    ) as due`;
  return row?.due ?? null;
}
