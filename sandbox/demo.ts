import { asksForHelp, DemoMistake, readDemoOptions, USAGE } from './demo/options.ts';
import { runSession } from './demo/session.ts';
import { createPrinter } from './demo/printer.ts';

/**
 * `npm run demo`: the real service, discord.js and Bolt against emulators on this machine.
 * Exits with 0 only when the video arrived in every chat and the ledger balances.
 */
const args = process.argv.slice(2);
try {
  if (asksForHelp(args)) console.log(USAGE);
  else process.exitCode = await playAsAsked();
} catch (error) {
  if (!(error instanceof DemoMistake)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function playAsAsked(): Promise<number> {
  const options = await readDemoOptions(args);
  const printer = createPrinter(options.json, console.log);
  return (await runSession(options, printer, process.env.LOG_LEVEL ?? 'silent')) ? 0 : 1;
}
