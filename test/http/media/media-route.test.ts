import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerMediaRoute } from '../../../src/http/media/media-route.ts';
import { createFolderFiles } from '../../../src/media/storage/folder-files.ts';
import { createLinkSigner, type LinkSigner } from '../../../src/media/storage/links.ts';
import type { MediaFiles } from '../../../src/media/storage/media-files.ts';
import { tempFolder, type TempFolder } from '../../media/support/temp-folder.ts';
import { patience } from '../../support/patience.ts';

const SIZE = 300_000;
const content = randomBytes(SIZE);
const clock = { time: new Date('2026-03-01T12:00:00Z') };
const now = (): Date => clock.time;
const inAnHour = new Date(clock.time.getTime() + 3_600_000);

let folder: TempFolder;
let files: MediaFiles;
let links: LinkSigner;
let app: FastifyInstance;
let base: string;
let key: string;

beforeAll(async () => {
  folder = await tempFolder();
  files = await createFolderFiles(folder.path, { now });
  await using workspace = await files.workspace();
  await writeFile(join(workspace.path, 'video'), content);
  key = (await files.put(join(workspace.path, 'video'), 'mp4')).key;
  links = createLinkSigner({ secret: 'a secret', publicUrl: 'https://show.example', now });
  app = fastify();
  registerMediaRoute(app, { links, files, now });
  base = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await app.close();
  await folder[Symbol.asyncDispose]();
});

function pathOf(fileName?: string, expiresAt = inAnHour, of = key): string {
  return new URL(links.link(of, expiresAt, fileName)!).pathname;
}

async function get(headers: Record<string, string> = {}, path = pathOf(), method = 'GET') {
  const response = await fetch(base + path, { method, headers });
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body };
}

