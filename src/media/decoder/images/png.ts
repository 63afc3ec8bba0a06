import { crc32, createInflate, deflateSync } from 'node:zlib';
import { profileOfCodes, profileOfNumbers, type ColourCodes } from './colour.ts';
import type { Chromaticity } from './primaries.ts';
import { isShining } from './shining.ts';

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A PNG of nothing but what says how it looks: no text that unfolds, no other pictures. */
export interface Png {
  readonly bytes: Buffer;
  /** What no profile says well. */
  readonly shining: ColourCodes | null;
  /** How much of its pixels there is, 0 to 1, as told by unpacking them. */
  share(): Promise<number>;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

/** Its name, and that it is packed. */
const PROFILE_HEAD = Buffer.from([0x69, 0x63, 0x63, 0, 0]);
const HEADER_BYTES = 13;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** A profile of a camera or a screen has some kilobytes, of a printer a megabyte or two. */
const MOST_PROFILE_BYTES = 8_000_000;
/** Where the eight ways of an interlaced picture begin, and how far apart its pixels are. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** @throws when it has no header, or no picture at all */
export function readPng(file: Buffer, givenProfile: Buffer | null = null): Png {
  const chunks = new Map<string, Buffer>();
  const pixels: Buffer[] = [];
  for (const { name, data } of chunksOf(file)) {
    if (name === 'IDAT') pixels.push(data);
    // What comes twice counts once, and what comes after the picture not at all.
    else if (!chunks.has(name) && (pixels.length === 0 || name === 'eXIf')) chunks.set(name, data);
  }
  const ihdr = chunks.get('IHDR');
  if (ihdr?.length !== HEADER_BYTES || pixels.length === 0) throw new Error('it has no picture');
  const header = readHeader(ihdr);
  const grey = header.colourType === 0 || header.colourType === 4;
  const profile = givenProfile ? packed(givenProfile) : profileChunk(chunks, grey);
  const codes = codesOf(chunks);
  const kept = ['PLTE', 'tRNS', 'eXIf'] as const;
  return {
    bytes: Buffer.concat([
      PNG_SIGNATURE,
      chunk('IHDR', ihdr),
      ...(profile ? [chunk('iCCP', profile)] : []),
      ...kept.flatMap((name) => {
        const data = chunks.get(name);
        return data ? [chunk(name, data)] : [];
      }),
      chunk('IDAT', Buffer.concat(pixels)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
    shining: codes !== null && isShining(codes) ? codes : null,
    share: () => shareOf(pixels, unpackedBytes(header)),
  };
}

/** Of the last chunk, as much as there is. */
function* chunksOf(file: Buffer): Generator<{ readonly name: string; readonly data: Buffer }> {
  let at = PNG_SIGNATURE.length;
  while (at + 8 <= file.length) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    if (name === 'IEND') return;
    yield { name, data: file.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function readHeader(ihdr: Buffer): Header {
  return {
    width: ihdr.readUInt32BE(0),
    height: ihdr.readUInt32BE(4),
    depth: ihdr.readUInt8(8),
    colourType: ihdr.readUInt8(9),
    interlaced: ihdr.readUInt8(12) === 1,
  };
}

/** The strongest word that there is about its colours, as a profile; null: they are sRGB. */
function profileChunk(chunks: ReadonlyMap<string, Buffer>, grey: boolean): Buffer | null {
  const codes = codesOf(chunks);
  if (codes !== null) return isShining(codes) ? null : packed(profileOfCodes(codes, grey));
  const profile = chunks.get('iCCP');
  if (profile) return profile.length <= MOST_PROFILE_BYTES ? profile : null;
  if (chunks.has('sRGB')) return null;
  const gamma = chunks.get('gAMA');
  const places = chunks.get('cHRM');
  return packed(
    profileOfNumbers(
      {
        gamma: gamma?.length === 4 ? gamma.readUInt32BE(0) / 100_000 : null,
        primaries:
          places?.length === 32
            ? {
                white: chromaticity(places, 0),
                red: chromaticity(places, 8),
                green: chromaticity(places, 16),
                blue: chromaticity(places, 24),
              }
            : null,
      },
      grey,
    ),
  );
}

function codesOf(chunks: ReadonlyMap<string, Buffer>): ColourCodes | null {
  const codes = chunks.get('cICP');
  if (codes?.length !== 4) return null;
  return { primaries: codes.readUInt8(0), transfer: codes.readUInt8(1) };
}

function chromaticity(places: Buffer, at: number): Chromaticity {
  return [places.readUInt32BE(at) / 100_000, places.readUInt32BE(at + 4) / 100_000];
}

function packed(profile: Buffer | null): Buffer | null {
  return profile && Buffer.concat([PROFILE_HEAD, deflateSync(profile)]);
}

function chunk(name: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(data.length + 12);
  framed.writeUInt32BE(data.length, 0);
  framed.write(name, 4, 'latin1');
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, data.length + 8)), data.length + 8);
  return framed;
}

function unpackedBytes({ width, height, depth, colourType, interlaced }: Header): number {
  const bits = depth * (CHANNELS[colourType] ?? 1);
  const bytesOf = (columns: number, rows: number): number =>
    columns > 0 && rows > 0 ? (Math.ceil((columns * bits) / 8) + 1) * rows : 0;
  if (!interlaced) return bytesOf(width, height);
  return PASSES.reduce((sum, [left, top, apart, below]) => {
    const columns = Math.ceil((width - left) / apart);
    return sum + bytesOf(columns, Math.ceil((height - top) / below));
  }, 0);
}

async function shareOf(pixels: readonly Buffer[], expected: number): Promise<number> {
  const inflate = createInflate();
  let unpacked = 0;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const over = (): void => {
    resolve(undefined);
  };
  inflate.on('data', (part: Buffer) => {
    unpacked += part.length;
    if (unpacked >= expected) inflate.destroy();
  });
  // What is damaged or cut off ends with an error, after all that was whole.
  inflate.on('error', over).on('end', over).on('close', over);
  for (const part of pixels) inflate.write(part);
  inflate.end();
  await promise;
  return expected === 0 ? 0 : Math.min(1, unpacked / expected);
}
