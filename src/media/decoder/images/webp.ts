/** A WebP of one picture, whose count of its own bytes is right. */
export interface WebP {
  readonly bytes: Buffer;
  /** Every pixel is as it was drawn. */
  readonly lossless: boolean;
}

const HEADER_BYTES = 12;
/** What says how it looks. An animation of many pictures costs a look at each of them. */
const KEPT = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP', 'EXIF'];

export function readWebP(file: Buffer): WebP {
  const kept = new Map<string, Buffer>();
  for (const { name, chunk } of chunksOf(file)) {
    if (KEPT.includes(name) && !kept.has(name)) kept.set(name, chunk);
  }
  const bytes = Buffer.concat([file.subarray(0, HEADER_BYTES), ...kept.values()]);
  // Who wrote it may have miscounted, or an upload added to it; its pictures say how long they are.
  bytes.writeUInt32LE(bytes.length - 8, 4);
  return { bytes, lossless: kept.has('VP8L') };
}

function* chunksOf(file: Buffer): Generator<{ readonly name: string; readonly chunk: Buffer }> {
  let at = HEADER_BYTES;
  while (at + 8 <= file.length) {
    const length = file.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    yield { name: file.toString('latin1', at, at + 4), chunk: file.subarray(at, end) };
    at = end;
  }
}
