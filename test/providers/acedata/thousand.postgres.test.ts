import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createAcedata } from '../../../sandbox/acedata/emulator.ts';
import type { AcedataEmulator } from '../../../sandbox/acedata/emulator.ts';
import type { Sql } from '../../support/database/sql.ts';
import { testCore, toCreate } from '../../support/core.ts';
import { databaseOfFile } from '../../support/database/database.ts';
import { watchActivity } from '../../support/e2e/skip-idle-time.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { aProvider } from './given.ts';

const database = databaseOfFile();

const JOBS = 1_000;
const BATCHES = JOBS / 50;
const RENDER_MS = 5 * 60_000;
const LATEST_MS = 60_000;
const AT_ONCE = 50;
const QUIET_LOOKS = 3;

it('finds 1,000 renders that are over in one round of batches, over all workers', async () => {
  const clock = createManualClock();
  const emulator = await createAcedata({
    fastVideos: true,
    renderMs: RENDER_MS,
    now: () => clock.now().getTime(),
    credits: 10_000_000,
    tasksPerSecond: 1,
    callbackMode: 'never',
  });
  onTestFinished(() => emulator.close());
  const provider = aProvider(emulator.url, { key: emulator.apiKey, clock });
  const activity = watchActivity();
  const aCore = (sql: Sql) =>
    testCore(sql, {
      clock,
      // What is found is not fetched here.
      most: { collect: 0 },
      wrap: (core) => activity.wrap({ ...core, providers: new Map([[provider.name, provider]]) }),
    });
  const one = aCore(database.sql);
  const other = aCore(database.connect());
  const interaction = one.anInteraction(toCreate('a kite'));
  await one.conversations.answer(interaction, 'new');
  await one.settle();
  // Whoever begins asks what is left, in a turn of its own: that is over here.
  await other.settle();
  await more(database.sql, await orders(emulator, JOBS - 1));
  expect(await statuses(database.sql)).toEqual([{ status: 'rendering', jobs: JOBS }]);

  // All of them are over before anybody has looked.
  await clock.advance(RENDER_MS);
  await emulator.rendered();
  const began = clock.now().getTime();
  const asked = emulator.requests.length;
  const stop = new AbortController();
  const running = [one, other].map(({ worker }) => worker.run(stop.signal));
  const found = async () => {
    const all = await statuses(database.sql);
    return all.find((it) => it.status === 'collecting')?.jobs ?? 0;
  };
  while ((await found()) < JOBS && clock.now().getTime() - began < LATEST_MS) {
    await clock.advance(100);
    // No time passes while somebody works; between two calls nobody seems to for a moment.
    for (let quiet = 0; quiet < QUIET_LOOKS;) {
      await delay(5);
      quiet = activity.busy() ? 0 : quiet + 1;
    }
  }
  const took = clock.now().getTime() - began;
  stop.abort();
  await clock.advance(1_000);
  await Promise.all(running);

  expect(await statuses(database.sql)).toEqual([{ status: 'collecting', jobs: JOBS }]);
  const calls = emulator.requests.slice(asked);
  expect(calls.map((it) => it.status)).toEqual(Array.from({ length: BATCHES }, () => 200));
  const gaps = calls.slice(1).map((it, index) => it.at - (calls[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(1_000);
  expect(took).toBeLessThan((BATCHES + 1) * 1_200);
  expect(new Set(emulator.statusCalls.values())).toEqual(new Set([1]));
});

/** As many tasks at the provider, all for the same words. */
async function orders({ url, apiKey, creates }: AcedataEmulator, many: number) {
  const [first] = creates;
  const order = async (): Promise<string> => {
    const response = await fetch(`${url}/happyhorse/videos`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify(first?.body),
    });
    const { task_id: id } = (await response.json()) as { task_id: string };
    return id;
  };
  const ids: string[] = [];
  while (ids.length < many) {
    const next = Math.min(many - ids.length, AT_ONCE);
    ids.push(...(await Promise.all(Array.from({ length: next }, order))));
  }
  return ids;
}

/** Jobs like the one that is there, for other tasks. */
async function more(sql: Sql, taskIds: readonly string[]): Promise<void> {
  const tasks = JSON.stringify(taskIds.map((taskId) => ({ taskId })));
  await sql`
    with task as (
      select 'like-' || n as job_id, operation
      from jsonb_array_elements(${tasks}::jsonb) with ordinality as listed(operation, n)
    ),
    job as (
      insert into jobs select (jsonb_populate_record(j, jsonb_build_object('job_id', task.job_id,
        'request_key', task.job_id, 'state', jsonb_set(j.state, '{operation}', task.operation)))).*
      from jobs j cross join task
    )
    insert into schedule select (jsonb_populate_record(s, jsonb_build_object('job_id', task.job_id,
        'operation', task.operation))).*
    from schedule s cross join task`;
}

function statuses(sql: Sql) {
  return sql<{ status: string; jobs: number }[]>`
    select status, count(*)::int as jobs from jobs group by status`;
}
