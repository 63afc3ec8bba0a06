import type { Adapters } from '../../../src/lifecycle/adapters.ts';
import { throughPorts } from './harness/ports.ts';
import type { PortCall } from './harness/ports.ts';

/**
 * Take what is due, if anything is: only a claim that got something belongs to a job's life, and
 * that is known after it.
 */
const CLAIMS: ReadonlySet<PortCall> = new Set([
  ...(['schedule.claim', 'queue.dequeue', 'cards.claim', 'inbox.claim'] as const),
]);

/** Everything that writes, or calls somebody outside. */
const WRITES: ReadonlySet<PortCall> = new Set([
  ...(['inbox.keep', 'inbox.answered', 'jobs.accept', 'jobs.save'] as const),
  ...(['schedule.postpone', 'schedule.makeDueNow'] as const),
  ...(['cards.take', 'cards.keep', 'cards.shown', 'cards.renew'] as const),
  ...(['cards.postpone', 'cards.abandon', 'cards.rebind', 'cards.doubt'] as const),
  ...(['rateLimiter.book', 'rateLimiter.pause', 'provider.start', 'provider.check'] as const),
  ...(['platform.show', 'platform.reply', 'platform.uploadLimit'] as const),
  ...(['media.ingestImage', 'media.collectVideo', 'media.fit', 'media.open'] as const),
]);

/** A moment before or after such a call, with what it was about where that is told. */
export type Boundary = `${'before' | 'after'} ${PortCall | `${PortCall} ${string}`}`;

/** Marks a line of a trace that is the same moment as the line before it. */
export const SAME = '= ';

/** A request comes from outside, whatever the service has just done for itself. */
const AFTER_SOMETHING_ELSE: Boundary = 'before inbox.keep';
/** What the bot does besides these: it acknowledges a request once it is kept. */
const BEFORE_SOMETHING_ELSE: Boundary = 'after inbox.keep';

/**
 * Tells of every moment before and after a write or call. `again` is a moment that was told
 * already: where nothing comes between, the moment before a call is the one after the last.
 */
export function atBoundaries(
  core: Adapters,
  reached: (boundary: Boundary, moment: 'new' | 'again') => void,
): Adapters {
  let last = '';
  const tell = (boundary: Boundary) => {
    const same =
      boundary.startsWith('before') &&
      boundary !== AFTER_SOMETHING_ELSE &&
      last.startsWith('after') &&
      last !== BEFORE_SOMETHING_ELSE;
    last = boundary;
    reached(boundary, same ? 'again' : 'new');
  };
  /** What dies in it rejects, as every call that writes does, and does not throw at once. */
  async function told(name: PortCall, args: readonly unknown[], call: () => unknown) {
    const claims = CLAIMS.has(name);
    const words = wordsFor(name, args);
    if (!claims) tell(`before ${words}`);
    const result = await call();
    if (!claims || gotSomething(result)) tell(`after ${words}`);
    return result;
  }
  return throughPorts(core, (name, args, call) =>
    CLAIMS.has(name) || WRITES.has(name) ? told(name, args, call) : call(),
  );
}

function gotSomething(result: unknown): boolean {
  return Array.isArray(result) ? result.length > 0 : result !== 0;
}

function wordsFor(name: PortCall, args: readonly unknown[]): PortCall | `${PortCall} ${string}` {
  const [first, second] = args as readonly {
    readonly next?: { readonly status: string };
    readonly view?: { readonly status: string };
  }[];
  if (name === 'jobs.save') return `${name} ${String(first?.next?.status)}`;
  if (name === 'platform.show') return `${name} ${String(second?.view?.status)}`;
  return name;
}
