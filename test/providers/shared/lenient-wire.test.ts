import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startFarEnd, VIDEO, wires } from '../every.ts';
import { answering, turn } from '../loopback.ts';
import type { Answer } from '../loopback.ts';

const { signal } = new AbortController();

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** The ways in which the same JSON may come over the wire. */
const BODIES: readonly [string, (text: string) => Buffer, Readonly<Record<string, string>>][] = [
  ['as it is', (text) => Buffer.from(text), {}],
  ['with a byte order mark', (text) => Buffer.from(`\ufeff${text}`), {}],
  ['in UTF-16', utf16, {}],
  ['in gzip', gzipSync, { 'content-encoding': 'gzip' }],
  [
    'in gzip with a byte order mark',
    (it) => gzipSync(`\ufeff${it}`),
    { 'content-encoding': 'gzip' },
  ],
  ['in gzip by its old name', gzipSync, { 'Content-Encoding': 'X-GZIP' }],
  ['in gzip that nobody speaks of', gzipSync, {}],
  ['in deflate', deflateSync, { 'content-encoding': 'deflate' }],
  ['in deflate without its envelope', deflateRawSync, { 'content-encoding': 'Deflate' }],
  ['in brotli', brotliCompressSync, { 'content-encoding': 'br' }],
  ['in zstd', zstdCompressSync, { 'content-encoding': 'zstd' }],
  ['packed twice', (it) => brotliCompressSync(gzipSync(it)), { 'content-encoding': 'gzip, br' }],
  ['unpacked on its way', (text) => Buffer.from(text), { 'content-encoding': 'gzip' }],
  ['under another type', (text) => Buffer.from(text), { 'content-type': 'text/plain' }],
];

const packed =
  (
    body: unknown,
    pack: (text: string) => Buffer,
    headers: Readonly<Record<string, string>>,
  ): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers });
    response.end(pack(JSON.stringify(body)));
  };

/** The same with every name in another letter case, with other joints. */
function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((it) => renamed(it, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [rename(name), renamed(it, rename)]),
  );
}

const NAMES: readonly [string, (name: string) => string][] = [
  ['capitals', (name) => name.toUpperCase()],
  ['small letters', (name) => name.toLowerCase()],
  ['camel case', (name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())],
  ['snake case', (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)],
];

describe.each(wires)('at $name an answer', (wire) => {
  const done = { status: 'succeeded', videoUrls: [VIDEO], consumed: wire.consumed };
  const startAt = async (create: Answer) => {
    await using server = await startFarEnd(wire, { create });
    return await wire.start(wire.open(server.url));
  };
  const checkAt = async (check: Answer, id = 'a1') => {
    await using server = await startFarEnd(wire, { check });
    return (await wire.open(server.url).check([wire.operation(id)], { signal, slot: turn }))[0];
  };

  it.each(BODIES)('is understood %s', async (_, pack, headers) => {
    const started = { status: 'started', operation: wire.operation('a1') };
    expect(await startAt(packed(wire.created('a1'), pack, headers))).toEqual(started);
    expect(await checkAt(packed(wire.done('a1', 400), pack, headers))).toEqual(done);
  });

  it.each(NAMES)('is understood with its names in %s', async (_, rename) => {
    const started = { status: 'started', operation: wire.operation('a1') };
    expect(await startAt(answering(200, renamed(wire.created('a1'), rename)))).toEqual(started);
    expect(await checkAt(answering(200, renamed(wire.done('a1', 400), rename)))).toEqual(done);
  });

  it('may write an id as a number, and tell of it as a text', async () => {
    const started = { status: 'started', operation: wire.operation('4711') };
    expect(await startAt(answering(200, wire.created(4711)))).toEqual(started);
    expect(await checkAt(answering(200, wire.done(4711, 400)), '4711')).toEqual(done);
    expect(await checkAt(answering(200, wire.done('4711', 400)), '4711')).toEqual(done);
  });

  it('keeps an id to its last digit, however long it is', async () => {
    const id = '12345678901234567891';
    const long = (body: unknown) => JSON.stringify(body).replaceAll('"LONG"', id);
    const started = { status: 'started', operation: wire.operation(id) };
    expect(await startAt(answering(200, long(wire.created('LONG'))))).toEqual(started);
    expect(await checkAt(answering(200, long(wire.done('LONG', 400))), id)).toEqual(done);
  });

  it('may write an id in another letter case', async () => {
    expect(await checkAt(answering(200, wire.done('A1', 400)))).toEqual(done);
  });

  it.each(['400', ' 400 ', '400.0', 400])('counts what it took as %j', async (took) => {
    expect(await checkAt(answering(200, wire.done('a1', took)))).toEqual(done);
  });

  it.each(['', 'many', '-1', -1, null, [400], {}, true])('counts nothing from %j', async (took) => {
    const answer = await checkAt(answering(200, wire.done('a1', took)));
    expect(answer).toEqual({ ...done, consumed: null });
  });

  it('that unpacks to more than is read is no answer', async () => {
    const huge = { ...(wire.done('a1', 400) as object), filler: 'x'.repeat(2 * 1024 * 1024) };
    const answer = checkAt(packed(huge, gzipSync, { 'content-encoding': 'gzip' }));
    await expect(answer).rejects.toMatchObject({ provider: wire.name, code: 'unreadable' });
  });
});
