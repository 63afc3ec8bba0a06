import type { Sharp } from 'sharp';
import { PRIMARIES, SRGB, type ColourCodes } from './colour.ts';
import { colorants, inverse, times, transposed, type Matrix } from './primaries.ts';

// Pictures for screens that can shine brighter than paper (PQ and HLG). lcms has too few points for
// their curves where it is given 16 bits, and what shines has to be drawn together with its hue.

export interface Dimmed {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

const PQ = 16;
const HLG = 18;

/** What paper looks like on such a screen. */
const WHITE_NITS = 203;
const HLG_NITS = 1000;
/** Up to here light stays as it is; above, what shines is drawn together. */
const KNEE = 0.95;
const STORED_STEPS = 16_384;

export function isShining({ transfer }: ColourCodes): boolean {
  return transfer === PQ || transfer === HLG;
}

/** The same picture as a screen shows it that is as bright as paper. */
export async function dimmed(image: Sharp, codes: ColourCodes): Promise<Dimmed> {
  const { depth } = await image.metadata();
  const deep = depth === 'ushort';
  const { data, info } = await image
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const levels = deep
    ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.length);
  const channels = info.channels === 4 ? 4 : 3;
  const { width, height } = info;
  return { data: dim(levels, channels, deep ? 65_535 : 255, codes), width, height, channels };
}

function dim(
  levels: Uint16Array | Uint8Array,
  channels: 3 | 4,
  most: number,
  { primaries, transfer }: ColourCodes,
): Buffer {
  const lights = Float64Array.from({ length: most + 1 }, (_, level) =>
    transfer === PQ ? lightOfPq(level / most) : lightOfHlg(level / most),
  );
  const stored = Uint8Array.from({ length: STORED_STEPS + 1 }, (_, step) =>
    Math.round(255 * storedOf(step / STORED_STEPS)),
  );
  const mix = mixOf(primaries);
  const out = Buffer.alloc(levels.length);
  for (let place = 0; place < levels.length; place += channels) {
    const [red, green, blue] = times(mix, [
      lights[levels[place] ?? 0] ?? 0,
      lights[levels[place + 1] ?? 0] ?? 0,
      lights[levels[place + 2] ?? 0] ?? 0,
    ]);
    const brightest = Math.max(red, green, blue);
    const share = (brightest > KNEE ? drawnTogether(brightest) / brightest : 1) * STORED_STEPS;
    out[place] = stored[Math.max(0, Math.round(red * share))] ?? 255;
    out[place + 1] = stored[Math.max(0, Math.round(green * share))] ?? 255;
    out[place + 2] = stored[Math.max(0, Math.round(blue * share))] ?? 255;
    if (channels === 4) out[place + 3] = Math.round(((levels[place + 3] ?? most) * 255) / most);
  }
  return out;
}

function mixOf(primaries: number): Matrix {
  const toLight = transposed(colorants(PRIMARIES[primaries] ?? SRGB));
  const fromLight = inverse(transposed(colorants(SRGB)));
  const [red, green, blue] = transposed(toLight);
  return transposed([times(fromLight, red), times(fromLight, green), times(fromLight, blue)]);
}

function drawnTogether(light: number): number {
  const above = (light - KNEE) / (1 - KNEE);
  return KNEE + (1 - KNEE) * (above / (1 + above));
}

function lightOfPq(stored: number): number {
  const root = stored ** (1 / 78.84375);
  const share = Math.max(0, root - 0.8359375) / (18.8515625 - 18.6875 * root);
  return (10_000 * share ** (1 / 0.1593017578125)) / WHITE_NITS;
}

function lightOfHlg(stored: number): number {
  const scene =
    stored <= 0.5
      ? stored ** 2 / 3
      : (Math.exp((stored - 0.55991073) / 0.17883277) + 0.28466892) / 12;
  return (HLG_NITS * scene ** 1.2) / WHITE_NITS;
}

function storedOf(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}
