import { setTimeout } from 'node:timers/promises';
import { isConnectionTrouble } from '../connection/trouble.ts';
import { takeLock } from '../connection/embedded-lock.ts';
import type { EmbeddedLock } from '../connection/embedded-lock.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { DatabaseRefused } from './database-refused.ts';

/** The embedded server of a folder, for this process alone; it stops with it. */
export interface OwnPostgres extends AsyncDisposable {
  readonly url: string;
  /** Starts it again if it is not running any more; false where it is. */
  revive(): Promise<boolean>;
}

/** The server takes a moment to notice that a process which had it was killed. */
const LOCKED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 200;

/**
 * Starts the server of a folder, or takes over one that outlived its process.
 * @throws {DatabaseRefused} another process has it, or it cannot run here
 */
export async function openOwnPostgres(folder: string, stop: AbortSignal): Promise<OwnPostgres> {
  const { embedded, ...locked } = await startLocked(folder, stop);
  let { lock } = locked;
  // A process that ends in any way of its own takes it along.
  const letGo = () => {
    if (lock.held()) embedded.letGo();
  };
  process.once('exit', letGo);

  async function lockAgain(): Promise<void> {
    if (lock.held()) return;
    const taken = await takeLock(embedded.url);
    if (taken === null) throw usedByAnother(folder);
    lock = taken;
  }

  return {
    url: embedded.url,
    async revive() {
      const revived = await embedded.revive();
      await lockAgain();
      return revived;
    },
    async [Symbol.asyncDispose]() {
      process.off('exit', letGo);
      // Held until it has stopped: whoever waits for it starts one of their own.
      const ours = await lockAgain().then(
        () => true,
        () => false,
      );
      if (ours) await embedded.stop();
      lock.release();
    },
  };
}

async function startLocked(
  folder: string,
  stop: AbortSignal,
): Promise<{ readonly embedded: EmbeddedPostgres; readonly lock: EmbeddedLock }> {
  const until = performance.now() + LOCKED_WITHIN_MS;
  for (;;) {
    const embedded = await startEmbeddedPostgres({ folder });
    try {
      const lock = await takeLock(embedded.url);
      if (lock !== null) return { embedded, lock };
      if (performance.now() > until) throw usedByAnother(folder);
    } catch (error) {
      // It is on its way out, or up: another process stops or starts it.
      if (!isConnectionTrouble(error) || performance.now() > until) throw error;
    }
    await setTimeout(LOOK_EVERY_MS, null, { signal: stop }).catch(() => null);
    stop.throwIfAborted();
  }
}

function usedByAnother(folder: string): DatabaseRefused {
  return new DatabaseRefused(
    `is not set, and another process already runs the Postgres in ${folder}`,
    'Stop that process, set DATA_DIR to another folder, or DATABASE_URL to a Postgres for both.',
  );
}
