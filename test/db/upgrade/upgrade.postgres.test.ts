import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readButtonId, readConfirmId } from '../../../src/bots/shared/button-ids.ts';
import type { Interaction } from '../../../src/core/chat/domain/interaction.ts';
import type { Command } from '../../../src/core/chat/domain/command.ts';
import { auditBooks } from '../../../src/db/audit/audit.ts';
import { interactionSchema } from '../../../src/db/chat/interaction-json.ts';
import type { Sql } from '../../support/database/sql.ts';
import { migrate } from '../../../src/db/server/migrate.ts';
import { testCore } from '../../support/core.ts';
import { emptyDatabase } from '../../support/database/database.ts';
import type { TestDatabase } from '../../support/database/database.ts';
import { createFakePlatform } from '../../support/fakes/fake-platform.ts';
import {
  createFakeProvider,
  fakeModel,
  FAKE_VIDEO_URL,
} from '../../support/fakes/fake-provider.ts';
import type { FakeProvider } from '../../support/fakes/fake-provider.ts';
import { createManualClock } from '../../support/manual-clock.ts';

/** A service that had been used for a while, as version 0.1.0 left it: see README.md. */
const DUMP = readFileSync(new URL('0.1.0.sql', import.meta.url), 'utf8');
const LEFT_AT = new Date('2026-11-18T12:03:37Z');

/** Tables by the names that they have now. */
const TABLES: Readonly<Record<string, string>> = {
  asks: 'inbox',
  proposals: 'pending_actions',
  gates: 'rate_limits',
  silences: 'unanswered_orders',
  draws: 'grant_usage',
};

let database: TestDatabase;
let sql: Sql;
let before: readonly TableContent[];
let columnsBefore: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  database = await emptyDatabase();
  sql = database.sql;
  await sql.script(DUMP);
  columnsBefore = await columnsOf(sql);
  before = await contentOf(sql, columnsBefore);
  await migrate(database.url);
});
afterAll(() => database[Symbol.asyncDispose]());

interface TableContent {
  readonly table: string;
  readonly rows: number;
  /** Over every value of every row. */
  readonly hash: string;
}

/** The columns of each table, in their order. */
async function columnsOf(of: Sql): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await of<{ table: string; columns: string[] }[]>`
    select table_name::text as table, array_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' group by 1`;
  return new Map(rows.map((it) => [it.table, it.columns]));
}

async function contentOf(
  of: Sql,
  tables: ReadonlyMap<string, readonly string[]>,
): Promise<readonly TableContent[]> {
  return Promise.all(
    [...tables].map(async ([table, columns]) => {
      const [found] = await of<{ rows: number; hash: string }[]>`
        select count(*)::int as rows, md5(string_agg(text, e'\n' order by text)) as hash
        from (select row(${of(columns)})::text as text from ${of(table)}) t`;
      if (found === undefined) throw new Error(`Nothing was read of ${table}`);
      return { table, ...found };
    }),
  );
}

const wrongRows = async () => (await auditBooks(sql)).checks.flatMap((it) => it.wrong);

const jobsNow = () =>
  sql<{ job: string; status: string }[]>`select job_id as job, status from jobs`;

/** A provider that has made everything it is asked about, and makes the rest at once. */
function made(name: string, model: string): FakeProvider {
  const provider = createFakeProvider({ name, models: [{ ...fakeModel, model }] });
  let orders = 0;
  provider.start = () => {
    orders += 1;
    return Promise.resolve({ status: 'started', operation: { render: `upgraded-${orders}` } });
  };
  provider.check = (operations) =>
    Promise.resolve(
      operations.map(() => ({
        status: 'succeeded',
        videoUrls: [FAKE_VIDEO_URL],
        consumed: null,
      })),
    );
  return provider;
}

