import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { createDiscordEmulator } from '../../../sandbox/discord/emulator.ts';
import { createHappyhorseApp } from '../../../sandbox/happyhorse-app/emulator.ts';
import type { Sql } from '../../support/database/sql.ts';
import { testDatabase } from '../../support/database/database.ts';
import { settingsFor } from '../../support/e2e/harness/session.ts';
import type { Environment } from '../../support/e2e/harness/session.ts';
import { expectBooksBalance } from '../../support/e2e/ledger-audit.ts';
import { cuttableWayTo } from '../../support/database/cuttable-connection.ts';
import { startMain } from '../../support/e2e/process.ts';
import { patience } from '../../support/patience.ts';

/** In real time, on a machine with much else to do. */
const SOON = { timeout: patience(20_000), interval: 50 };

describe('The service as it is started', () => {
  it('says in one list what it needs and how to get it, and stops', async () => {
    await using folder = await aFolder();
    await using main = startMain({}, folder.path);
    const { code } = await main.ended;
    expect(code).toBe(1);
    const lines = main.output().split('\n');
    expect(lines.filter((it) => it.includes('cannot start yet'))).toHaveLength(1);
    const token = lines.findIndex((it) => it.trim().startsWith('DISCORD_TOKEN is not set'));
    expect(lines[token + 1]).toContain('https://discord.com/developers/applications');
    const key = lines.findIndex((it) => it.trim().startsWith('HAPPYHORSE_APP_API_KEY is not set'));
    expect(lines[key + 1]).toContain('https://happyhorse.app');
    expect(main.output()).not.toMatch(/^\s+at /m);
  });

  it('says the same of what is set wrongly, without repeating a secret', async () => {
    await using folder = await aFolder();
    const settings = {
      DISCORD_TOKEN: 'a token with blanks',
      PORT: 'many',
      SECRET_KEY: 'too-short',
    };
    await using main = startMain(settings, folder.path);
    expect((await main.ended).code).toBe(1);
    for (const variable of ['DISCORD_TOKEN must', 'PORT must', 'SECRET_KEY must', 'HAPPYHORSE']) {
      expect(main.output()).toContain(variable);
    }
    expect(main.output()).not.toMatch(/a token with blanks|too-short|^\s+at /m);
  });

  it(
    'tells when its database is gone, starts nothing meanwhile, and goes on by itself',
    { timeout: patience(60_000) },
    async () => {
      await using world = await openMain();
      const { chat, main, way, url } = world;
      await vi.waitUntil(async () => (await statusOf(url('/readyz'))) === 200, SOON);
      expect(await statusOf(url('/healthz'))).toBe(200);
      // Told to Discord once it is connected; known to people a moment later.
      await chat.until('the commands', () => chat.commands.length > 0 || undefined, SOON.timeout);
      await world.startAtOnce();
      const begun = world.create('a lighthouse at dusk');
      await world.shown(begun, /Rendering/);
      // A card whose showing is cut off before it is noted comes up again, but after a minute.
      await vi.waitUntil(async () => (await heldCards(world.database.sql)) === 0, SOON);

      way.cut();
      await vi.waitUntil(async () => (await statusOf(url('/readyz'))) === 503, SOON);
      expect(await (await fetch(url('/readyz'))).text()).toContain('the database does not answer');
      expect(await statusOf(url('/healthz'))).toBe(200);
      const meanwhile = world.create('a video that must not be');
      const answer = await world.shown(meanwhile, /down for a moment/);
      expect(answer).toContain('Not started, not charged.');

      way.open();
      await vi.waitUntil(async () => (await statusOf(url('/readyz'))) === 200, SOON);
      expect(await world.shown(begun, /Your video is ready/)).toContain('180 credits · ');
      expect(world.provider.creates.map((it) => it.body.prompt)).toEqual(['a lighthouse at dusk']);

      // A job on the way does not keep it from stopping, and is left to whoever comes next.
      const left = world.create('a slow tide !verySlow');
      await world.shown(left, /Rendering/);
      const stopped = performance.now();
      main.stop('SIGTERM');
      expect(await main.ended).toEqual({ code: 0, signal: null });
      expect(performance.now() - stopped).toBeLessThan(patience(10_000));

      expect(main.output()).toContain('job moved');
      expect(main.output()).toContain('interaction not kept');
      for (const secret of world.secrets) expect(main.output()).not.toContain(secret);
      for (const it of [begun, meanwhile, left]) expect(main.output()).not.toContain(it.token);
      expect(chat.violations).toEqual([]);
      expect(chat.pings).toEqual([]);
      await expectBooksBalance(world.database.sql);
    },
  );

  it(
    'gives up connections that went silent, and delivers over others what was under way',
    { timeout: patience(60_000) },
    async () => {
      await using world = await openMain();
      const { chat, main, way, url } = world;
      await vi.waitUntil(async () => (await statusOf(url('/readyz'))) === 200, SOON);
      await chat.until('the commands', () => chat.commands.length > 0 || undefined, SOON.timeout);
      await world.startAtOnce();
      const begun = world.create('a slow tide !verySlow');
      await world.shown(begun, /Rendering/);
      // Neither side hears of it: only the deadlines tell that nobody answers any more.
      way.freeze();
      for (const { taskId } of world.provider.creates) await world.provider.finish(taskId);
      expect(await world.shown(begun, /Your video is ready/)).toContain('180 credits · ');
      await vi.waitUntil(async () => (await statusOf(url('/readyz'))) === 200, SOON);
      expect(main.output()).toContain('The database did not answer within 20000 ms');
      expect(world.provider.creates).toHaveLength(1);
      main.stop('SIGTERM');
      expect(await main.ended).toEqual({ code: 0, signal: null });
      await expectBooksBalance(world.database.sql);
    },
  );
});

