import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { connect } from '../../support/database/sql.ts';
import { isConnectionTrouble } from '../../../src/db/connection/trouble.ts';
import { startEmbeddedPostgres } from '../../../src/db/server/embedded-postgres.ts';
import type { EmbeddedPostgres } from '../../../src/db/server/embedded-postgres.ts';
import { makeAuthority } from '../../support/database/certificates.ts';

/** Whom the embedded server runs as where root started it. */
const UNPRIVILEGED = 65534;

let folder: string;
let server: EmbeddedPostgres;
/** The authority of the server, another one, and a client's own papers. */
let ours: string;
let others: string;
let client: { readonly key: string; readonly cert: string };

// A server that lets nobody in without TLS, and into one database nobody without a certificate.
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tls-'));
  const authority = await makeAuthority(folder, 'ours');
  ours = authority.certificate;
  others = (await makeAuthority(folder, 'others')).certificate;
  const { key, cert } = await authority.issue('server', 'subjectAltName=DNS:localhost');
  client = await authority.issue('client', 'extendedKeyUsage=clientAuth');
  const lent = path.join(folder, 'postgres');
  const first = await startEmbeddedPostgres({ folder: lent, settings: ['fsync=off'] });
  const sql = connect(first.url, { connections: 1 });
  await sql`create database guarded`;
  await sql.end();
  await first.stop();
  const cluster = path.join(lent, 'cluster');
  const place = async (from: string, to: string) => {
    await writeFile(path.join(cluster, to), await readFile(from), { mode: 0o600 });
    if (process.getuid?.() === 0) await chown(path.join(cluster, to), UNPRIVILEGED, UNPRIVILEGED);
  };
  await place(key, 'server.key');
  await place(cert, 'server.crt');
  await place(ours, 'root.crt');
  await writeFile(
    path.join(cluster, 'pg_hba.conf'),
    `hostssl guarded all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca
hostssl all all 127.0.0.1/32 scram-sha-256\n`,
  );
  server = await startEmbeddedPostgres({
    folder: lent,
    settings: ['fsync=off', 'ssl=on', 'ssl_ca_file=root.crt'],
  });
}, 60_000);
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function address(query: string, { host = 'localhost', database = 'postgres' } = {}): string {
  const url = new URL(server.url);
  url.hostname = host;
  url.pathname = `/${database}`;
  url.search = query.replaceAll('OURS', ours).replaceAll('OTHERS', others);
  return url.href;
}

/** Whether the connection is encrypted, or the code of what came instead. */
async function tried(url: string): Promise<boolean | string> {
  const sql = connect(url, { connections: 1 });
  try {
    const rows = await sql<{ ssl: boolean }[]>`
      select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
    return rows[0]?.ssl ?? 'no row';
  } catch (error) {
    // None of these is mended by waiting, so a start must not.
    expect(isConnectionTrouble(error)).toBe(false);
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await sql.end();
  }
}

const NUMBER = '127.0.0.1';
const UNKNOWN_AUTHORITY = /^(UNABLE_TO_|SELF_SIGNED_)/;

describe('A server with TLS', () => {
  it.each([
    ['', {}],
    ['sslmode=prefer', {}],
    ['sslmode=require', {}],
    ['sslmode=no-verify', { host: NUMBER }],
    ['sslmode=require&sslrootcert=OURS', { host: NUMBER }],
    ['sslmode=verify-ca&sslrootcert=OURS', { host: NUMBER }],
    ['sslmode=verify-full&sslrootcert=OURS', {}],
    ['sslmode=require&channel_binding=require', {}],
    ['sslmode=verify-full&sslrootcert=OURS&sslnegotiation=direct', {}],
  ])('is spoken to in private with %s', async (query, at) => {
    expect(await tried(address(query, at))).toBe(true);
  });

  it('is refused where its certificate has another name, and only where the name counts', async () => {
    const named = await tried(address('sslmode=verify-full&sslrootcert=OURS', { host: NUMBER }));
    expect(named).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it.each([
    'sslmode=verify-full',
    'sslmode=verify-full&sslrootcert=OTHERS',
    'sslmode=verify-ca&sslrootcert=OTHERS',
    'sslmode=require&sslrootcert=OTHERS',
    'sslmode=verify-full&sslrootcert=system',
  ])('is refused with %s, which does not know its authority', async (query) => {
    expect(await tried(address(query))).toMatch(UNKNOWN_AUTHORITY);
  });

  it('turns down who would speak in the open', async () => {
    expect(await tried(address('sslmode=disable'))).toBe('28000');
  });

  it('is shown our own certificate where it asks for one', async () => {
    const guarded = (query: string) => tried(address(query, { database: 'guarded' }));
    expect(await guarded('sslmode=require')).toBe('28000');
    expect(await guarded(`sslmode=require&sslcert=${client.cert}&sslkey=${client.key}`)).toBe(true);
  });
});

describe('A server without TLS', () => {
  const plain = (query: string) => {
    const url = new URL(inject('postgresUrl'));
    url.search = query;
    return tried(url.href);
  };

  it('is spoken to all the same unless the address insists', async () => {
    expect(await plain('')).toBe(false);
    expect(await plain('sslmode=prefer')).toBe(false);
    expect(await plain('sslmode=require')).toBe('WITHOUT_TLS');
    expect(await plain('sslmode=verify-full')).toBe('WITHOUT_TLS');
  });
});
