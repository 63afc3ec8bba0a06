import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { sniff, type Sniffed } from '../../../src/media/shared/sniff.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function sniffed(content: Buffer | string, name = 'file.png'): Promise<Sniffed> {
  await using folder = await tempFolder();
  const path = join(folder.path, name);
  await writeFile(path, content);
  return await sniff(path);
}

const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });

it('tells images by their bytes, whatever their name', async () => {
  const jpeg = await picture.clone().jpeg().toBuffer();
  expect(await sniffed(jpeg, 'file.txt')).toEqual({
    kind: 'image',
    type: 'image/jpeg',
    found: { format: 'JPEG' },
  });
  const png = await picture.clone().png().toBuffer();
  expect(await sniffed(png, 'file.mp4')).toEqual({
    kind: 'image',
    type: 'image/png',
    found: { format: 'PNG' },
  });
  const webp = await picture.clone().webp().toBuffer();
  expect(await sniffed(webp)).toEqual({
    kind: 'image',
    type: 'image/webp',
    found: { format: 'WebP' },
  });
});

it('names images that are not taken', async () => {
  const gif = await picture.clone().gif().toBuffer();
  expect(await sniffed(gif)).toEqual({ kind: 'other-image', found: { format: 'GIF' } });
  const avif = await picture.clone().avif().toBuffer();
  expect(await sniffed(avif)).toEqual({ kind: 'other-image', found: { format: 'AVIF' } });
  const tiff = await picture.clone().tiff().toBuffer();
  expect(await sniffed(tiff)).toEqual({ kind: 'other-image', found: { format: 'TIFF' } });
  const heic = Buffer.from('0000001c66747970686569630000000068656963', 'hex');
  expect(await sniffed(heic)).toEqual({ kind: 'other-image', found: { format: 'HEIC' } });
});

it('names an SVG, with and without a declaration', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const found = { kind: 'other-image', found: { format: 'SVG' } };
  expect(await sniffed(svg)).toEqual(found);
  expect(await sniffed(`<?xml version="1.0"?>\n<!-- made by hand -->\n${svg}`)).toEqual(found);
});

it('calls other things what a person would', async () => {
  expect(await sniffed('not an image at all')).toEqual({ kind: 'other', found: 'text' });
  expect(await sniffed('é'.repeat(10_001))).toEqual({ kind: 'other', found: 'text' });
  expect(await sniffed('<!DOCTYPE html><p>Sign in')).toEqual({
    kind: 'other',
    found: 'web-page',
  });
  expect(await sniffed('%PDF-1.7\n')).toEqual({ kind: 'other', found: { format: 'PDF' } });
  expect(await sniffed('')).toEqual({ kind: 'other', found: 'empty' });
  expect(await sniffed(Buffer.from([0, 1, 2, 3, 250, 251]))).toEqual({
    kind: 'other',
    found: null,
  });
  const zip = Buffer.from('504b0304140000000000', 'hex');
  expect(await sniffed(zip)).toMatchObject({ kind: 'other', found: { format: 'ZIP' } });
  const mp4 = Buffer.from('0000001c6674797069736f6d0000020069736f6d', 'hex');
  expect(await sniffed(mp4)).toEqual({ kind: 'video', found: { format: 'MP4' } });
});
