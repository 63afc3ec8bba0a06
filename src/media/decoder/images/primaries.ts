// Colours as three numbers, and what turns those of one screen into those of another.

/** Chromaticities of white, red, green and blue. */
export interface Primaries {
  readonly white: Chromaticity;
  readonly red: Chromaticity;
  readonly green: Chromaticity;
  readonly blue: Chromaticity;
}

export type Chromaticity = readonly [x: number, y: number];

export type Vector = readonly [number, number, number];
export type Matrix = readonly [Vector, Vector, Vector];

export const D50: Vector = [0.9642, 1, 0.8249];
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

/** What red, green and blue are under the light that profiles are written for. */
export function colorants({ white, red, green, blue }: Primaries): Matrix {
  const columns = transposed([lightOf(red), lightOf(green), lightOf(blue)]);
  const shares = times(inverse(columns), lightOf(white));
  const adapted = adaptation(lightOf(white));
  const [r, g, b] = transposed(columns);
  return [
    times(adapted, scaled(r, shares[0])),
    times(adapted, scaled(g, shares[1])),
    times(adapted, scaled(b, shares[2])),
  ];
}

function lightOf([x, y]: Chromaticity): Vector {
  return [x / y, 1, (1 - x - y) / y];
}

function adaptation(white: Vector): Matrix {
  const from = times(BRADFORD, white);
  const to = times(BRADFORD, D50);
  const [l, m, s] = BRADFORD;
  const gains: Matrix = [
    scaled(l, to[0] / from[0]),
    scaled(m, to[1] / from[1]),
    scaled(s, to[2] / from[2]),
  ];
  const back = inverse(BRADFORD);
  const columns = transposed(gains);
  return transposed([times(back, columns[0]), times(back, columns[1]), times(back, columns[2])]);
}

function scaled([a, b, c]: Vector, by: number): Vector {
  return [a * by, b * by, c * by];
}

export function times([one, two, three]: Matrix, vector: Vector): Vector {
  return [dot(one, vector), dot(two, vector), dot(three, vector)];
}

function dot([a, b, c]: Vector, [x, y, z]: Vector): number {
  return a * x + b * y + c * z;
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

export function transposed([one, two, three]: Matrix): Matrix {
  return [
    [one[0], two[0], three[0]],
    [one[1], two[1], three[1]],
    [one[2], two[2], three[2]],
  ];
}

export function inverse([one, two, three]: Matrix): Matrix {
  const size = 1 / dot(one, cross(two, three));
  if (!Number.isFinite(size)) throw new Error('its colours make no sense');
  return transposed([
    scaled(cross(two, three), size),
    scaled(cross(three, one), size),
    scaled(cross(one, two), size),
  ]);
}
