import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** The service as an operator starts it, with nothing in its environment but what is given. */
export interface MainProcess extends AsyncDisposable {
  /** Everything it wrote. */
  readonly output: () => string;
  readonly stderr: () => string;
  /** Resolves when it is gone. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly stop: (signal: NodeJS.Signals) => void;
  /** Reads nothing any more, as a `tee` that was ended first. */
  readonly closeOutput: () => void;
}

export const startMain = (
  environment: Readonly<Record<string, string>>,
  folder: string,
): MainProcess => startProcess(process.execPath, [MAIN], environment, folder);

/** `npm start` in a folder with a package.json: signals go to npm alone. */
export const startNpm = (
  environment: Readonly<Record<string, string>>,
  folder: string,
): MainProcess => startProcess('npm', ['start'], environment, folder);

function startProcess(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder: string,
): MainProcess {
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // Not `exit`: what it wrote last may still be on its way then.
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
  }));
  return {
    output: () => stdout + stderr,
    stderr: () => stderr,
    ended,
    stop: (signal) => child.kill(signal),
    closeOutput() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
