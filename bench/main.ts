import { parseArgs } from 'node:util';
import { benchChecks } from './checks.ts';
import { benchHolds } from './holds.ts';
import type { Size } from './measure.ts';
import { printTable } from './report.ts';
import type { Row } from './report.ts';
import { startBenchServer } from './server.ts';
import type { BenchServer } from './server.ts';
import { benchWorker } from './worker.ts';

type Bench = (server: BenchServer, size: Size) => Promise<readonly Row[]>;

const BENCHES: Readonly<Record<string, Bench>> = {
  checks: benchChecks,
  holds: benchHolds,
  worker: benchWorker,
};

const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const size: Size = { rounds: values.quick ? 3 : 5, quick: values.quick };
const chosen = Object.entries(BENCHES).filter(
  ([name]) => values.only === undefined || values.only === name,
);
if (chosen.length === 0) {
  console.error(`--only takes one of ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}

const began = performance.now();
await using server = await startBenchServer();
const rows: Row[] = [];
for (const [name, bench] of chosen) {
  process.stderr.write(`${name} `);
  rows.push(...(await bench(server, size)));
  process.stderr.write('\n');
}
printTable(rows);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `\nMedians of ${size.rounds} interleaved rounds on one embedded Postgres with fsync, in ${seconds} s.` +
    (size.quick ? ' Quick: smaller numbers, and not to be quoted.' : ''),
);
