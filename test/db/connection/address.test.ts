import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AddressError, readAddress } from '../../../src/db/connection/address.ts';

let folder: string;
let root: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'address-'));
  root = path.join(folder, 'root.crt');
  await writeFile(root, 'an authority');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('The address of a database', () => {
  it.each([
    [
      'postgres://ada:secret@db.example.com:6543/video',
      { host: 'db.example.com', port: 6543, user: 'ada', password: 'secret', database: 'video' },
    ],
    ['postgresql://ada@db/video', { host: 'db', port: 5432, user: 'ada' }],
    ['postgres://a%40b:p%23%25%2F@db/x', { user: 'a@b', password: 'p#%/' }],
    ['postgres://ada@[::1]:5433/video', { host: '::1', port: 5433 }],
    ['postgres:///video', { host: 'localhost', database: 'video' }],
    ['postgres://ada@%2Fvar%2Frun/video', { host: '/var/run', ssl: false }],
    ['postgres://ada@/video?host=/var/run&port=5433', { host: '/var/run', port: 5433, ssl: false }],
    ['postgres://db/?user=ada&password=s&dbname=video', { user: 'ada', database: 'video' }],
    ['postgres://db/video?application_name=bots', { application_name: 'bots' }],
    ['postgres://db/video', { application_name: 'showrunner', enableChannelBinding: false }],
    ['postgres://db/video?options=endpoint%3Dep-cool', { options: 'endpoint=ep-cool' }],
    [
      'postgres://db/video?sslmode=require&channel_binding=require&sslnegotiation=direct',
      { enableChannelBinding: true, sslnegotiation: 'direct' },
    ],
    // As dashboards show it for other libraries.
    ['postgres://db/video?pgbouncer=true&connection_limit=1&schema=public', { host: 'db' }],
  ])('%s is read as it is meant', (text, read) => {
    expect(readAddress(text).config).toMatchObject(read);
  });

  it('says nothing to the server that a pooler would refuse', () => {
    const { config } = readAddress('postgres://db/video?statement_timeout=5&search_path=x');
    expect(Object.keys(config).toSorted()).toEqual([
      ...['application_name', 'database', 'enableChannelBinding', 'host', 'port', 'ssl'],
    ]);
  });

  it.each([
    ['db.example.com/video', 'is no address like'],
    ['postgres://ada:p#ss@db/video', 'has a # in it; write %23'],
    ['postgres://ada:100%@db/video', 'write %25'],
    ['postgres://one,two/video', 'names several hosts'],
    ['postgres://db/video?sslmode=full', 'has the sslmode full; there is disable, allow'],
    ['postgres://db/video?sslmode=verify-ca', 'without sslrootcert'],
    ['postgres://db/video?sslmode=require&sslrootcert=system', 'proves nothing'],
    ['postgres://db/video?sslmode=verify-full&sslrootcert=/not/there', '/not/there, which cannot'],
  ])('%s is refused in words for the operator', (text, words) => {
    expect(() => readAddress(text)).toThrow(AddressError);
    expect(() => readAddress(text)).toThrow(words);
  });

  it('is refused without a word of its password', () => {
    for (const text of ['postgres://ada:hush#@db/x', 'postgres://ada:hush%@db/x', 'hush']) {
      const error = (() => {
        try {
          return readAddress(text);
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toBeInstanceOf(AddressError);
      expect(String(error)).not.toContain('hush');
    }
  });
});

describe('How far the server has to prove who it is', () => {
  const tls = (query: string) => {
    const { config, plainToo } = readAddress(`postgres://db/video?${query}`);
    const { ssl } = config;
    if (typeof ssl !== 'object') return { ssl, plainToo };
    const { rejectUnauthorized = true, ca, checkServerIdentity } = ssl;
    return { verified: rejectUnauthorized, ca, anyName: Boolean(checkServerIdentity), plainToo };
  };
  const unverified = { verified: false, ca: undefined, anyName: false };
  const ca = ['an authority'];

  it.each([
    ['', { ...unverified, plainToo: true }],
    ['sslmode=prefer', { ...unverified, plainToo: true }],
    ['sslmode=allow', { ...unverified, plainToo: true }],
    ['sslmode=disable', { ssl: false, plainToo: false }],
    ['ssl=false', { ssl: false, plainToo: false }],
    ['sslmode=require', { ...unverified, plainToo: false }],
    ['sslmode=no-verify&sslrootcert=ROOT', { ...unverified, plainToo: false }],
    ['sslmode=require&sslrootcert=ROOT', { verified: true, ca, anyName: true, plainToo: false }],
    ['sslmode=verify-ca&sslrootcert=ROOT', { verified: true, ca, anyName: true, plainToo: false }],
    [
      'sslmode=verify-full&sslrootcert=ROOT',
      { verified: true, ca, anyName: false, plainToo: false },
    ],
    ['sslmode=verify-full', { verified: true, ca: undefined, anyName: false, plainToo: false }],
    ['ssl=true', { verified: true, ca: undefined, anyName: false, plainToo: false }],
  ])('%s is what libpq means by it', (query, expected) => {
    expect(tls(query.replace('ROOT', root))).toEqual(expected);
  });

  it('sslrootcert=system trusts the authorities of the machine, and asks for the name', () => {
    const told = tls('sslrootcert=system');
    expect(told).toMatchObject({ verified: true, anyName: false });
    expect(told.ca?.length).toBeGreaterThan(50);
  });
});
