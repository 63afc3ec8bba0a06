import { setTimeout as delay } from 'node:timers/promises';
import type { Installations, PlatformSurroundings } from '../../src/bots/shared/define-platform.ts';
import { silent } from './core.ts';

/** Installations in memory; changes to one take turns, as they do over a database. */
export function createFakeInstallations(): Installations & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const turns = new Map<string, Promise<unknown>>();
  return {
    kept,
    find: (id) => Promise.resolve(kept.get(id) ?? null),
    ids: () => Promise.resolve([...kept.keys()].toSorted()),
    change(id, change) {
      const before = turns.get(id) ?? Promise.resolve();
      const turn = before
        .catch(() => undefined)
        .then(async () => {
          const after = await change(kept.get(id) ?? null);
          if (after === null) kept.delete(id);
          else kept.set(id, after);
          return after;
        });
      turns.set(id, turn);
      return turn;
    },
  };
}

/** What a platform gets from the service, without a database. */
export function someSurroundings(over: Partial<PlatformSurroundings> = {}): PlatformSurroundings {
  const registrations = new Map<string, string>();
  const installations = createFakeInstallations();
  return {
    clock: {
      now: () => new Date(),
      sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
    },
    logger: silent,
    registrations: {
      read: (key) => Promise.resolve(registrations.get(key) ?? null),
      write(key, value) {
        registrations.set(key, value);
        return Promise.resolve();
      },
    },
    installationsOf: () => installations,
    publicUrl: null,
    secret: () => 'a secret that nobody else knows of, long enough',
    ...over,
  };
}
