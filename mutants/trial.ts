import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Mutant, Verdict } from './mutant.ts';

/** A mutant whose tests take so many times what they take without it never ends. */
const TIMES_LONGER = 20;
const LEAST_MS = 30_000;
/** Then the process starts anew: what mutants left behind in it is gone. */
const MUTANTS_PER_PROCESS = 200;

export interface Trial extends AsyncDisposable {
  /**
   * Whether a test of its file turns red. Sees first that they are green without any.
   * @throws Error if they are not
   */
  readonly isNoticed: (mutant: Mutant) => Promise<boolean>;
}

/**
 * Tries one mutant after the other.
 * @param runFolder for what tests write; it has to outlive the trial
 */
export function openTrial(runFolder: string): Trial {
  let runner: Runner | null = null;
  let tried = 0;
  let file = '';
  let limitMs = 0;

  async function turnTo(next: string): Promise<void> {
    const began = performance.now();
    if (await ask(next, null)) {
      throw new Error(`Tests of ${next} are red without a mutant; \`npm test\` tells which`);
    }
    limitMs = Math.max(LEAST_MS, (performance.now() - began) * TIMES_LONGER);
    file = next;
  }

  async function ask(of: string, mutant: Mutant | null): Promise<boolean> {
    runner ??= await started(runFolder);
    const { child, ended } = runner;
    const timer = mutant === null ? undefined : setTimeout(kill, limitMs, child);
    const answer = once(child, 'message').then(([it]) => it as Verdict);
    child.send({ file: of, mutant });
    const verdict = await Promise.race([answer, ended]);
    clearTimeout(timer);
    if (verdict === null) await end();
    return verdict?.noticed ?? true;
  }

  async function end(): Promise<void> {
    const ending = runner;
    runner = null;
    tried = 0;
    if (ending === null) return;
    kill(ending.child);
    await ending.ended;
  }

  return {
    isNoticed: async (mutant) => {
      if (mutant.file !== file) await turnTo(mutant.file);
      if (tried >= MUTANTS_PER_PROCESS) await end();
      tried += 1;
      return await ask(mutant.file, mutant);
    },
    [Symbol.asyncDispose]: end,
  };
}

interface Runner {
  readonly child: ChildProcess;
  readonly ended: Promise<null>;
}

async function started(runFolder: string): Promise<Runner> {
  const child = fork(new URL('runner.ts', import.meta.url), [runFolder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => null);
  await once(child, 'message');
  return { child, ended };
}

function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
}
