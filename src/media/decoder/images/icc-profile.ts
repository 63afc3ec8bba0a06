import { colorants, D50, type Primaries, type Vector } from './primaries.ts';

// Profiles for colours that a file describes in another way than by a profile, so that one library
// (lcms, in sharp) does all the arithmetic, with all the bits that there are.

/** From what is stored, 0 to 1, to light, 0 to 1. */
export type ToLight = (stored: number) => number;

const CURVE_POINTS = 4096;
export function rgbProfile(primaries: Primaries, toLight: ToLight): Buffer {
  const [red, green, blue] = colorants(primaries);
  const curve = curveTag(toLight);
  return profile('RGB ', [
    ['wtpt', xyzTag(D50)],
    ['rXYZ', xyzTag(red)],
    ['gXYZ', xyzTag(green)],
    ['bXYZ', xyzTag(blue)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]);
}

export function greyProfile(toLight: ToLight): Buffer {
  return profile('GRAY', [
    ['wtpt', xyzTag(D50)],
    ['kTRC', curveTag(toLight)],
  ]);
}

function profile(space: 'RGB ' | 'GRAY', tags: readonly (readonly [string, Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  const bodies: Buffer[] = [];
  const places = new Map<Buffer, number>();
  let end = 128 + table.length;
  for (const [index, [name, body]] of tags.entries()) {
    let place = places.get(body);
    if (place === undefined) {
      place = end;
      places.set(body, place);
      bodies.push(body);
      end += body.length;
    }
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(place, 8 + index * 12);
    table.writeUInt32BE(body.length, 12 + index * 12);
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(end, 0);
  header.writeUInt32BE(0x02400000, 8);
  header.write('mntr', 12, 'latin1');
  header.write(space, 16, 'latin1');
  header.write('XYZ ', 20, 'latin1');
  header.write('acsp', 36, 'latin1');
  for (const [index, value] of D50.entries()) writeFixed(header, value, 68 + index * 4);
  return Buffer.concat([header, table, ...bodies]);
}

function xyzTag(vector: Vector): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 0, 'latin1');
  for (const [index, value] of vector.entries()) writeFixed(tag, value, 8 + index * 4);
  return tag;
}

function writeFixed(into: Buffer, value: number, at: number): void {
  into.writeInt32BE(Math.round(value * 65_536), at);
}

function curveTag(toLight: ToLight): Buffer {
  const tag = Buffer.alloc(12 + CURVE_POINTS * 2);
  tag.write('curv', 0, 'latin1');
  tag.writeUInt32BE(CURVE_POINTS, 8);
  for (let point = 0; point < CURVE_POINTS; point += 1) {
    const light = Math.min(1, Math.max(0, toLight(point / (CURVE_POINTS - 1))));
    tag.writeUInt16BE(Math.round(light * 65_535), 12 + point * 2);
  }
  return tag;
}
