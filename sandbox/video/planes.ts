// Pictures as the encoder wants them: three 8-bit planes, colour at half size (I420, BT.709, 16–235).

export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** A picture to lay over another. `alpha` has the size of `y`, `alphaHalf` that of `u`; `left` and `top` are even. */
export interface Overlay {
  readonly left: number;
  readonly top: number;
  readonly planes: Planes;
  readonly alpha: Uint8Array;
  readonly alphaHalf: Uint8Array;
}

/** A part of a picture, in its own pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function even(value: number): number {
  return 2 * Math.round(value / 2);
}

/** One buffer for all three planes, which is the layout of an I420 frame. */
export function emptyFrame(width: number, height: number): { frame: Buffer; planes: Planes } {
  const luma = width * height;
  const chroma = (width / 2) * (height / 2);
  const frame = Buffer.alloc(luma + 2 * chroma);
  return {
    frame,
    planes: {
      width,
      height,
      y: frame.subarray(0, luma),
      u: frame.subarray(luma, luma + chroma),
      v: frame.subarray(luma + chroma),
    },
  };
}

/** From interleaved RGBA; width and height are even. */
export function toPlanes(rgba: Uint8Array, width: number, height: number): Planes {
  const { planes } = emptyFrame(width, height);
  const { y, u, v } = planes;
  for (let i = 0, p = 0; i < y.length; i += 1, p += 4) {
    y[i] = (rgba[p]! * 11966 + rgba[p + 1]! * 40254 + rgba[p + 2]! * 4064 + 1081344) >> 16;
  }
  const half = width / 2;
  for (let j = 0; j < height / 2; j += 1) {
    for (let i = 0; i < half; i += 1) {
      const a = (2 * j * width + 2 * i) * 4;
      const b = a + width * 4;
      const red = rgba[a]! + rgba[a + 4]! + rgba[b]! + rgba[b + 4]!;
      const green = rgba[a + 1]! + rgba[a + 5]! + rgba[b + 1]! + rgba[b + 5]!;
      const blue = rgba[a + 2]! + rgba[a + 6]! + rgba[b + 2]! + rgba[b + 6]!;
      u[j * half + i] = (red * -6596 + green * -22188 + blue * 28784 + 33685504) >> 18;
      v[j * half + i] = (red * 28784 + green * -26145 + blue * -2639 + 33685504) >> 18;
    }
  }
  return planes;
}

export function toOverlay(
  rgba: Uint8Array,
  place: { left: number; top: number; width: number; height: number },
): Overlay {
  const { left, top, width, height } = place;
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i += 1) alpha[i] = rgba[i * 4 + 3]!;
  const half = width / 2;
  const alphaHalf = new Uint8Array(half * (height / 2));
  for (let i = 0; i < alphaHalf.length; i += 1) {
    const a = 2 * Math.floor(i / half) * width + 2 * (i % half);
    alphaHalf[i] = (alpha[a]! + alpha[a + 1]! + alpha[a + width]! + alpha[a + width + 1]! + 2) >> 2;
  }
  return { left, top, planes: toPlanes(rgba, width, height), alpha, alphaHalf };
}

/** Fills `out` with the part of `source` that `rect` frames, smoothly between pixels. */
export function sample(source: Planes, rect: Rect, out: Planes): void {
  samplePlane(source.y, source.width, source.height, rect, out.y, out.width);
  const half = { x: rect.x / 2, y: rect.y / 2, width: rect.width / 2, height: rect.height / 2 };
  samplePlane(source.u, source.width / 2, source.height / 2, half, out.u, out.width / 2);
  samplePlane(source.v, source.width / 2, source.height / 2, half, out.v, out.width / 2);
}

function samplePlane(
  from: Uint8Array,
  width: number,
  height: number,
  rect: Rect,
  out: Uint8Array,
  outWidth: number,
): void {
  const outHeight = out.length / outWidth;
  const columns = new Int32Array(outWidth);
  const fractions = new Int32Array(outWidth);
  for (let i = 0; i < outWidth; i += 1) {
    const x = clamp(rect.x + ((i + 0.5) * rect.width) / outWidth - 0.5, width - 1.01);
    columns[i] = Math.floor(x);
    fractions[i] = Math.floor((x - Math.floor(x)) * 256);
  }
  const firstColumn = columns[0] ?? 0;
  const lastColumn = (columns[outWidth - 1] ?? 0) + 1;
  // Two rows as one: each pixel of it is needed by its neighbours as well.
  const mixed = new Int32Array(lastColumn + 1);
  for (let j = 0; j < outHeight; j += 1) {
    const y = clamp(rect.y + ((j + 0.5) * rect.height) / outHeight - 0.5, height - 1.01);
    const above = Math.floor(y) * width;
    const below = above + width;
    const fraction = Math.floor((y - Math.floor(y)) * 256);
    for (let i = firstColumn; i <= lastColumn; i += 1) {
      mixed[i] = from[above + i]! * (256 - fraction) + from[below + i]! * fraction;
    }
    const row = j * outWidth;
    for (let i = 0; i < outWidth; i += 1) {
      const p = columns[i]!;
      const f = fractions[i]!;
      out[row + i] = (mixed[p]! * (256 - f) + mixed[p + 1]! * f + 32768) >> 16;
    }
  }
}

function clamp(value: number, highest: number): number {
  return Math.max(0, Math.min(highest, value));
}

/** Mixes `over` into `out`; `share` is between 0 and 1. */
export function dissolve(out: Planes, over: Planes, share: number): void {
  const weight = Math.round(clamp(share, 1) * 256);
  for (const name of ['y', 'u', 'v'] as const) {
    const to = out[name];
    const from = over[name];
    for (let i = 0; i < to.length; i += 1) {
      to[i] = (to[i]! * (256 - weight) + from[i]! * weight + 128) >> 8;
    }
  }
}

export function layOver(out: Planes, overlay: Overlay): void {
  const { left, top, planes, alpha, alphaHalf } = overlay;
  blendPlane(out.y, out.width, planes.y, planes.width, alpha, left, top);
  const halfWidth = planes.width / 2;
  blendPlane(out.u, out.width / 2, planes.u, halfWidth, alphaHalf, left / 2, top / 2);
  blendPlane(out.v, out.width / 2, planes.v, halfWidth, alphaHalf, left / 2, top / 2);
}

function blendPlane(
  out: Uint8Array,
  outWidth: number,
  over: Uint8Array,
  width: number,
  alpha: Uint8Array,
  left: number,
  top: number,
): void {
  for (let i = 0, row = 0; i < over.length; row += 1) {
    const start = (top + row) * outWidth + left;
    for (let column = 0; column < width; column += 1, i += 1) {
      const a = alpha[i]!;
      if (a === 0) continue;
      const p = start + column;
      out[p] = (out[p]! * (255 - a) + over[i]! * a + 127) / 255;
    }
  }
}

/** Fills a rectangle of even numbers with one colour given as Y, U, V. */
export function fill(out: Planes, rect: Rect, colour: readonly [number, number, number]): void {
  for (let row = rect.y; row < rect.y + rect.height; row += 1) {
    out.y.fill(colour[0], row * out.width + rect.x, row * out.width + rect.x + rect.width);
  }
  const half = out.width / 2;
  for (let row = rect.y / 2; row < (rect.y + rect.height) / 2; row += 1) {
    const start = row * half + rect.x / 2;
    out.u.fill(colour[1], start, start + rect.width / 2);
    out.v.fill(colour[2], start, start + rect.width / 2);
  }
}
