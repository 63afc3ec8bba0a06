// What a screen shows of pictures whose light is brighter, or whose colours are purer, than its
// own: ITU-R BT.2100 to linear light, BT.2408's white, and the primaries of BT.709.

export type Transfer = 'hlg' | 'pq' | 'sdr';
export type Gamut = 'bt2020' | 'p3' | 'bt709';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Of a white page in a picture of high dynamic range. */
const WHITE_NITS = 203;
const PEAK_NITS = 1000;
/** Up to here tones stay as they are; what is brighter is pressed into the rest. */
const KNEE = 0.9;
/** Points along each side of a table; between them is interpolated. */
const SIDE = 49;

const TO_BT709: Readonly<Record<Gamut, Matrix>> = {
  bt2020: [
    [1.6605, -0.5876, -0.0728],
    [-0.1246, 1.1329, -0.0083],
    [-0.0182, -0.1006, 1.1187],
  ],
  p3: [
    [1.2249, -0.2247, 0],
    [-0.042, 1.0419, 0],
    [-0.0197, -0.0786, 1.0979],
  ],
  bt709: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
};

/** A table of colours as FFmpeg's `lut3d` reads it. */
export function cubeOf(transfer: Transfer, gamut: Gamut): string {
  const lines = [`LUT_3D_SIZE ${SIDE}`];
  const step = (index: number): number => index / (SIDE - 1);
  for (let blue = 0; blue < SIDE; blue += 1) {
    for (let green = 0; green < SIDE; green += 1) {
      for (let red = 0; red < SIDE; red += 1) {
        const shown = onScreen([step(red), step(green), step(blue)], transfer, gamut);
        lines.push(shown.map((value) => value.toFixed(5)).join(' '));
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A colour as it is coded, as a screen of BT.709 is told to show it. */
export function onScreen(coded: Rgb, transfer: Transfer, gamut: Gamut): Rgb {
  const light = times(TO_BT709[gamut], lightOf(coded, transfer));
  const brightest = Math.max(...light);
  const scale = transfer === 'sdr' || brightest <= KNEE ? 1 : pressed(brightest) / brightest;
  // Below nought, too, so that what is between the points of a table is not bent there.
  return each(light, (value) => Math.sign(value) * curve(Math.min(1, Math.abs(value * scale))));
}

/** In parts of white. */
function lightOf(coded: Rgb, transfer: Transfer): Rgb {
  switch (transfer) {
    case 'sdr':
      return each(coded, uncurve);
    case 'pq':
      return each(coded, (value) => (fromPq(value) * 10_000) / WHITE_NITS);
    case 'hlg': {
      const scene = each(coded, fromHlg);
      // The system's gamma is of luminance: on each colour alone it would make them purer.
      const luminance = 0.2627 * scene[0] + 0.678 * scene[1] + 0.0593 * scene[2];
      const gain = (luminance ** 0.2 * PEAK_NITS) / WHITE_NITS;
      return each(scene, (value) => value * gain);
    }
  }
}

function fromHlg(coded: number): number {
  if (coded <= 0.5) return (coded * coded) / 3;
  return (Math.exp((coded - 0.55991073) / 0.17883277) + 0.28466892) / 12;
}

function fromPq(coded: number): number {
  const root = coded ** (1 / 78.84375);
  return (Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125);
}

/** A Möbius curve from the knee, where it goes on as it came, to the peak, which becomes white. */
function pressed(light: number): number {
  const peak = PEAK_NITS / WHITE_NITS;
  if (light >= peak) return 1;
  const a = (-KNEE * KNEE * (peak - 1)) / (KNEE * KNEE - 2 * KNEE + peak);
  const b = (KNEE * KNEE - 2 * KNEE * peak + peak) / (peak - 1);
  return (((b * b + 2 * b * KNEE + KNEE * KNEE) / (b - a)) * (light + a)) / (light + b);
}

/** Screens show BT.709 by the curve of sRGB, whatever the standard of television says. */
function curve(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

function uncurve(coded: number): number {
  return coded <= 0.04045 ? coded / 12.92 : ((coded + 0.055) / 1.055) ** 2.4;
}

function times(matrix: Matrix, [red, green, blue]: Rgb): Rgb {
  return each(matrix, ([r, g, b]) => r * red + g * green + b * blue);
}

function each<from>(
  three: readonly [from, from, from],
  change: (one: from) => number,
): readonly [number, number, number] {
  return [change(three[0]), change(three[1]), change(three[2])];
}
