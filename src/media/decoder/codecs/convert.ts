import { stat } from 'node:fs/promises';
import { registerMediabunnyServer } from '@mediabunny/server';
import {
  Conversion,
  EncodedPacketSink,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
  type ConversionOptions,
  type InputFormat,
  type InputTrack,
  type OutputFormat,
} from 'mediabunny';
import { encode } from './ffmpeg/encode.ts';
import { planSmaller, type ShrinkPlan } from './transcode-plan.ts';

// Without graphics cards: the same result on every machine, and no drivers fed strangers' files.
registerMediabunnyServer({ hardwareContext: null });

/** Other formats than these are not even looked into. */
export function openMedia(path: string, formats: InputFormat[]): Input {
  return new Input({ source: new FilePathSource(path), formats });
}

/** Reading its very last packet shows a file that was cut off. */
export async function readLastPacket(track: InputTrack): Promise<void> {
  const last = await new EncodedPacketSink(track).getPacket(Infinity);
  if (!last || last.data.length === 0) throw new Error('it ends before its last packet');
}

/**
 * Whether pictures stand in the file before the first that is shown, as they do in what was trimmed
 * on a phone. Copying would show them, or lose all that depends on them.
 */
export async function hasPreRoll(track: InputTrack): Promise<boolean> {
  return (await track.getFirstTimestamp()) < -0.001;
}

/** The index at the front: a chat shows the first picture before it has the last. */
export function playableMp4(): OutputFormat {
  return new Mp4OutputFormat({ fastStart: 'in-memory' });
}

type ConvertOptions = Pick<ConversionOptions, 'video' | 'audio' | 'trim' | 'copy'> & {
  readonly format?: OutputFormat;
  /** Sound that nobody here can read is left out rather than the whole file refused. */
  readonly maySilence?: boolean;
};

/**
 * Writes the main picture and the main sound of a file anew, and nothing else that it had in it:
 * no place, no names, no dates. What is as wanted already is copied as it is.
 * @throws when the picture does not convert, or the sound that there is
 */
export async function convert(
  input: Input,
  target: string,
  options: ConvertOptions,
): Promise<void> {
  const { format = playableMp4(), maySilence = false, ...wanted } = options;
  const output = new Output({ format, target: new FilePathTarget(target) });
  const conversion = await Conversion.init({
    ...wanted,
    input,
    output,
    tracks: 'primary',
    tags: {},
    showWarnings: false,
  });
  const lost = conversion.discardedTracks.find(
    ({ track }) => !(maySilence && track.isAudioTrack()),
  );
  if (!conversion.isValid || lost) throw new Error(`it does not convert: ${lost?.reason ?? ''}`);
  await conversion.execute();
}

/** Encodes as planned, and smaller each time until it fits; false when it does not get there. */
export async function encodeUntilItFits(
  source: string,
  target: string,
  firstPlan: ShrinkPlan | null,
  { maxBytes, attempts, seconds }: FitBounds,
): Promise<boolean> {
  let plan = firstPlan;
  for (let attempt = 0; attempt < attempts && plan; attempt += 1) {
    await encode(source, target, { container: 'mp4', ...plan, seconds });
    const { size } = await stat(target);
    if (size <= maxBytes) return true;
    plan = planSmaller(plan, maxBytes / size);
  }
  return false;
}

interface FitBounds {
  readonly maxBytes: number;
  readonly attempts: number;
  /** From the first picture on; null: all of it. */
  readonly seconds: number | null;
}
