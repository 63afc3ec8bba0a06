import type { Core } from '../../../src/core/core.ts';
import { throughPorts } from './harness/ports.ts';

/**
 * Take what is due, if anything is: only a claim that got something belongs to a job's life, and
 * that is known after it.
 */
const CLAIMS: ReadonlySet<string> = new Set([
  ...['jobs.claim', 'jobs.admit', 'cards.claim', 'asks.claim'],
]);

/** Everything that writes, or calls somebody outside. */
const WRITES: ReadonlySet<string> = new Set([
  ...['asks.keep', 'asks.answered', 'jobs.accept', 'jobs.save', 'jobs.postpone', 'jobs.hasten'],
  ...[
    'cards.take',
    'cards.keep',
    'cards.shown',
    'cards.renew',
    'cards.postpone',
    'cards.abandon',
    'cards.rebind',
  ],
  ...['gate.book', 'gate.pause', 'provider.start', 'provider.check'],
  ...['platform.show', 'platform.say', 'platform.uploadLimit'],
  ...['media.takeInImage', 'media.collectVideo', 'media.fit', 'media.open'],
]);

/** Marks a line of a trace that is the same moment as the line before it. */
export const SAME = '= ';

/** A request comes from outside, whatever the service has just done for itself. */
const AFTER_SOMETHING_ELSE = 'before asks.keep';
/** What the bot does besides these: it acknowledges a request once it is kept. */
const BEFORE_SOMETHING_ELSE = 'after asks.keep';

/**
 * Tells of every moment before and after a write or call. `again` is a moment that was told
 * already: where nothing comes between, the moment before a call is the one after the last.
 */
export function atBoundaries(
  core: Core,
  reached: (boundary: string, moment: 'new' | 'again') => void,
): Core {
  let last = '';
  const tell = (boundary: string) => {
    const same =
      boundary.startsWith('before') &&
      boundary !== AFTER_SOMETHING_ELSE &&
      last.startsWith('after') &&
      last !== BEFORE_SOMETHING_ELSE;
    last = boundary;
    reached(boundary, same ? 'again' : 'new');
  };
  /** What dies in it rejects, as every call that writes does, and does not throw at once. */
  async function told(name: string, args: readonly unknown[], call: () => unknown) {
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

function wordsFor(name: string, args: readonly unknown[]): string {
  const [first, second] = args as readonly {
    readonly next?: { readonly status: string };
    readonly view?: { readonly status: string };
  }[];
  if (name === 'jobs.save') return `${name} ${String(first?.next?.status)}`;
  if (name === 'platform.show') return `${name} ${String(second?.view?.status)}`;
  return name;
}
