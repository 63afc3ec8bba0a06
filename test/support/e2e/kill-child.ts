import { appendFileSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { openService } from '../../../src/service.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';
import { connect } from '../database/sql.ts';
import { atBoundaries, SAME } from './boundaries.ts';
import type { Boundary } from './boundaries.ts';
import { skippingClock } from './clock.ts';
import { skipIdleTime, watchActivity } from './skip-idle-time.ts';
import { borrowedDecoder } from './lent-decoder.ts';

/** A moment between two writes or calls: the nth that is told in these words. */
export interface KillAt {
  readonly boundary: string;
  readonly nth: number;
}

/** What the parent gives as the only argument, in JSON. */
export interface KillOrder {
  readonly environment: Readonly<Record<string, string>>;
  readonly clockOffsetMs: number;
  readonly clockSpeed: number;
  readonly inFlight: number;
  /** Null: it lives. */
  readonly killAt: KillAt | null;
  /** What is reached is written here, the moment of death too. */
  readonly trace: string;
}

/** To the parent: listening; wants time to pass; came to rest without reaching the moment. */
export type KillReport = { readonly kind: 'ready' | 'rest' } | { readonly skipTo: number };
/** From the parent: time has passed. */
export interface Skipped {
  readonly skippedTo: number;
}

const order = JSON.parse(process.argv[2] ?? '') as KillOrder;
const tell = (report: KillReport) => process.send?.(report);

const clock = skippingClock(order.clockSpeed, order.clockOffsetMs);
const activity = watchActivity();
const begun = new AbortController();
let left = order.killAt?.nth ?? Infinity;
function reached(boundary: Boundary, moment: 'new' | 'again'): void {
  // A job's life begins with its request: what the service does for itself comes before.
  if (boundary.endsWith('inbox.keep')) begun.abort();
  if (!begun.signal.aborted) return;
  appendFileSync(order.trace, `${moment === 'again' ? SAME : ''}${boundary}\n`);
  if (boundary !== order.killAt?.boundary) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGKILL');
});
await openService({
  environment: order.environment,
  clock,
  logger: createLogger({
    level: process.env.E2E_LOG ?? 'silent',
    secrets: [],
    write: (line) => process.stderr.write(line),
  }),
  decoder: borrowedDecoder(),
  wrap: (core) => atBoundaries(activity.wrap(core), reached),
});
const hurrying = skipIdleTime({
  sql: connect(order.environment.DATABASE_URL ?? '', { connections: 1 }),
  clock,
  busy: activity.busy,
  inFlight: order.inFlight,
  skipTo(moment) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const listener = (message: object) => {
      if (!isSkipped(message)) return;
      process.off('message', listener);
      clock.skipTo(new Date(message.skippedTo));
      resolve(undefined);
    };
    process.on('message', listener);
    tell({ skipTo: moment.getTime() });
    return promise;
  },
});
// Written at the end of a process, which this one may not have.
flushCompileCache();
tell({ kind: 'ready' });
// Before that life there is nothing to rest from.
while (!begun.signal.aborted) await hurrying.atRest();
await hurrying.atRest();
tell({ kind: 'rest' });

function isSkipped(message: object): message is Skipped {
  return 'skippedTo' in message;
}
