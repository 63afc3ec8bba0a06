import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { HappyhorseCustomerEmulator } from '../../../sandbox/happyhorse-customer/emulator.ts';
import { aPicture, startHappyhorseCustomer } from './client.ts';
import type { Client } from './client.ts';

let app: HappyhorseCustomerEmulator;
let client: Client;

beforeEach(async () => {
  client = await startHappyhorseCustomer();
  app = client.app;
});
afterEach(() => app.close());

const PNG = { kind: 'image', contentType: 'image/png', sizeBytes: 1000 };

describe('a presign request', () => {
  it('for an image is the default, and answers where to put and how to name it', async () => {
    const answer = await client.presign({ contentType: 'image/png', sizeBytes: 1000 });
    expect(Object.keys(answer)).toEqual(['uploadUrl', 'key', 'publicUrl', 'kind']);
    expect(answer.kind).toBe('image');
    expect(answer.key).toMatch(/^videos\/inputs\/user-[0-9a-f]{8}\/[0-9a-f-]{36}\.png$/);
    expect(answer.publicUrl).toBe(`${app.url}/cdn/${answer.key}`);
    expect(answer.uploadUrl).toContain(answer.key);
  });

  it.each([
    ['image', 'image/png', 'videos/inputs/', '.png', 10],
    ['image', 'image/jpeg', 'videos/inputs/', '.jpg', 10],
    ['image', 'image/webp', 'videos/inputs/', '.webp', 10],
    ['video', 'video/mp4', 'videos/reference-video/', '.mp4', 50],
    ['video', 'video/quicktime', 'videos/reference-video/', '.mov', 50],
    ['video', 'video/webm', 'videos/reference-video/', '.webm', 50],
    ['audio', 'audio/mpeg', 'videos/reference-audio/', '.mp3', 15],
    ['audio', 'audio/mp3', 'videos/reference-audio/', '.mp3', 15],
    ['audio', 'audio/wav', 'videos/reference-audio/', '.wav', 15],
    ['audio', 'audio/webm', 'videos/reference-audio/', '.webm', 15],
  ])('for %s as %s is granted up to its size', async (kind, contentType, start, end, megabytes) => {
    const sizeBytes = megabytes * 1_000_000;
    const { key } = await client.presign({ kind, contentType, sizeBytes });
    expect([key.startsWith(start), key.endsWith(end)]).toEqual([true, true]);
    const larger = { kind, contentType, sizeBytes: sizeBytes + 1 };
    expect(await client.refusal('uploads/presign', larger)).toEqual([413, 'upload_file_too_large']);
  });

  it.each<[string, unknown, string]>([
    ['a GIF', { ...PNG, contentType: 'image/gif' }, 'upload_type_not_supported'],
    ['a video as image', { ...PNG, contentType: 'video/mp4' }, 'upload_type_not_supported'],
    [
      'sound in MP4',
      { kind: 'audio', contentType: 'audio/mp4', sizeBytes: 9 },
      'upload_type_not_supported',
    ],
    ['another kind', { ...PNG, kind: 'text' }, 'invalid_input'],
    ['no type', { kind: 'image', sizeBytes: 9 }, 'invalid_input'],
    ['no size', { kind: 'image', contentType: 'image/png' }, 'invalid_input'],
    ['nothing in it', { ...PNG, sizeBytes: 0 }, 'invalid_input'],
    ['half a byte', { ...PNG, sizeBytes: 9.5 }, 'invalid_input'],
    ['a name', { ...PNG, fileName: 'a.png' }, 'invalid_input'],
    ['half a document', '{"kind":', 'invalid_input'],
  ])('for %s is refused', async (_, body, code) => {
    expect(await client.refusal('uploads/presign', body)).toEqual([400, code]);
    expect(app.uploads.size).toBe(0);
  });
});

describe('an upload', () => {
  it('is kept as it was sent, may be repeated, and is public', async () => {
    const data = await aPicture();
    const { uploadUrl, key, publicUrl } = await client.presign({ ...PNG, sizeBytes: data.length });
    expect((await fetch(publicUrl)).status).toBe(404);
    expect((await client.put(uploadUrl, data, 'image/png')).status).toBe(200);
    expect((await client.put(uploadUrl, data, 'image/png')).status).toBe(200);
    expect(app.uploads.get(key)?.data).toEqual(data);
    const got = await fetch(publicUrl);
    expect(got.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await got.arrayBuffer())).toEqual(data);
  });

  it('of another type or size than was signed is refused', async () => {
    const { uploadUrl, key } = await client.presign(PNG);
    expect((await client.put(uploadUrl, Buffer.alloc(1000), 'image/jpeg')).status).toBe(403);
    expect((await client.put(uploadUrl, Buffer.alloc(999), 'image/png')).status).toBe(403);
    const larger = await client.put(uploadUrl, Buffer.alloc(1001), 'image/png');
    expect([larger.status, larger.headers.get('content-type')]).toEqual([403, 'application/xml']);
    expect(await larger.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect(app.uploads.get(key)?.data).toBeNull();
  });

  it('is granted for five minutes and not a moment longer', async () => {
    const { uploadUrl } = await client.presign(PNG);
    client.pass(5 * 60_000);
    expect((await client.put(uploadUrl, Buffer.alloc(1000), 'image/png')).status).toBe(200);
    client.pass(1);
    const late = await client.put(uploadUrl, Buffer.alloc(1000), 'image/png');
    expect([late.status, await late.text()]).toEqual([
      403,
      expect.stringContaining('Request has expired'),
    ]);
  });

  it('to a link that was tampered with is refused', async () => {
    const { uploadUrl } = await client.presign(PNG);
    const longer = uploadUrl.replace(/expires=\d+/, 'expires=9999999999999');
    for (const url of [longer, uploadUrl.replace('videos/', 'videos/x/'), uploadUrl.slice(0, -1)]) {
      expect((await client.put(url, Buffer.alloc(1000), 'image/png')).status).toBe(403);
    }
  });

  it('must say how long it is', async () => {
    const { uploadUrl } = await client.presign(PNG);
    const response = await fetch(uploadUrl, {
      method: 'PUT',
      headers: { 'content-type': 'image/png' },
      body: new Blob([new Uint8Array(1000)]).stream(),
      duplex: 'half',
    });
    expect(response.status).toBe(411);
  });

  it('must not carry the API key to the storage', async () => {
    const { uploadUrl } = await client.presign(PNG);
    const response = await fetch(uploadUrl, {
      method: 'PUT',
      headers: { 'content-type': 'image/png', authorization: `Bearer ${app.apiKey}` },
      body: new Uint8Array(1000),
    });
    expect(response.status).toBe(400);
    expect(app.violations).toEqual(['The API key was sent to the storage.']);
  });
});
