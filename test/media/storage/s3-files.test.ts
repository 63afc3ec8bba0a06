import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { describeMediaFiles, putContent } from '../../contracts/media-files.ts';
import { aBucket } from '../support/a-bucket.ts';

const HOUR_MS = 60 * 60 * 1000;

describeMediaFiles('bucket', () => aBucket());
describeMediaFiles('bucket, in a folder of it and listed page by page', () =>
  aBucket({ prefix: '/team one/media/', pageSize: 2 }),
);

describe('the bucket', () => {
  it('has one object for the same content, of the right type', async () => {
    await using it = await aBucket({ prefix: 'here' });
    const { key } = await putContent(it.files, 'hello', 'mov');
    await putContent(it.files, 'hello', 'mov');
    await it.files.writeNote('clip-01', '{}');
    const found = [...it.s3.objects].map(([place, { contentType }]) => [place, contentType]);
    expect(found).toEqual([
      [`here/files/${key}`, 'video/quicktime'],
      ['here/notes/clip-01.json', 'application/json'],
    ]);
    expect(it.s3.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  });

  it('leaves alone what others keep in it', async () => {
    await using it = await aBucket({ prefix: 'here' });
    const key = `${'0'.repeat(64)}.jpg`;
    const others = [`files/${key}`, `here2/files/${key}`, 'here/files/report.pdf', `here/${key}`];
    for (const place of others) it.s3.place(place, 'not ours');
    it.s3.place(`here/files/${key}`, 'ours');
    it.clock.time = new Date(it.clock.time.getTime() + HOUR_MS);
    expect(await it.files.sweep(it.clock.time)).toBe(1);
    expect([...it.s3.objects.keys()]).toEqual(others);
  });

  it('notes a use once an hour, and not each time', async () => {
    await using it = await aBucket();
    const { key } = await putContent(it.files, 'hello');
    const copies = (): number => it.s3.requests.filter(({ method }) => method === 'PUT').length - 1;
    const start = it.clock.time.getTime();
    it.clock.time = new Date(start + HOUR_MS - 1);
    await it.files.touch(key);
    expect(copies()).toBe(0);
    it.clock.time = new Date(start + HOUR_MS);
    await it.files.touch(key);
    await it.files.touch(key);
    expect(copies()).toBe(1);
    expect(it.s3.objects.get(`files/${key}`)?.contentType).toBe('image/jpeg');
  });

  it('sends a file again when the storage stumbles, streamed anew', async () => {
    await using it = await aBucket();
    await using workspace = await it.files.workspace();
    const path = join(workspace.path, 'draft');
    const content = 'x'.repeat(300_000);
    await writeFile(path, content);
    it.s3.failNext({ path: '/media/files', kind: 'status', status: 404, times: 1 });
    it.s3.failNext({ path: '/media/files', kind: 'status', status: 503, times: 1 });
    it.s3.failNext({ path: '/media/files', kind: 'drop-before', times: 1 });
    const { key, bytes } = await it.files.put(path, 'mp4');
    expect(bytes).toBe(300_000);
    expect(await text(await it.files.read(key))).toBe(content);
  });

  it('says so when the storage stays out of order, and leaves nothing behind', async () => {
    await using it = await aBucket();
    const { key } = await putContent(it.files, 'hello');
    for (const kind of ['status', 'html'] as const) {
      it.s3.failNext({ path: '/media', kind, status: 503, times: 3 });
      await expect(it.files.checkOut(key)).rejects.toThrow();
    }
    expect(await readdir(it.workFolder)).toEqual([]);
    await using file = await it.files.checkOut(key);
    expect(file.bytes).toBe(5);
  });

  it('never takes an outage for a file that is gone', async () => {
    await using it = await aBucket();
    const { key } = await putContent(it.files, 'hello');
    for (const ask of [
      () => it.files.stat(key),
      () => it.files.touch(key),
      () => it.files.read(key),
      () => it.files.readNote('clip-01'),
    ]) {
      it.s3.failNext({ path: '/media', kind: 'status', status: 403, body: '<Error/>' });
      await expect(ask()).rejects.not.toMatchObject({ name: 'MediaFileMissing' });
    }
  });
});