async function openMain() {
  await using opening = new AsyncDisposableStack();
  const folder = opening.use(await aFolder());
  const database = opening.use(await testDatabase());
  const chat = opening.adopt(await createDiscordEmulator(), (it) => it.close());
  const provider = opening.adopt(
    await createHappyhorseApp({ fastVideos: true, renderMs: 1_000 }),
    (it) => it.close(),
  );
  const address = new URL(database.url);
  const way = opening.use(await cuttableWayTo(address.hostname, Number(address.port)));
  address.port = String(way.port);
  const environment: Environment = {
    ...(await settingsFor({ chat, provider, database, folder: folder.path })),
    DATABASE_URL: address.href,
    SECRET_KEY: 'for-links-that-nobody-else-can-sign-0123456789',
    LOG_LEVEL: 'debug',
  };
  const main = opening.use(startMain(environment, folder.path));
  const guild = chat.addGuild();
  const channel = chat.addChannel(guild);
  const user = chat.addUser({ name: 'Ada' });
  const opened = opening.move();
  return {
    chat,
    provider,
    database,
    way,
    main,
    secrets: [...[chat.token, provider.apiKey, environment.SECRET_KEY ?? '', address.password]],
    url: (route: string) => `${environment.PUBLIC_URL ?? ''}${route}`,
    create: (prompt: string) =>
      chat.command({
        user,
        guild,
        channel,
        name: 'video',
        subcommand: 'create',
        options: { prompt, seconds: 3 },
      }),
    /** Ada is not asked before a video starts, as she says. */
    async startAtOnce(): Promise<void> {
      const typed = { name: 'video', subcommand: 'settings', options: { confirm_over: 'never' } };
      const said = chat.command({ user, guild, channel, ...typed });
      await said.waitForMessage((it) => /right away/.test(chat.text(it)), SOON.timeout);
    },
    async shown(interaction: ReturnType<typeof chat.command>, words: RegExp): Promise<string> {
      const message = await interaction.waitForMessage(
        (it) => words.test(chat.text(it)),
        SOON.timeout,
      );
      return chat.text(message);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function heldCards(sql: Sql): Promise<number> {
  return (await sql`select 1 from cards where leased_until is not null`).length;
}

async function statusOf(url: string): Promise<number | null> {
  return fetch(url).then(
    (it) => it.status,
    () => null,
  );
}

async function aFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'showrunner-main-'));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
