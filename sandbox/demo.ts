import { DemoMistake, readDemoOptions } from './demo/options.ts';
import { playDiscord } from './demo/play-discord.ts';
import { createPrinter } from './demo/printer.ts';

/**
 * `npm run demo`: the real service and the real discord.js against emulators on this machine.
 * Exits with 0 only when the video arrived and the ledger balances.
 */
try {
  const options = await readDemoOptions(process.argv.slice(2));
  const printer = createPrinter(options.json);
  process.exitCode = (await playDiscord(options, printer, process.env.LOG_LEVEL ?? 'silent'))
    ? 0
    : 1;
} catch (error) {
  if (!(error instanceof DemoMistake)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
