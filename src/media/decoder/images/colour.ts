import { greyProfile, rgbProfile, type ToLight } from './icc-profile.ts';
import type { Chromaticity, Primaries } from './primaries.ts';

/** Colours told by numbers: those of cICP in a PNG and nclx in an AVIF or a HEIC are the same. */
export interface ColourCodes {
  readonly primaries: number;
  readonly transfer: number;
}

/** Colours told by chromaticities and an exponent, as in older PNGs. */
export interface ColourNumbers {
  /** What was written is light to the power of this; null where only the primaries are told. */
  readonly gamma: number | null;
  readonly primaries: Primaries | null;
}

const D65: Chromaticity = [0.3127, 0.329];
export const SRGB: Primaries = {
  white: D65,
  red: [0.64, 0.33],
  green: [0.3, 0.6],
  blue: [0.15, 0.06],
};

export const PRIMARIES: Readonly<Record<number, Primaries>> = {
  5: { white: D65, red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06] },
  6: { white: D65, red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07] },
  7: { white: D65, red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07] },
  9: { white: D65, red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046] },
  11: {
    white: [0.314, 0.351],
    red: [0.68, 0.32],
    green: [0.265, 0.69],
    blue: [0.15, 0.06],
  },
  12: { white: D65, red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06] },
};

/** Those that screens show as they show sRGB are left out: nothing has to be done for them. */
const TRANSFERS: Readonly<Record<number, ToLight>> = {
  4: (stored) => stored ** 2.2,
  5: (stored) => stored ** 2.8,
  8: (stored) => stored,
};

const GREATEST_GAMMA = 5;
const LEAST_GAMMA = 0.1;
/** How far from that of sRGB an exponent is still meant to be it. */
const SAME_GAMMA = 0.01;
const SRGB_GAMMA = 1 / 2.2;
const SAME_CHROMATICITY = 0.002;

/** A profile for colours that are told by numbers; null where they are shown as sRGB is. */
export function profileOfCodes({ primaries, transfer }: ColourCodes, grey: boolean): Buffer | null {
  const gamut = grey ? undefined : PRIMARIES[primaries];
  const toLight = TRANSFERS[transfer];
  if (!gamut && !toLight) return null;
  return grey
    ? greyProfile(toLight ?? lightOfSrgb)
    : rgbProfile(gamut ?? SRGB, toLight ?? lightOfSrgb);
}

export function profileOfNumbers(numbers: ColourNumbers, grey: boolean): Buffer | null {
  const { gamma } = numbers;
  const gamut = numbers.primaries && isUsual(numbers.primaries) ? null : numbers.primaries;
  const plain = gamma === null || Math.abs(gamma - SRGB_GAMMA) < SAME_GAMMA;
  if (plain && (grey || gamut === null)) return null;
  // What makes no sense says nothing.
  if (gamma !== null && (gamma < LEAST_GAMMA || gamma > GREATEST_GAMMA)) return null;
  const toLight: ToLight = plain ? lightOfSrgb : (stored) => stored ** (1 / gamma);
  return grey ? greyProfile(toLight) : rgbProfile(gamut ?? SRGB, toLight);
}

function isUsual(primaries: Primaries): boolean {
  return (['white', 'red', 'green', 'blue'] as const).every((name) =>
    primaries[name].every(
      (value, index) => Math.abs(value - (SRGB[name][index] ?? 0)) < SAME_CHROMATICITY,
    ),
  );
}

function lightOfSrgb(stored: number): number {
  return stored <= 0.04045 ? stored / 12.92 : ((stored + 0.055) / 1.055) ** 2.4;
}