describe('a media link', () => {
  it('gives the file, and tells browsers to do nothing but show it', async () => {
    const { status, headers, body } = await get();
    expect(status).toBe(200);
    expect(body.equals(content)).toBe(true);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(SIZE),
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="${key.slice(0, 12)}.mp4"`,
      etag: `"${key.slice(0, 64)}"`,
    });
  });

  it.each([
    ['webm', 'video/webm'],
    ['weba', 'audio/webm'],
  ])('gives what is in a WebM file as what it is: %s', async (ending, type) => {
    await using workspace = await files.workspace();
    await writeFile(join(workspace.path, 'sound'), 'sound');
    const stored = await files.put(join(workspace.path, 'sound'), ending);
    const { headers } = await get({}, pathOf(undefined, inAnHour, stored.key));
    expect(headers.get('content-type')).toBe(type);
  });

  it('answers HEAD with the same headers and no body', async () => {
    const { status, headers, body } = await get({ range: 'bytes=0-4' }, pathOf(), 'HEAD');
    expect(status).toBe(200);
    expect(headers.get('content-length')).toBe(String(SIZE));
    expect(body).toHaveLength(0);
  });

  it.each([
    ['a horse.mp4', 'a horse.mp4'],
    ['évil"; filename="x.exe', 'vil_ filename_x.mp4'],
    ['../../etc/passwd', 'etc_passwd.mp4'],
    ['a\r\nset-cookie: b=c', 'a_set-cookie_ b_c.mp4'],
    ['.mp4', null],
    ['馬.mp4', null],
  ])('names the file in letters that harm nothing: %j', async (name, safe) => {
    const { headers } = await get({}, pathOf(name));
    const wanted = safe ?? `${key.slice(0, 12)}.mp4`;
    expect(headers.get('content-disposition')).toBe(`inline; filename="${wanted}"`);
    expect(headers.get('set-cookie')).toBeNull();
  });
});

describe('a part of a file', () => {
  const last = SIZE - 1;

  it.each([
    ['bytes=0-99', 0, 99],
    ['bytes=100-100', 100, 100],
    ['bytes=1000-', 1000, last],
    ['bytes=-500', SIZE - 500, last],
    [`bytes=-${SIZE + 1}`, 0, last],
    [`bytes=5-${SIZE * 2}`, 5, last],
    [`bytes=${last}-${last}`, last, last],
    ['BYTES= 0-1', 0, 1],
  ])('is given for %s', async (range, start, end) => {
    const { status, headers, body } = await get({ range });
    expect(status).toBe(206);
    expect(headers.get('content-range')).toBe(`bytes ${start}-${end}/${SIZE}`);
    expect(headers.get('content-length')).toBe(String(end - start + 1));
    expect(body.equals(content.subarray(start, end + 1))).toBe(true);
  });

  it.each(['bytes=0-1,5-6', 'bytes=5-4', 'bytes=-', 'bytes=a-b', 'items=0-4', 'bytes=1-2-3', ''])(
    'is the whole for %j',
    async (range) => {
      const { status, body } = await get({ range });
      expect([status, body.length]).toEqual([200, SIZE]);
    },
  );

  it.each([`bytes=${SIZE}-`, `bytes=${SIZE + 5}-${SIZE + 9}`, 'bytes=-0'])(
    'cannot be given for %s',
    async (range) => {
      const { status, headers } = await get({ range });
      expect(status).toBe(416);
      expect(headers.get('content-range')).toBe(`bytes */${SIZE}`);
    },
  );

  it('is given only of the version that the client has', async () => {
    const range = 'bytes=0-9';
    const same = await get({ range, 'if-range': `"${key.slice(0, 64)}"` });
    expect(same.status).toBe(206);
    for (const other of ['"another"', `W/"${key.slice(0, 64)}"`, 'Sun, 01 Mar 2026 12:00:00 GMT']) {
      expect((await get({ range, 'if-range': other })).status).toBe(200);
    }
  });
});

describe('a file that the client has', () => {
  it('is not sent again', async () => {
    const etag = `"${key.slice(0, 64)}"`;
    for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const { status, headers, body } = await get({ 'if-none-match': tag });
      expect([status, body.length, headers.get('etag')]).toEqual([304, 0, etag]);
    }
    expect((await get({ 'if-none-match': '"another"' })).status).toBe(200);
  });
});

describe('a link that does not work', () => {
  async function refusal(path: string): Promise<string> {
    const { status, headers, body } = await get({}, path);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('etag')).toBeNull();
    expect(body.toString()).toMatch(/^[A-Z][^\n]+\n$/);
    return `${status} ${body.toString().slice(0, 20)}`;
  }

  it('says so when it was changed or is not whole', async () => {
    for (const path of [pathOf().slice(0, -20), '/media/', '/media/x', `/media/${key}`]) {
      expect(await refusal(path)).toBe('403 This link is incompl');
    }
  });

  it('leads nowhere else', async () => {
    for (const path of ['/media/..%2f..%2fetc%2fpasswd', '/media/%00', '/media/a/b']) {
      expect(await refusal(path)).toMatch(/^403/);
    }
  });

  it('says so when its time is over, and not a moment before', async () => {
    const path = pathOf(undefined, inAnHour);
    clock.time = new Date(inAnHour.getTime() - 1);
    expect((await get({}, path)).status).toBe(200);
    clock.time = inAnHour;
    expect(await refusal(path)).toBe('410 This link has expire');
    clock.time = new Date(inAnHour.getTime() - 3_600_000);
  });

  it('says so when the file was deleted', async () => {
    const path = pathOf(undefined, inAnHour, `${'0'.repeat(64)}.jpg`);
    expect(await refusal(path)).toBe('410 This file was delete');
  });
});

describe('a link that leads nowhere', () => {
  it('says so in the language of the browser', async () => {
    const headers = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' };
    const path = pathOf(undefined, inAnHour, `${'0'.repeat(64)}.jpg`);
    const refused = await get(headers, path);
    expect(refused.body.toString()).toBe('Diese Datei wurde gelöscht.\n');
    expect(refused.headers.get('content-language')).toBe('de');
    expect(refused.headers.get('vary')).toBe('accept-language');
  });
});

describe('a client that goes away', () => {
  it('takes the open file with it', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(65_536));
      },
    });
    const other = fastify();
    const opened = {
      stat: () => Promise.resolve({ bytes: 1e12 }),
      read: () => Promise.resolve(endless),
    };
    registerMediaRoute(other, { links, files: opened, now });
    await other.listen({ port: 0, host: '127.0.0.1' });
    const { port } = other.server.address() as AddressInfo;
    const request = httpRequest({ port, path: pathOf() });
    request.on('error', () => undefined);
    request.on('response', (response) => {
      response.on('error', () => undefined);
      response.once('data', () => request.destroy());
    });
    request.end();
    await vi.waitUntil(() => endless.destroyed, { timeout: patience(5_000) });
    await other.close();
  });
});
