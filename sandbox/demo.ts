import { DemoMistake, readDemoOptions } from './demo/options.ts';
import { play } from './demo/play.ts';
import { createPrinter } from './demo/printer.ts';

/**
 * `npm run demo`: the real service, discord.js and Bolt against emulators on this machine.
 * Exits with 0 only when the video arrived in every chat and the ledger balances.
 */
try {
  const options = await readDemoOptions(process.argv.slice(2));
  const printer = createPrinter(options.json, console.log);
  process.exitCode = (await play(options, printer, process.env.LOG_LEVEL ?? 'silent')) ? 0 : 1;
} catch (error) {
  if (!(error instanceof DemoMistake)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