describe('A database of an earlier version', () => {
  it('keeps every value of every row', async () => {
    const columnsNow = await columnsOf(sql);
    // By whichever names they have now. Columns that came since stand behind those of before.
    const now = new Map(
      [...columnsBefore].map(([table, columns]) => [
        nowOf(table),
        (columnsNow.get(nowOf(table)) ?? []).slice(0, columns.length),
      ]),
    );
    const after = await contentOf(sql, now);
    const renamed = before.map((it) => ({ ...it, table: nowOf(it.table) }));
    expect(after.toSorted(byTable)).toEqual(renamed.toSorted(byTable));
    expect(renamed.filter((it) => it.rows === 0)).toEqual([]);
  });

  it('balances before and after everything in it comes to its end', async () => {
    expect(await wrongRows()).toEqual([]);
    const [{ held } = { held: 0 }] = await sql<{ held: number }[]>`
      select sum(held)::int as held from balances where subject <> 'pool' and per = 'month'`;
    expect(held).toBeGreaterThan(0);

    const clock = createManualClock(LEFT_AT);
    const provider = made('fake', 'fake-1');
    const other = made('happyhorse-app', 'happyhorse-1.0/video');
    const chats = ['chat', 'discord', 'slack'].map((name) => createFakePlatform({ name }));
    const test = testCore(sql, {
      clock,
      provider,
      wrap: () => ({
        providers: new Map([provider, other].map((it) => [it.name, it])),
        platforms: new Map(chats.map((it) => [it.name, it])),
      }),
    });
    const press = async (job: string, command: Command, admin = false) => {
      const interaction = { ...(await askedFor(job)), key: `press ${job}`, command };
      const pressed = { ...interaction, at: clock.now().getTime() };
      const requester = { ...pressed.requester, admin };
      await test.conversations.receive({ ...pressed, requester });
      await test.conversations.answer({ ...pressed, requester }, 'new');
    };

    // Buttons of cards in both chats, by the ids that were sent with them.
    for (const chat of ['discord', 'slack']) {
      const [waiting] = await sql<{ job: string }[]>`
        select job_id as job from jobs where platform = ${chat} and status = 'waiting' limit 1`;
      const job = waiting?.job ?? '';
      const pressed = readButtonId(`cancel:${job}`);
      if (pressed === null) throw new Error(`A button of ${chat} is not known any more`);
      await press(job, { type: 'press', ...pressed });
      const [now] = (await jobsNow()).filter((it) => it.job === job);
      expect([chat, now?.status]).toEqual([chat, 'cancelled']);
    }
    // One that waits for a yes to its price.
    const accepted = await pendingVideo();
    const pendingAction = readConfirmId(`accept:${accepted.name}`);
    if (pendingAction === null) throw new Error('A button of an answer is not known any more');
    const jobs = await jobsNow();
    const agreed: Interaction = {
      ...accepted.interaction,
      key: 'press accept',
      at: clock.now().getTime(),
      command: { type: 'accept', pendingAction },
    };
    await test.conversations.receive(agreed);
    await test.conversations.answer(agreed, 'new');
    expect(await jobsNow()).toHaveLength(jobs.length + 1);

    for (let minute = 0; minute < 40; minute += 1) {
      await clock.advance(60_000);
      await test.settle();
    }
    const lost = (await jobsNow()).filter((it) => it.status === 'unconfirmed');
    // An order without an answer, and one that was cut off with its process.
    expect(lost).toHaveLength(2);
    for (const { job } of lost) {
      const pressed = readButtonId(`give-back:${job}`);
      if (pressed === null) throw new Error('A button is not known any more');
      await press(job, { type: 'press', ...pressed }, true);
    }
    await test.settle();
    expect(new Set((await jobsNow()).map((it) => it.status))).toEqual(
      new Set(['succeeded', 'failed', 'cancelled']),
    );
    expect(await sql`select 1 from cards where due_at <= ${clock.now()}`).toEqual([]);
    const [left] = await sql<{ held: number }[]>`
      select (select sum(held) from balances)::int + (select sum(held) from grants)::int as held`;
    expect(left).toEqual({ held: 0 });
    expect(await wrongRows()).toEqual([]);
  });
});

function nowOf(table: string): string {
  return TABLES[table] ?? table;
}

function byTable(one: TableContent, other: TableContent): number {
  return one.table < other.table ? -1 : 1;
}

/** The request that a job was made of. */
async function askedFor(job: string): Promise<Interaction> {
  const [row] = await sql<{ interaction: unknown }[]>`
    select i.interaction from jobs j join inbox i on i.platform = j.platform and i.key = j.request_key
    where j.job_id = ${job}`;
  return interactionSchema.parse(row?.interaction);
}

async function pendingVideo() {
  const rows = await sql<{ name: string; interaction: unknown }[]>`
    select name, interaction from pending_actions where interaction #>> '{want,wish,scene,prompt}' = 'a forest'
      and interaction #> '{want,agreed}' is not null order by name limit 1`;
  const [row] = rows;
  if (row === undefined) throw new Error('Nothing waits for a yes');
  return { name: row.name, interaction: interactionSchema.parse(row.interaction) };
}
