import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { AudioLimits, ClipLimits } from '../../../src/core/media/domain/media.ts';
import { createMediaStore } from '../../../src/media/media-store.ts';
import type { FetchFile } from '../../../src/media/fetch/guarded-fetch.ts';
import { createGuardedFetch } from '../../../src/media/fetch/guarded-fetch.ts';
import { createFolderFiles } from '../../../src/media/storage/folder-files.ts';
import { createLinkSigner } from '../../../src/media/storage/links.ts';
import { sharedDecoder as decoder } from '../../support/fakes/shared-decoder.ts';
import { startLoopbackServer } from '../support/loopback-server.ts';
import { videoBytes } from '../support/real-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { silent } from '../../support/core.ts';
import { patience } from '../../support/patience.ts';

const GIGABYTE = 1_000_000_000;
const limits: ClipLimits = {
  types: ['video/mp4'],
  maxBytes: 100_000_000,
  minSeconds: 1,
  maxSeconds: 60,
  minSide: 100,
  maxSide: 2000,
  maxRatio: 2.5,
  minFps: 8,
};
const sounds: AudioLimits = { types: ['audio/mpeg'], maxBytes: 10_000_000 };
const name = 'mine.mp4';

/** A server that misbehaves, and a store that counts what it lets in. */
async function aWorld(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  changed: { readonly totalTimeoutMs?: number; readonly idleTimeoutMs?: number } = {},
) {
  const folder = await tempFolder();
  const server = await startLoopbackServer(answer);
  const guarded = createGuardedFetch({ trustedHosts: [server.host], userAgent: 'test' });
  let bytes = 0;
  // As it is run, but for times that a test can wait for.
  const fetchFile: FetchFile = async (url, options) => {
    const fetched = await guarded.fetchFile(url, { ...options, ...changed });
    return { ...fetched, body: counted(fetched.body) };
  };
  async function* counted(body: AsyncIterable<Uint8Array>) {
    for await (const chunk of body) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  const now = (): Date => new Date();
  const store = createMediaStore({
    files: await createFolderFiles(folder.path, { now }),
    decoder,
    fetchFile,
    links: createLinkSigner({ secret: 'a secret', publicUrl: null, now }),
    maxVideoBytes: GIGABYTE,
    logger: silent,
  });
  const clip = (url: string, declared: number | null = null) =>
    store.ingestClip({ url, name, bytes: declared }, limits, {
      allowTranscode: true,
      signal: AbortSignal.timeout(patience(15_000)),
    });
  const audio = (url: string) =>
    store.ingestAudio({ url, name, bytes: null }, sounds, AbortSignal.timeout(patience(15_000)));
  return {
    server,
    clip,
    audio,
    bytes: () => bytes,
    async [Symbol.asyncDispose]() {
      await guarded.close();
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function endless(_request: IncomingMessage, response: ServerResponse): void {
  const chunk = Buffer.alloc(1_000_000);
  const more = (): void => {
    while (response.write(chunk));
  };
  response.on('drain', more);
  more();
}

const unreachable = { status: 'refused', problem: { media: 'video', code: 'unreachable', name } };

describe('a video from a server that means harm', () => {
  it('of ten declared gigabytes is not even begun', async () => {
    await using world = await aWorld((_request, response) => {
      response.writeHead(200, { 'content-length': 10 * GIGABYTE }).write('x');
    });
    expect(await world.clip(world.server.url('/'))).toEqual({
      status: 'refused',
      problem: {
        media: 'video',
        code: 'too-big',
        name,
        bytes: 10 * GIGABYTE,
        maxBytes: 500_000_000,
      },
    });
    expect(world.bytes()).toBe(0);
  });

  it('that a chat calls ten gigabytes is not asked for', async () => {
    await using world = await aWorld(endless);
    const refused = await world.clip(world.server.url('/'), 10 * GIGABYTE);
    expect(refused).toMatchObject({
      problem: { media: 'video', code: 'too-big', bytes: 10 * GIGABYTE },
    });
    expect(world.server.requests).toEqual([]);
  });

  it('that never ends is cut off at the cap, a sound at its own', async () => {
    await using world = await aWorld(endless);
    expect(await world.audio(world.server.url('/'))).toEqual({
      status: 'refused',
      problem: { media: 'audio', code: 'too-big', name, bytes: null, maxBytes: 10_000_000 },
    });
    expect(world.bytes()).toBeLessThanOrEqual(10_000_000);
    expect(await world.clip(world.server.url('/'))).toEqual({
      status: 'refused',
      problem: { media: 'video', code: 'too-big', name, bytes: null, maxBytes: 500_000_000 },
    });
    expect(world.bytes()).toBeLessThanOrEqual(510_000_000);
  });

  it('that drips, or comes too slowly as a whole, is left in time', async () => {
    const drip = (_request: IncomingMessage, response: ServerResponse): void => {
      response.write('x');
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    await using idle = await aWorld(drip, { idleTimeoutMs: 200 });
    expect(await idle.clip(idle.server.url('/'))).toEqual(unreachable);
    const steady = (_request: IncomingMessage, response: ServerResponse): void => {
      const timer = setInterval(() => response.write(Buffer.alloc(4000)), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    await using slow = await aWorld(steady, { idleTimeoutMs: 200, totalTimeoutMs: 600 });
    expect(await slow.clip(slow.server.url('/'))).toEqual(unreachable);
  });

  it('that is longer or shorter than was declared is not taken', async () => {
    const body = await videoBytes({ seconds: 2 });
    await using shorter = await aWorld((_request, response) => {
      response.writeHead(200, { 'content-length': body.length + 1000 });
      response.write(body, () => response.destroy());
    });
    expect(await shorter.clip(shorter.server.url('/'))).toEqual(unreachable);
    await using longer = await aWorld((_request, response) => {
      response.socket?.end(
        `HTTP/1.1 200 OK\r\ncontent-length: ${body.length - 500}\r\n\r\n${body.toString('latin1')}`,
        'latin1',
      );
    });
    // What is over is never read, so that the end is missing.
    const outcome = await longer.clip(longer.server.url('/'));
    expect(outcome).toMatchObject({
      status: 'refused',
      problem: { media: 'video', code: 'broken' },
    });
  });

  it.each([
    'http://127.0.0.1:9/secret',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[::ffff:7f00:1]/',
    'http://localhost/',
    'file:///etc/passwd',
  ])('that redirects to what is private is not followed: %s', async (location) => {
    await using world = await aWorld((_request, response) => {
      response.writeHead(302, { location }).end();
    });
    expect(await world.clip(world.server.url('/'))).toEqual(unreachable);
    expect(await world.audio(world.server.url('/'))).toEqual({
      status: 'refused',
      problem: { media: 'audio', code: 'unreachable', name },
    });
    expect(await world.clip(location)).toEqual(unreachable);
    expect(world.bytes()).toBe(0);
  });

  it('gets no secret that was meant for another', async () => {
    const seen: (string | undefined)[] = [];
    await using other = await startLoopbackServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(404).end();
    });
    const folder = await tempFolder();
    await using from = await startLoopbackServer((_request, response) => {
      response.writeHead(302, { location: other.url('/') }).end();
    });
    const guarded = createGuardedFetch({ trustedHosts: [from.host, other.host], userAgent: 'x' });
    const now = (): Date => new Date();
    const store = createMediaStore({
      files: await createFolderFiles(folder.path, { now }),
      decoder,
      fetchFile: guarded.fetchFile,
      links: createLinkSigner({ secret: 'a secret', publicUrl: null, now }),
      maxVideoBytes: GIGABYTE,
      logger: silent,
    });
    const source = {
      url: from.url('/'),
      name,
      bytes: null,
      headers: { authorization: 'Bearer x' },
    };
    const options = { allowTranscode: false, signal: AbortSignal.timeout(patience(5_000)) };
    expect(await store.ingestClip(source, limits, options)).toEqual(unreachable);
    expect(seen).toEqual([undefined]);
    await guarded.close();
    await folder[Symbol.asyncDispose]();
  });
});
