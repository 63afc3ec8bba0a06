import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectTo, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Logger } from '../../../src/core/shared/ports/logger.ts';
import { connect } from '../../support/database/sql.ts';
import type { Sql } from '../../support/database/sql.ts';
import { openDatabase } from '../../../src/db/server/open-database.ts';
import { DatabaseRefused } from '../../../src/db/server/database-refused.ts';
import { silent } from '../../support/core.ts';
import { databaseUrl } from '../../support/database/postgres-server.ts';

const some = () => randomBytes(6).toString('hex');

const SERVER = inject('postgresUrl');
let server: Sql;
/** Names of what is made here, and of nobody else. */
const databases: string[] = [];
const users: string[] = [];

beforeAll(() => {
  server = connect(SERVER, { connections: 1 });
});
afterAll(async () => {
  for (const it of databases) await server`drop database if exists ${server(it)} with (force)`;
  for (const it of users) await server`drop role if exists ${server(it)}`;
  await server.end();
});

function aDatabase(): string {
  const name = `test_${some()}`;
  databases.push(name);
  return name;
}

async function aUser(password: string): Promise<string> {
  const name = `user_${some()}`;
  users.push(name);
  await server.script(`create role ${name} login password '${password}'`);
  return name;
}

function address(database: string, changes: Partial<URL> = {}): string {
  return Object.assign(new URL(databaseUrl(SERVER, database)), changes).href;
}

/**
 * Opens it, with something done about what is in the way after a number of lines.
 * @returns the lines, and how long was waited after each
 */
async function opened(url: string, after: number, mend: () => Promise<unknown>) {
  const lines: object[] = [];
  const pauses: number[] = [];
  const logger: Logger = {
    ...silent,
    error: (facts, words) => void lines.push({ words, ...facts }),
  };
  const database = await openDatabase({
    url,
    folder: '/nowhere',
    logger,
    stop: new AbortController().signal,
    clock: {
      async sleep(ms, signal) {
        if (lines.length === pauses.length) {
          // It is open, and looked after.
          return once(signal, 'abort').then(() => undefined);
        }
        pauses.push(ms);
        if (pauses.length === after) await mend();
      },
    },
  });
  const alive = await database.alive();
  await database[Symbol.asyncDispose]();
  return { lines, pauses, alive };
}

describe('a database that cannot be opened yet', () => {
  it('is waited for at growing intervals for as long as it takes, and goes on once it is there', async () => {
    const name = aDatabase();
    const make = () => server`create database ${server(name)}`;
    const { lines, pauses, alive } = await opened(address(name), 9, make);
    expect(alive).toBe(true);
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((it) => it * 1_000));
    const { host } = new URL(SERVER);
    const reason = `there is no database "${name}" at ${host} (3D000)`;
    const fix = `Create it (createdb ${name}), or correct DATABASE_URL`;
    expect(lines[0]).toEqual({ words: 'waiting for the database', reason, fix, againMs: 1_000 });
  });

  it('opens once the password is what was set', async () => {
    const name = aDatabase();
    const user = await aUser('old');
    await server`create database ${server(name)} owner ${server(user)}`;
    const url = address(name, { username: user, password: 'new' });
    const mend = () => server.script(`alter role ${user} password 'new'`);
    const { lines, alive } = await opened(url, 2, mend);
    expect(alive).toBe(true);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).toContain(
      `refuses the password of the user \\"${user}\\" (28P01)`,
    );
  });

  it('opens once its user may make tables in it', async () => {
    const name = aDatabase();
    const user = await aUser('word');
    await server`create database ${server(name)}`;
    const url = address(name, { username: user, password: 'word' });
    const mend = () => server`alter database ${server(name)} owner to ${server(user)}`;
    const { lines, alive } = await opened(url, 1, mend);
    expect(alive).toBe(true);
    expect(lines).toEqual([
      expect.objectContaining({
        reason: expect.stringContaining(`user "${user}" may not make`) as unknown,
      }),
    ]);
  });

  it('opens once something listens at its port, or the right thing', async () => {
    const name = aDatabase();
    await server`create database ${server(name)}`;
    const web = createHttpServer((_request, response) => response.end('hello'));
    const port = await listening(web.listen(0, '127.0.0.1'));
    await new Promise((resolve) => web.close(resolve));
    const url = address(name, { port: String(port) });

    const nobody = await firstLine(url);
    expect(nobody).toMatchObject({
      reason: `nobody listens at 127.0.0.1:${port} (ECONNREFUSED)`,
      fix: 'Start Postgres there, or correct DATABASE_URL',
    });
    await listening(web.listen(port, '127.0.0.1'));
    const stranger = await firstLine(url);
    expect(stranger).toMatchObject({
      reason: expect.stringContaining(
        `what answers at 127.0.0.1:${port} is no Postgres`,
      ) as unknown,
    });
    const { alive } = await opened(url, 1, async () => {
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
      forwards.push(await forwardTo(Number(new URL(SERVER).port), port));
    });
    expect(alive).toBe(true);
    for (const it of forwards) it.close();
  });

  it.each(['nobody.invalid', '203.0.113.1'])('is told of where no way leads: %s', async (host) => {
    const url = address('any', { hostname: host });
    expect(await firstLine(url)).toMatchObject({
      words: 'waiting for the database',
      reason: expect.stringContaining(host) as unknown,
      fix: expect.stringContaining('or correct DATABASE_URL') as unknown,
    });
  });

  it('is waited for no longer than anybody wants it', async () => {
    const stop = new AbortController();
    const opening = openDatabase({
      url: address(aDatabase()),
      folder: '/nowhere',
      logger: silent,
      stop: stop.signal,
      clock: {
        sleep() {
          stop.abort(new Error('enough'));
          return Promise.resolve();
        },
      },
    });
    await expect(opening).rejects.toThrow('enough');
  });

  it('is refused where only another address will do', async () => {
    const opening = openDatabase({
      url: 'postgres://a,b/c',
      folder: '/nowhere',
      logger: silent,
      stop: new AbortController().signal,
      clock: { sleep: () => Promise.resolve() },
    });
    await expect(opening).rejects.toThrow(DatabaseRefused);
  });
});

const forwards: Server[] = [];

/** What is said of an address before anybody does anything about it. */
async function firstLine(url: string): Promise<object | undefined> {
  const stop = new AbortController();
  const lines: object[] = [];
  const logger: Logger = {
    ...silent,
    error: (facts, words) => void lines.push({ words, ...facts }),
  };
  const clock = {
    sleep() {
      stop.abort(new Error('told'));
      return Promise.resolve();
    },
  };
  const opening = openDatabase({ url, folder: '/nowhere', logger, clock, stop: stop.signal });
  await expect(opening).rejects.toThrow('told');
  return lines[0];
}

async function listening(server: Server): Promise<number> {
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Another port of the same server. */
async function forwardTo(from: number, port: number): Promise<Server> {
  const server = createServer((near) => {
    const far = connectTo({ host: '127.0.0.1', port: from });
    for (const it of [near, far]) it.on('error', () => undefined);
    near.pipe(far).pipe(near);
  }).listen(port, '127.0.0.1');
  await listening(server);
  return server;
}
