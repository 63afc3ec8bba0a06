import libheif from 'libheif-js/wasm-bundle.js';
import { profileOfCodes, type ColourCodes } from './colour.ts';
import { isShining } from './shining.ts';

/** Pixels of a picture that sharp cannot read itself. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export type ForeignColours = { readonly profile: Buffer } | { readonly shining: ColourCodes };

/** Which boxes hold others, and how many bytes of their own come before those. */
const HOLDERS: Readonly<Record<string, number>> = { meta: 4, iprp: 0, ipco: 0 };
const MOST_BOXES = 10_000;
const CHANNELS = 4;

/** The sides of the main picture of a HEIC, upright, without decoding it. */
export function openHeic(file: Buffer): {
  readonly width: number;
  readonly height: number;
  decode(): Promise<Pixels>;
} {
  const images = new libheif.HeifDecoder().decode(file);
  const image = images.find((it) => it.is_primary()) ?? images[0];
  if (!image) throw new Error('it has no picture');
  const width = image.get_width();
  const height = image.get_height();
  return {
    width,
    height,
    async decode() {
      const data = new Uint8ClampedArray(width * height * CHANNELS);
      const { promise, resolve } = Promise.withResolvers<object | null>();
      image.display({ data, width, height }, resolve);
      const drawn = await promise;
      for (const it of images) it.free();
      if (drawn === null) throw new Error('its picture does not decode');
      return { data: Buffer.from(data.buffer), width, height };
    },
  };
}

/** What a HEIC or an AVIF says about its colours; null: they are sRGB. */
export function coloursOf(file: Buffer): ForeignColours | null {
  let codes: Buffer | null = null;
  for (const { name, data } of boxesOf(file)) {
    if (name !== 'colr') continue;
    const kind = data.toString('latin1', 0, 4);
    // A profile says more than codes, where there are both.
    if (kind === 'prof' || kind === 'rICC') return { profile: data.subarray(4) };
    if (kind === 'nclx' && data.length >= 10) codes ??= data.subarray(4);
  }
  if (codes === null) return null;
  const told = { primaries: codes.readUInt16BE(0), transfer: codes.readUInt16BE(2) };
  if (isShining(told)) return { shining: told };
  const profile = profileOfCodes(told, false);
  return profile && { profile };
}

function* boxesOf(file: Buffer): Generator<{ readonly name: string; readonly data: Buffer }> {
  const parts = [file];
  let seen = 0;
  for (let part = parts.pop(); part; part = parts.pop()) {
    let at = 0;
    while (at + 8 <= part.length && seen < MOST_BOXES) {
      seen += 1;
      const long = part.readUInt32BE(at) === 1 && at + 16 <= part.length;
      const length = long ? Number(part.readBigUInt64BE(at + 8)) : part.readUInt32BE(at);
      const name = part.toString('latin1', at + 4, at + 8);
      // Of nothing: it goes on to the end, as the pixels do.
      if (length < 8) break;
      const data = part.subarray(at + 8, at + length);
      yield { name, data };
      const own = HOLDERS[name];
      if (own !== undefined) parts.push(data.subarray(own));
      at += length;
    }
  }
}
