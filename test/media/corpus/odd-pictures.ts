import sharp, { type Sharp } from 'sharp';
import { chart } from './chart.ts';

/** A drawing of one colour in the middle of nothing. */
export async function clear(colour: string): Promise<Buffer> {
  const nothing = { r: 0, g: 0, b: 0, alpha: 0 };
  const dot = { width: 60, height: 60, channels: 3, background: colour } as const;
  return await sharp({ create: { width: 96, height: 96, channels: 4, background: nothing } })
    .composite([{ input: await sharp({ create: dot }).png().toBuffer(), left: 18, top: 18 }])
    .png()
    .toBuffer();
}

export async function solid(background: string): Promise<Buffer> {
  const create = { width: 96, height: 96, channels: 3, background } as const;
  return await sharp({ create }).png().toBuffer();
}

/** Soft forms with the grain of a film, as no palette can have them. */
export function photo(side: number): Sharp {
  const data = Buffer.alloc(side * side * 3);
  let seed = 12_345;
  for (let place = 0; place < side * side; place += 1) {
    const x = (place % side) / side;
    const y = Math.floor(place / side) / side;
    for (const channel of [0, 1, 2]) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      const soft = 120 + 90 * Math.sin(3 * x + channel) * Math.cos(4 * y - channel);
      data[place * 3 + channel] = Math.max(0, Math.min(255, soft + ((seed >> 16) % 9) - 4));
    }
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } });
}

const STEPS = 512;

/** From black to white in 16 bits, each column a little lighter than the one before. */
export function gradient(write: (level: number) => number = (level) => level): Sharp {
  const row = Uint16Array.from({ length: STEPS * 3 }, (_, place) =>
    Math.round(65_535 * write(Math.floor(place / 3) / (STEPS - 1))),
  );
  const height = STEPS / 2;
  const data = new Uint16Array(row.length * height);
  for (let y = 0; y < height; y += 1) data.set(row, y * row.length);
  return sharp(data, { raw: { width: STEPS, height, channels: 3 } }).toColourspace('rgb16');
}

export function tail(name: string, bytes: number): Buffer {
  return Buffer.concat([Buffer.from(`\0\0\0\x18${name}`, 'latin1'), Buffer.alloc(bytes, 7)]);
}

const START_OF_SCAN = Buffer.from([0xff, 0xda]);

/** A progressive JPEG whose last scan comes a thousand times. */
export async function endlessScans(): Promise<Buffer> {
  const bytes = await chart().jpeg({ progressive: true }).toBuffer();
  const last = bytes.subarray(bytes.lastIndexOf(START_OF_SCAN), -2);
  return Buffer.concat([
    bytes.subarray(0, -2),
    ...Array.from({ length: 1000 }, () => last),
    bytes.subarray(-2),
  ]);
}
