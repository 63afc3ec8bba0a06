import { AV_NOPTS_VALUE, type Frame } from 'node-av';
import { toStandard } from './colours.ts';
import { createFrameFilter } from './frame-filter.ts';
import { openInput, uprightFilters, type DecodedTrack, type MediaInput } from './open-input.ts';

/** A picture as a screen shows it: upright, its pixels square, three bytes each. */
export interface Still {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface StillWanted {
  readonly mostSide: number;
  /** For what is written on the way. */
  readonly folder: string;
}

/**
 * Of a video, the first picture at or after each of these moments, in seconds. Not by mediabunny,
 * whose own conversion to RGBA on Node aborts the whole process (seen with @mediabunny/server
 * 1.59.0: an assertion in libswscale).
 */
export async function* stills(
  path: string,
  moments: Iterable<number>,
  wanted: StillWanted,
): AsyncGenerator<Still> {
  await using input = await openInput(path);
  const { pictures } = input;
  if (!pictures) throw new Error('it has no pictures that can be decoded');
  for (const moment of moments) {
    if (moment > 0) await input.seek(moment);
    for await (const frame of framesOf(input, pictures)) {
      if (secondsOf(frame, pictures) < moment - 0.001) continue;
      yield await still(frame, pictures, wanted);
      break;
    }
  }
}

async function* framesOf(input: MediaInput, track: DecodedTrack): AsyncGenerator<Frame> {
  for await (const packet of input.packets()) {
    if (packet.streamIndex === track.index) yield* track.decode(packet);
  }
  yield* track.decode(null);
}

function secondsOf(frame: Frame, { timeBase }: DecodedTrack): number {
  const at = frame.pts === AV_NOPTS_VALUE ? frame.bestEffortTimestamp : frame.pts;
  return (Number(at) * timeBase.num) / timeBase.den;
}

async function still(
  frame: Frame,
  track: DecodedTrack,
  { mostSide, folder }: StillWanted,
): Promise<Still> {
  const upright = uprightFilters(track);
  const sides = shownSides(frame, upright, mostSide);
  const chain = (it: Frame): string =>
    [...upright, toStandard(it, { ...sides, folder, format: 'rgb24' })].join(',');
  using filter = createFrameFilter(chain, track.timeBase);
  for (const pushed of [frame, null]) {
    for await (const made of filter.push(pushed)) return { data: made.toBuffer(), ...sides };
  }
  throw new Error('a picture was lost on the way');
}

function shownSides(
  { width, height, sampleAspectRatio: { num, den } }: Frame,
  upright: readonly string[],
  mostSide: number,
): { width: number; height: number } {
  const ratio = num > 0 && den > 0 ? num / den : 1;
  const [wide, high] = [width * Math.max(ratio, 1), height / Math.min(ratio, 1)];
  const scale = Math.min(1, mostSide / Math.max(wide, high));
  const sides = [wide, high].map((side) => Math.max(1, Math.round(side * scale)));
  if (upright.some((it) => it.startsWith('transpose'))) sides.reverse();
  return { width: sides[0] ?? 1, height: sides[1] ?? 1 };
}
