import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPutFile } from '../../../src/providers/shared/put-file.ts';
import type { FilePut } from '../../../src/providers/shared/put-file.ts';
import { respond, startLoopback } from '../loopback.ts';

let folder: string;
let file: { readonly path: string; readonly bytes: number };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'put-file-'));
  file = { path: path.join(folder, 'clip.mp4'), bytes: 3_000_000 };
  await writeFile(file.path, 'x'.repeat(file.bytes));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
const put = (url: string, development: boolean, more: Partial<FilePut> = {}) =>
  createPutFile({ development })({
    ...file,
    url,
    headers: { 'content-type': 'video/mp4' },
    signal,
    ...more,
  });

describe('a file', () => {
  it('is put to a presigned address whole, and the status comes back', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 201, 'stored');
    });
    expect(await put(`${server.url}/put?sign=a%20b`, true)).toEqual({
      httpStatus: 201,
      redirect: null,
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'PUT', target: '/put?sign=a%20b' });
    expect(request?.headers).toMatchObject({
      'content-length': '3000000',
      'content-type': 'video/mp4',
    });
    expect(request?.body).toHaveLength(3_000_000);
  });

  it('does not follow a redirect, and says where it leads without what was signed', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 307, '', { location: '/elsewhere?sign=secret' });
    });
    expect(await put(`${server.url}/put?sign=secret`, true)).toEqual({
      httpStatus: 307,
      redirect: `${server.url}/put redirects to ${server.url}/elsewhere`,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is not sent by plain http, but for development', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, '');
    });
    await expect(put(`${server.url}/put`, false)).rejects.toThrow('not one of https');
    expect(server.connections()).toBe(0);
  });

  it.each(['https://127.0.0.1', 'https://[::1]', 'https://169.254.169.254', 'https://10.0.0.1'])(
    'is not sent to %s',
    async (url) => {
      await expect(put(url, false)).rejects.toMatchObject({
        message: expect.stringContaining('public internet') as string,
      });
    },
  );

  it('is not sent to a name that leads to a private address', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, '');
    });
    const sent = put(`https://localhost:${server.port}/put`, false);
    await expect(sent).rejects.toThrow('public internet');
    expect(server.connections()).toBe(0);
  });

  it('that is not there is not sent', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, '');
    });
    const missing = path.join(folder, 'missing.mp4');
    await expect(put(`${server.url}/put`, true, { path: missing })).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });

  it('is not begun after it was stopped', async () => {
    await using server = await startLoopback((_, response) => {
      respond(response, 200, '');
    });
    const stopped = put(`${server.url}/put`, true, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.connections()).toBe(0);
  });
});
