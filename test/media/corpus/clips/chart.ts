// A picture whose colours, whose number and whose moment can be measured again.

type Rgb = readonly [number, number, number];

export const CHART = { width: 192, height: 108 } as const;

/** None is as bright as what is pressed together when high dynamic range is shown. */
export const PATCHES: readonly Rgb[] = [
  [225, 172, 104],
  [48, 79, 106],
  [222, 51, 51],
  [40, 160, 70],
  [50, 70, 190],
  [128, 128, 128],
  [235, 235, 235],
  [20, 20, 20],
];

const COLUMNS = 4;
const PATCH = { width: 48, height: 36 } as const;
/** Below the patches: eight blocks for the number, and one that is white at the flash. */
const BITS = { top: 72, width: 16, count: 8 } as const;
const FLASH_LEFT = 128;

/** How colours are written: as sRGB has them, or in light brighter and colours purer than its own. */
export type Coding = 'srgb' | 'hlg' | 'pq' | 'p3';

/** As 16 bits for each of red, green and blue. */
export function paint(number: number, flash: boolean, coding: Coding): Buffer {
  const { width, height } = CHART;
  const pixels = new Uint16Array(width * height * 3);
  const coded = PATCHES.map((patch) => code(patch, coding));
  const white = code([235, 235, 235], coding);
  const black: Rgb = [0, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = colourAt(x, y);
      for (const [part, value] of colour.entries()) {
        pixels[(y * width + x) * 3 + part] = Math.round(value * 65_535);
      }
    }
  }
  return Buffer.from(pixels.buffer);

  function colourAt(x: number, y: number): Rgb {
    if (y < BITS.top) {
      const place = Math.floor(y / PATCH.height) * COLUMNS + Math.floor(x / PATCH.width);
      return coded[place] ?? black;
    }
    if (x >= FLASH_LEFT) return flash ? white : black;
    return ((number >> Math.floor(x / BITS.width)) & 1) === 1 ? white : black;
  }
}

export interface Measured {
  /** As many as there are patches. */
  readonly colours: readonly Rgb[];
  readonly number: number;
  readonly flash: boolean;
}

/** Reads a chart of whatever size from eight bits for each of red, green and blue. */
export function readChart(
  data: Uint8Array,
  size: { readonly width: number; readonly height: number },
): Measured {
  const at = (x: number, y: number): Rgb => meanAround(data, size, x, y);
  const colours = PATCHES.map((_, place) =>
    at(((place % COLUMNS) + 0.5) * PATCH.width, (Math.floor(place / COLUMNS) + 0.5) * PATCH.height),
  );
  const middle = (BITS.top + CHART.height) / 2;
  const lit = (x: number): boolean => at(x, middle)[1] > 110;
  let number = 0;
  for (let bit = 0; bit < BITS.count; bit += 1) {
    if (lit((bit + 0.5) * BITS.width)) number |= 1 << bit;
  }
  return { colours, number, flash: lit((FLASH_LEFT + CHART.width) / 2) };
}

/** @param x of the chart as it was painted */
function meanAround(
  data: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  x: number,
  y: number,
): Rgb {
  const middleX = Math.round((x * width) / CHART.width);
  const middleY = Math.round((y * height) / CHART.height);
  const sums = [0, 0, 0];
  for (let dy = -2; dy <= 2; dy += 1) {
    for (let dx = -2; dx <= 2; dx += 1) {
      const place = ((middleY + dy) * width + middleX + dx) * 3;
      for (const part of [0, 1, 2]) sums[part] = (sums[part] ?? 0) + (data[place + part] ?? 0);
    }
  }
  const [red = 0, green = 0, blue = 0] = sums;
  return [red / 25, green / 25, blue / 25];
}

// The standards' own formulas (ITU-R BT.2100, BT.2408; SMPTE ST 2084), the other way round.

const TO_BT2020 = [
  [0.6274, 0.3293, 0.0433],
  [0.0691, 0.9195, 0.0114],
  [0.0164, 0.088, 0.8956],
] as const;
const TO_P3 = [
  [0.8225, 0.1774, 0],
  [0.0332, 0.9669, 0],
  [0.0171, 0.0724, 0.9108],
] as const;

function code(srgb: Rgb, coding: Coding): Rgb {
  const light = mapped(srgb, (value) => linear(value / 255));
  switch (coding) {
    case 'srgb':
      return mapped(srgb, (value) => value / 255);
    case 'p3':
      return mapped(times(TO_P3, light), (value) =>
        value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055,
      );
    case 'pq':
      return mapped(times(TO_BT2020, light), (value) => pq(value * 203));
    case 'hlg': {
      const shown = mapped(times(TO_BT2020, light), (value) => (value * 203) / 1000);
      const luminance = 0.2627 * shown[0] + 0.678 * shown[1] + 0.0593 * shown[2];
      return mapped(shown, (value) => hlg(luminance === 0 ? 0 : value * luminance ** (-0.2 / 1.2)));
    }
  }
}

function linear(coded: number): number {
  return coded <= 0.04045 ? coded / 12.92 : ((coded + 0.055) / 1.055) ** 2.4;
}

function hlg(scene: number): number {
  return scene <= 1 / 12
    ? Math.sqrt(3 * scene)
    : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
}

function pq(nits: number): number {
  const power = (nits / 10_000) ** 0.1593017578125;
  return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375;
}

function times(matrix: readonly (readonly [number, number, number])[], of: Rgb): Rgb {
  const [r, g, b] = matrix.map((row) => row[0] * of[0] + row[1] * of[1] + row[2] * of[2]);
  return [r ?? 0, g ?? 0, b ?? 0];
}

function mapped(three: Rgb, change: (value: number) => number): Rgb {
  return [change(three[0]), change(three[1]), change(three[2])];
}
