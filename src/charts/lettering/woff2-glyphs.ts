import { reader, shorts } from './bytes.ts';
import type { Reader } from './bytes.ts';

// What WOFF2 does to outlines, undone: https://www.w3.org/TR/WOFF2/#glyf_table_format

interface Streams {
  readonly contours: Reader;
  readonly points: Reader;
  readonly flags: Reader;
  readonly glyphs: Reader;
  readonly composites: Reader;
  readonly boxes: Reader;
  readonly instructions: Reader;
}

interface Glyph {
  readonly bytes: Uint8Array;
  readonly left: number;
}

const NO_GLYPH: Glyph = { bytes: new Uint8Array(), left: 0 };

/** The two tables of outlines, `loca` in its long form, and where each glyph begins to the left. */
export function rebuildGlyphs(transformed: Uint8Array) {
  const table = reader(transformed);
  table.take(4);
  const count = table.u16();
  table.take(2);
  const lengths = Array.from({ length: 7 }, () => table.u32());
  const stream = () => reader(table.take(lengths.shift() ?? 0));
  const [contours, points, flags] = [stream(), stream(), stream()];
  const [glyphs, composites, boxes, instructions] = [stream(), stream(), stream(), stream()];
  const streams = { contours, points, flags, glyphs, composites, boxes, instructions };
  const boxed = boxes.take(Math.ceil(count / 32) * 4);
  const rebuilt = Array.from({ length: count }, (_, n) => {
    const box = ((boxed[n >> 3] ?? 0) & (0x80 >> (n & 7))) !== 0;
    return glyphOf(streams, box);
  });
  const ends: number[] = [0];
  for (const { bytes } of rebuilt) ends.push((ends.at(-1) ?? 0) + bytes.length);
  return {
    glyf: Buffer.concat(rebuilt.map((it) => it.bytes)),
    loca: shorts(ends.flatMap((it) => [it >>> 16, it])),
    lefts: rebuilt.map((it) => it.left),
  };
}

/** Advances alone, where a glyph's own left edge tells the rest. */
export function rebuildMetrics(
  transformed: Uint8Array,
  hhea: Uint8Array,
  lefts: readonly number[],
): Uint8Array {
  const table = reader(transformed);
  const flags = table.u8();
  const count = new DataView(hhea.buffer, hhea.byteOffset).getUint16(34);
  const advances = Array.from({ length: count }, () => table.u16());
  const kept = lefts.map((left, n) => {
    const missing = (flags & (n < count ? 1 : 2)) !== 0;
    return missing ? left : table.i16();
  });
  return shorts(kept.flatMap((left, n) => (n < count ? [advances[n] ?? 0, left] : [left])));
}

function glyphOf(streams: Streams, boxed: boolean): Glyph {
  const contours = streams.contours.i16();
  if (contours === 0) return NO_GLYPH;
  return contours < 0 ? composite(streams) : simple(streams, contours, boxed);
}

function composite({ composites, boxes, glyphs, instructions }: Streams): Glyph {
  const box = Array.from({ length: 4 }, () => boxes.i16());
  const parts = [shorts([-1, ...box])];
  let flags: number;
  let instructed = false;
  do {
    flags = composites.u16();
    // The glyph, two words or bytes, and a scale of up to four numbers.
    const scale =
      (flags & 0x08) !== 0 ? 2 : (flags & 0x40) !== 0 ? 4 : (flags & 0x80) !== 0 ? 8 : 0;
    parts.push(shorts([flags]), composites.take(2 + ((flags & 0x01) !== 0 ? 4 : 2) + scale));
    instructed ||= (flags & 0x100) !== 0;
  } while ((flags & 0x20) !== 0);
  if (instructed) {
    const length = number255(glyphs);
    parts.push(shorts([length]), instructions.take(length));
  }
  return { bytes: Buffer.concat(parts), left: box[0] ?? 0 };
}

function simple(streams: Streams, contours: number, boxed: boolean): Glyph {
  const ends: number[] = [];
  let count = 0;
  for (let n = 0; n < contours; n += 1) {
    count += number255(streams.points);
    ends.push(count - 1);
  }
  const points = Array.from({ length: count }, () => pointOf(streams));
  const length = number255(streams.glyphs);
  const instructions = streams.instructions.take(length);
  const box = boxed ? Array.from({ length: 4 }, () => streams.boxes.i16()) : boxOf(points);
  const bytes = Buffer.concat([
    shorts([contours, ...box, ...ends, length]),
    instructions,
    Uint8Array.from(points, (it) => (it.onCurve ? 1 : 0)),
    shorts(points.map((it) => it.dx)),
    shorts(points.map((it) => it.dy)),
  ]);
  return { bytes, left: box[0] ?? 0 };
}

interface Point {
  readonly onCurve: boolean;
  readonly dx: number;
  readonly dy: number;
}

/** One byte of flags says how many follow, and what of a step they hold. */
function pointOf({ flags, glyphs }: Streams): Point {
  const flag = flags.u8();
  const onCurve = flag < 128;
  const kind = flag & 127;
  const signed = (bits: number, value: number) => ((bits & 1) === 1 ? value : -value);
  const step = (x: number, y: number) => ({
    onCurve,
    dx: signed(kind, x),
    dy: signed(kind >> 1, y),
  });
  const a = glyphs.u8();
  if (kind < 10) return { onCurve, dx: 0, dy: signed(kind, ((kind & 14) << 7) + a) };
  if (kind < 20) return { onCurve, dx: signed(kind, (((kind - 10) & 14) << 7) + a), dy: 0 };
  if (kind < 84) {
    const rest = kind - 20;
    return step(1 + (rest & 0x30) + (a >> 4), 1 + ((rest & 0x0c) << 2) + (a & 15));
  }
  const b = glyphs.u8();
  if (kind < 120) {
    const rest = kind - 84;
    return step(1 + (Math.floor(rest / 12) << 8) + a, 1 + (((rest % 12) >> 2) << 8) + b);
  }
  const c = glyphs.u8();
  if (kind < 124) return step((a << 4) + (b >> 4), ((b & 15) << 8) + c);
  return step((a << 8) + b, (c << 8) + glyphs.u8());
}

function boxOf(points: readonly Point[]): readonly number[] {
  let [x, y] = [0, 0];
  const [xs, ys]: [number[], number[]] = [[], []];
  for (const { dx, dy } of points) {
    xs.push((x += dx));
    ys.push((y += dy));
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** A small number in one byte, a larger one in two or three. */
function number255(stream: Reader): number {
  const first = stream.u8();
  if (first === 253) return stream.u16();
  if (first === 254) return 506 + stream.u8();
  return first === 255 ? 253 + stream.u8() : first;
}
