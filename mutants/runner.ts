import { tmpdir } from 'node:os';
import path from 'node:path';
import { createVitest } from 'vitest/node';
import { testsOf } from './files.ts';
import { mutated } from './mutant.ts';
import type { Mutant, Verdict } from './mutant.ts';

// A process of its own: a mutant that never ends is ended with it.

const [, , runFolder = tmpdir()] = process.argv;

let current: Mutant | null = null;

const vitest = await createVitest(
  {
    config: 'vitest.config.ts',
    watch: false,
    reporters: [{}],
    // No database for these; the folder is removed by whoever started this.
    globalSetup: [],
    setupFiles: [],
    execArgv: [],
    provide: { runFolder },
    // What a mutant made of a module must not be there for the next one.
    fsModuleCache: false,
    // By Node itself nothing would be read anew, nor mutated.
    experimental: { viteModuleRunner: true },
    pool: 'threads',
    maxWorkers: 1,
    bail: 1,
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform(source, id) {
          if (current === null || id.split('?')[0] !== path.resolve(current.file)) return null;
          return { code: mutated(source, current), map: null };
        },
      },
    ],
  },
);
await vitest.standalone();
const specifications = await vitest.globTestSpecifications();

/** Red or green of the tests that are to notice a change in this file; the likeliest first. */
async function isRed(file: string, mutant: Mutant | null): Promise<boolean> {
  if (current !== null) vitest.invalidateFile(path.resolve(current.file));
  current = mutant;
  vitest.invalidateFile(path.resolve(file));
  const order = testsOf(file).map((test) => path.resolve(test));
  const chosen = specifications
    .filter(({ moduleId }) => order.includes(moduleId))
    .sort((a, b) => order.indexOf(a.moduleId) - order.indexOf(b.moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen, false);
  // Vitest remembers those of other files, too.
  const ran = testModules.filter((it) => order.includes(it.moduleId));
  const red = ran.filter((it) => it.state() === 'failed');
  if (mutant === null) for (const it of red) console.error(`red: ${it.relativeModuleId}`);
  return unhandledErrors.length > 0 || red.length > 0;
}

process.on('message', (message: { readonly mutant: Mutant | null; readonly file: string }) => {
  void isRed(message.file, message.mutant).then((noticed) => {
    const verdict: Verdict = { id: message.mutant?.id ?? -1, noticed };
    process.send?.(verdict);
  });
});
process.send?.({ id: -1, noticed: false } satisfies Verdict);
