import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;

export interface PngChunk {
  readonly name: string;
  readonly data: Buffer;
}

/** A PNG taken apart, changed, and put together with checksums that are right. */
export function rechunked(png: Buffer, change: (chunks: PngChunk[]) => PngChunk[]): Buffer {
  return pngOf(change(chunksOf(png)), png);
}

/** With more behind its header. */
export function withChunks(png: Buffer, ...more: readonly PngChunk[]): Buffer {
  return rechunked(png, ([header, ...rest]) => [header!, ...more, ...rest]);
}

function chunksOf(png: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString('latin1', at + 4, at + 8);
    chunks.push({ name, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function pngOf(chunks: readonly PngChunk[], like: Buffer): Buffer {
  return Buffer.concat([like.subarray(0, SIGNATURE_BYTES), ...chunks.map(framed)]);
}

function framed({ name, data }: PngChunk): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

export function gamma(value: number): PngChunk {
  return { name: 'gAMA', data: numbers(value * 100_000) };
}

export const P3_CHROMATICITIES: PngChunk = {
  name: 'cHRM',
  data: numbers(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6000),
};

export function codes(primaries: number, transfer: number): PngChunk {
  return { name: 'cICP', data: Buffer.from([primaries, transfer, 0, 1]) };
}

export function numbers(...values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) data.writeUInt32BE(Math.round(value), index * 4);
  return data;
}

/** So many compressed texts, each of which unfolds to twenty megabytes. */
export function texts(count: number): PngChunk[] {
  const packed = deflateSync(Buffer.alloc(20_000_000, 'a'));
  const data = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), packed]);
  return Array.from({ length: count }, () => ({ name: 'zTXt', data }));
}

/** A PNG whose pixels end after a share of them, although it says that all is well. */
export function withFewerPixels(png: Buffer, share: number): Buffer {
  return rechunked(png, (chunks) => {
    const pixels = inflateSync(
      Buffer.concat(chunks.filter((it) => it.name === 'IDAT').map((it) => it.data)),
    );
    const data = deflateSync(pixels.subarray(0, Math.floor(pixels.length * share)));
    const [header, ...rest] = chunks.filter((it) => it.name !== 'IDAT');
    return [header!, { name: 'IDAT', data }, ...rest];
  });
}

/** Sound of one channel; what its header says of its length may be anything. */
export function wave(
  samples: number,
  told: { readonly riff?: number; readonly data?: number } = {},
  bytesPerSample: 1 | 2 | 3 | 4 = 2,
): Buffer {
  const sound = Buffer.alloc(samples * bytesPerSample);
  for (let sample = 0; sample < samples; sample += 1) {
    const level = Math.sin(sample / 8) / 3;
    const at = sample * bytesPerSample;
    if (bytesPerSample === 1) sound.writeUInt8(Math.round(128 + level * 127), at);
    else if (bytesPerSample === 4) sound.writeFloatLE(level, at);
    else sound.writeIntLE(Math.round(level * 2 ** (bytesPerSample * 8 - 1)), at, bytesPerSample);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(told.riff ?? sound.length + 36, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(bytesPerSample === 4 ? 3 : 1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(bytesPerSample * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(told.data ?? sound.length, 40);
  return Buffer.concat([header, sound]);
}

export const SAMPLE_RATE = 16_000;
