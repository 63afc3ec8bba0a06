import { dirname } from 'node:path';
import { AV_NOPTS_VALUE, type Frame, type Packet } from 'node-av';
import { toStandard } from './colours.ts';
import { createFrameFilter } from './frame-filter.ts';
import { openInput, uprightFilters, type DecodedTrack } from './open-input.ts';
import { openOutput, soundOf, TIME_BASE } from './open-output.ts';
import type { EncodedTrack, Sound, Wanted } from './open-output.ts';

export interface Encoding extends Wanted {
  /** The most pictures a second; null: each stays, at its own moment. */
  readonly maxFps: number | null;
}

/** Of sound, in seconds. Smaller ones are how containers round. */
const SMALLEST_HOLE = 0.02;
/** Sound that comes before the first picture is kept back until then: so many packets of it. */
const MOST_WAITING = 5000;

/** In seconds, of the first picture that is shown; null as long as none came. */
interface Begin {
  at: number | null;
}

/**
 * Writes the main pictures and the main sound of a file as H.264 and AAC, and nothing else that was
 * in it. Time begins with the first picture that is shown, and sound stays in step with it: what
 * comes before is left out, holes are silence, and it ends when they do.
 * @throws when no picture can be decoded, or less than half of them
 */
export async function encode(path: string, target: string, wanted: Encoding): Promise<void> {
  await using input = await openInput(path);
  const { pictures: seen, sound: heard } = input;
  if (!seen) throw new Error('it has no pictures that can be decoded');
  const shape = heard && soundOf(heard);
  await using output = await openOutput(target, wanted, shape);
  const begin: Begin = { at: null };
  const length = wanted.seconds ?? Infinity;
  using pictures = createLine(seen, output.pictures, begin, length, (frame) =>
    picturesChain(frame, seen, { ...wanted, folder: dirname(target) }, begin),
  );
  using sound =
    heard && shape && output.sound
      ? createLine(heard, output.sound, begin, length, () => soundChain(shape, wanted, begin))
      : null;
  const early: Packet[] = [];

  async function addSound(packet: Packet | null): Promise<void> {
    while (begin.at !== null && early.length > 0) {
      using kept = early.shift();
      if (kept) await sound?.add(kept);
    }
    if (begin.at !== null) {
      await sound?.add(packet);
    } else if (packet) {
      const kept = packet.clone();
      if (!kept || early.length === MOST_WAITING) throw new Error('there is no picture for long');
      early.push(kept);
    }
  }

  try {
    for await (const packet of input.packets()) {
      if (packet.streamIndex === seen.index) await pictures.add(packet);
      else await addSound(packet);
      if (pictures.ended && (sound?.ended ?? true)) break;
    }
    await pictures.add(null);
    if (begin.at === null) throw new Error('no picture could be decoded');
    await addSound(null);
    await output.finish();
  } finally {
    for (const packet of early) packet.free();
  }
}

interface Line extends Disposable {
  /** Null: there are no more. */
  add(packet: Packet | null): Promise<void>;
  /** Nothing that comes now is wanted. */
  readonly ended: boolean;
}

function createLine(
  track: DecodedTrack,
  output: EncodedTrack,
  begin: Begin,
  length: number,
  chain: (frame: Frame) => string,
): Line {
  const { num, den } = track.timeBase;
  const filter = createFrameFilter(chain, track.timeBase);
  let ended = false;

  async function addFrame(frame: Frame): Promise<void> {
    if (frame.pts === AV_NOPTS_VALUE) frame.pts = frame.bestEffortTimestamp;
    const at = (Number(frame.pts) * num) / den;
    begin.at ??= at;
    ended ||= at - begin.at >= length;
    if (ended) return;
    for await (const made of filter.push(frame)) await output.add(made);
  }

  return {
    get ended() {
      return ended;
    },
    async add(packet) {
      if (!ended || packet === null) {
        for await (const frame of track.decode(packet)) await addFrame(frame);
      }
      if (packet !== null) return;
      for await (const made of filter.push(null)) await output.add(made);
      await output.add(null);
    },
    [Symbol.dispose]() {
      filter[Symbol.dispose]();
    },
  };
}

function picturesChain(
  frame: Frame,
  track: DecodedTrack,
  wanted: Encoding & { readonly folder: string },
  { at }: Begin,
): string {
  const { maxFps, seconds } = wanted;
  return [
    `setpts=PTS-${inTimeBase(at)}`,
    ...(maxFps === null ? [] : [`fps=${maxFps}`]),
    ...(seconds === null ? [] : [`trim=end=${seconds}`]),
    ...uprightFilters(track),
    toStandard(frame, { ...wanted, format: 'yuv420p' }),
    `settb=${TIME_BASE.num}/${TIME_BASE.den}`,
  ].join(',');
}

function soundChain({ sampleRate, layout }: Sound, { seconds }: Encoding, { at }: Begin): string {
  return [
    `asetpts=PTS-${inTimeBase(at)}`,
    `aresample=${sampleRate}:async=1:first_pts=0:min_hard_comp=${SMALLEST_HOLE}`,
    `aformat=sample_fmts=fltp:channel_layouts=${layout}`,
    ...(seconds === null ? [] : [`atrim=end=${seconds}`]),
    // Encoders of sound want all chunks alike, but for the last.
    'asetnsamples=n=1024:p=0',
  ].join(',');
}

/** For an expression of FFmpeg's, which would cut off what is not whole. */
function inTimeBase(seconds: number | null): string {
  return `round(${seconds ?? 0}/TB)`;
}
