import sharp, { type Sharp } from 'sharp';

export type Colour = readonly [red: number, green: number, blue: number];

/** Fields of one colour each, row by row: those that a mistake with colours changes most. */
export const COLOURS: readonly Colour[] = [
  ...([
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ] as const),
  ...([
    [255, 255, 255],
    [0, 0, 0],
    [128, 128, 128],
  ] as const),
  ...([
    [224, 172, 105],
    [48, 80, 106],
    [180, 60, 200],
  ] as const),
];
const COLUMNS = 3;
const FIELD = 32;
export const CHART_SIDE = COLUMNS * FIELD;

/** The chart as it looks on a screen; or with each colour changed to how it is written. */
export function chart(write: (colour: Colour) => Colour = (colour) => colour): Sharp {
  const data = Uint8Array.from(samplesOf(write), Math.round);
  return sharp(data, { raw: { width: CHART_SIDE, height: CHART_SIDE, channels: 3 } });
}

/** In 16 bits. */
export function deepChart(write: (colour: Colour) => Colour): Sharp {
  const data = Uint16Array.from(samplesOf(write), (value) => Math.round(value * 257));
  const raw = { width: CHART_SIDE, height: CHART_SIDE, channels: 3 } as const;
  return sharp(data, { raw }).toColourspace('rgb16');
}

function samplesOf(write: (colour: Colour) => Colour): number[] {
  const written = COLOURS.map(write);
  return Array.from({ length: CHART_SIDE * CHART_SIDE }, (_, place) => {
    const column = Math.floor((place % CHART_SIDE) / FIELD);
    const row = Math.floor(place / CHART_SIDE / FIELD);
    return written[row * COLUMNS + column] ?? [0, 0, 0];
  }).flat();
}

/** The middles of the fields of what is a chart, whatever size it has now. */
export async function fieldsOf(image: Buffer): Promise<readonly Colour[]> {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return COLOURS.map((_, index) => {
    const x = ((index % COLUMNS) + 0.5) * (info.width / COLUMNS);
    const y = (Math.floor(index / COLUMNS) + 0.5) * (info.height / COLUMNS);
    return pixelAt(data, info, Math.floor(x), Math.floor(y));
  });
}

export async function pixelsOf(
  image: Buffer,
  places: readonly (readonly [x: number, y: number])[],
): Promise<readonly Colour[]> {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return places.map(([x, y]) => pixelAt(data, info, x, y));
}

function pixelAt(
  data: Buffer,
  { width, channels }: { readonly width: number; readonly channels: number },
  x: number,
  y: number,
): Colour {
  const place = (y * width + x) * channels;
  return [data[place] ?? 0, data[place + 1] ?? 0, data[place + 2] ?? 0];
}

/** The greatest difference of any channel, 0 to 255. */
export function farthest(seen: readonly Colour[], wanted: readonly Colour[]): number {
  return Math.max(
    ...seen.flatMap((colour, index) =>
      colour.map((value, channel) => Math.abs(value - (wanted[index]?.[channel] ?? 0))),
    ),
  );
}

type Curve = (light: number) => number;
type Mix = readonly [Colour, Colour, Colour];

const IDENTITY: Mix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const SRGB_TO_2020: Mix = [
  [0.6274, 0.3293, 0.0433],
  [0.0691, 0.9195, 0.0114],
  [0.0164, 0.088, 0.8956],
];
const SRGB_TO_P3: Mix = [
  [0.8225, 0.1775, 0],
  [0.0332, 0.9669, 0],
  [0.0171, 0.0724, 0.9108],
];
const PAPER_NITS = 203;

export const toSrgb: Curve = (light) =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
export const fromSrgb: Curve = (stored) =>
  stored <= 0.04045 ? stored / 12.92 : ((stored + 0.055) / 1.055) ** 2.4;

/** How a colour is written where light is stored as it is. */
export const linear = written((light) => light);
export const displayP3 = written(toSrgb, SRGB_TO_P3);
/** In the two ways of screens that can shine brighter than paper. */
export const pq = written((light) => {
  const share = Math.max(0, (light * PAPER_NITS) / 10_000) ** 0.1593017578125;
  return ((0.8359375 + 18.8515625 * share) / (1 + 18.6875 * share)) ** 78.84375;
}, SRGB_TO_2020);
export const hlg = written((light) => {
  const scene = Math.max(0, (light * PAPER_NITS) / 1000) ** (1 / 1.2);
  return scene <= 1 / 12
    ? Math.sqrt(3 * scene)
    : 0.17883277 * Math.log(12 * scene - 0.28466892) + 0.55991073;
}, SRGB_TO_2020);

/** How light that is stored as it is looks, where it is heeded. */
export const lit = (colour: Colour): Colour => each(colour, (it) => 255 * toSrgb(it / 255));

function written(curve: Curve, mix: Mix = IDENTITY): (colour: Colour) => Colour {
  return (colour) => {
    const light = each(colour, (value) => fromSrgb(value / 255));
    return each(
      [dot(mix[0], light), dot(mix[1], light), dot(mix[2], light)],
      (it) => 255 * curve(it),
    );
  };
}

function dot([a, b, c]: Colour, [x, y, z]: Colour): number {
  return a * x + b * y + c * z;
}

export function each([red, green, blue]: Colour, change: (value: number) => number): Colour {
  return [change(red), change(green), change(blue)];
}
