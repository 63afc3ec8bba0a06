import { registerMediabunnyServer } from '@mediabunny/server';
import {
  Conversion,
  FilePathSource,
  FilePathTarget,
  Input,
  Mp4OutputFormat,
  Output,
  type ConversionOptions,
  type InputFormat,
  type OutputFormat,
} from 'mediabunny';

// Without graphics cards: the same result on every machine, and no drivers fed strangers' files.
registerMediabunnyServer({ hardwareContext: null });

/** Other formats than these are not even looked into. */
export function openMedia(path: string, formats: InputFormat[]): Input {
  return new Input({ source: new FilePathSource(path), formats });
}

/** The index at the front: a chat shows the first picture before it has the last. */
export function playableMp4(): OutputFormat {
  return new Mp4OutputFormat({ fastStart: 'in-memory' });
}

/**
 * Writes the main picture and the main sound of a file anew, and nothing else that it had in it:
 * no place, no names, no dates. What is as wanted already is copied as it is.
 * @throws when the picture does not convert, or the sound that there is
 */
export async function convert(
  input: Input,
  target: string,
  options: Pick<ConversionOptions, 'video' | 'audio' | 'trim' | 'copy'> & {
    readonly format?: OutputFormat;
    /** Sound that nobody here can read is left out rather than the whole file refused. */
    readonly maySilence?: boolean;
  },
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
