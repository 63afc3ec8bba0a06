import sharp from 'sharp';

/** A JPEG of nothing but its picture: no second one, no film, no notes of a maker. */
export interface Jpeg {
  readonly bytes: Buffer;
  /** It is drawn over and over: each time costs as much as a decoding. */
  readonly endless: boolean;
  /** How much of its picture there is, 0 to 1, as told by decoding it. */
  share(): Promise<number>;
}

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
const COMMENT = 0xfe;
const RESTARTS = { first: 0xd0, last: 0xd7 };
/** What of a maker's notes says how it looks: its turn, its profile, how Adobe wrote it. */
const KEPT = { exif: 0xe1, profile: 0xe2, adobe: 0xee };
const NOTES = { first: 0xe0, last: 0xef };
const MOST_PROFILE_PARTS = 255;
/** The most careful encoder writes a dozen. */
const MOST_SCANS = 64;
/** So small, a decoder reads a picture by its blocks of 8 × 8. */
const BLOCK = 8;
const HOLE_BYTES = 512;
/** How exactly shares are told. */
const ONE_ROW = 0.04;

/** @throws when there is no picture in it */
export async function readJpeg(file: Buffer): Promise<Jpeg> {
  const kept: Buffer[] = [Buffer.from([0xff, START])];
  let profileParts = 0;
  let scans = 0;
  let at = 2;
  for (
    let marker = markerAt(file, at);
    marker !== null && marker.code !== END && scans <= MOST_SCANS;
    marker = markerAt(file, at)
  ) {
    const start = marker.at;
    const length = start + 4 <= file.length ? file.readUInt16BE(start + 2) : 0;
    if (length < 2) break;
    at = Math.min(file.length, start + 2 + length);
    const segment = file.subarray(start, at);
    if (marker.code === KEPT.profile) profileParts += 1;
    if (isKept(marker.code, segment) && profileParts <= MOST_PROFILE_PARTS) kept.push(segment);
    if (marker.code !== SCAN) continue;
    scans += 1;
    const pixels = at;
    at = endOfScan(file, pixels);
    kept.push(file.subarray(pixels, at));
  }
  if (scans === 0) throw new Error('it has no picture');
  const end = Buffer.from([0xff, END]);
  // One without its end is as whole as its pixels are.
  const whole = Buffer.concat([...kept, end]);
  const pixels = kept.pop() ?? end;
  const bytes = await withoutHole(whole, Buffer.concat([...kept, withoutZeros(pixels), end]));
  return { bytes, endless: scans > MOST_SCANS, share: () => shareOf(bytes) };
}

function withoutZeros(pixels: Buffer): Buffer {
  let end = pixels.length;
  while (end > 0 && pixels[end - 1] === 0) end -= 1;
  return pixels.subarray(0, end);
}

/**
 * An upload that broke off may be filled with zeros, which a decoder takes for pixels. They are, where
 * one plain colour is drawn with them; else what is left is what there is.
 */
async function withoutHole(whole: Buffer, shorter: Buffer): Promise<Buffer> {
  if (whole.length - shorter.length < HOLE_BYTES) return whole;
  return (await shareOf(whole)) > (await shareOf(shorter)) + ONE_ROW ? shorter : whole;
}

function markerAt(file: Buffer, from: number): { code: number; at: number } | null {
  let at = file.indexOf(0xff, from);
  while (at !== -1 && at + 1 < file.length) {
    const code = file.readUInt8(at + 1);
    if (code !== 0 && code !== 0xff) return { code, at };
    at = file.indexOf(0xff, at + 1);
  }
  return null;
}

function endOfScan(file: Buffer, from: number): number {
  let marker = markerAt(file, from);
  while (marker && marker.code >= RESTARTS.first && marker.code <= RESTARTS.last) {
    marker = markerAt(file, marker.at + 2);
  }
  return marker?.at ?? file.length;
}

function isKept(code: number, segment: Buffer): boolean {
  if (code === COMMENT) return false;
  if (code < NOTES.first || code > NOTES.last) return true;
  const name = segment.toString('latin1', 4, 16);
  switch (code) {
    case NOTES.first:
      return name.startsWith('JFIF\0');
    case KEPT.exif:
      return name.startsWith('Exif\0');
    case KEPT.profile:
      return name.startsWith('ICC_PROFILE\0');
    case KEPT.adobe:
      return name.startsWith('Adobe');
    default:
      return false;
  }
}

/** Where nothing is left to read, a decoder draws one colour down to the last row. */
async function shareOf(bytes: Buffer): Promise<number> {
  const { width, height } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes, { failOn: 'none', ignoreIcc: true })
    .resize(Math.ceil(width / BLOCK), Math.ceil(height / BLOCK), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { channels } = info;
  const row = info.width * channels;
  const last = data.subarray(data.length - channels);
  let end = data.length;
  while (end > 0 && isPlain(data.subarray(end - row, end), last)) end -= row;
  return end / data.length;
}

function isPlain(blocks: Buffer, colour: Buffer): boolean {
  return blocks.every(
    (value, place) => Math.abs(value - (colour[place % colour.length] ?? 0)) <= 1,
  );
}
