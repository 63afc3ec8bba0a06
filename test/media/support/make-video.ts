import { writeFile } from 'node:fs/promises';
import { registerMediabunnyServer } from '@mediabunny/server';
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  MkvOutputFormat,
  MovOutputFormat,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WavOutputFormat,
  WebMOutputFormat,
  type AudioCodec,
  type MetadataTags,
  type OutputFormat,
  type Rotation,
  type VideoCodec,
} from 'mediabunny';
import { createKeptFiles } from '../../../sandbox/shared/kept-files.ts';

registerMediabunnyServer({ hardwareContext: null });

export interface VideoPromptGiven {
  readonly container?: 'mp4' | 'mov' | 'webm' | 'mkv' | 'mp3' | 'wav' | 'ogg';
  /** Null makes a file of sound alone. */
  readonly codec?: VideoCodec | null;
  readonly audio?: AudioCodec | null;
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  readonly fps?: number;
  /** When each picture begins, in seconds, where they come irregularly. */
  readonly times?: readonly number[];
  readonly bitrate?: number;
  /** In degrees, as phones note it: the pictures themselves are not turned. */
  readonly rotation?: Rotation;
  /** How long the tone is, where it is not as long as the pictures. */
  readonly soundSeconds?: number;
  readonly tags?: MetadataTags;
  /** Noise does not compress: a way to big files. */
  readonly noise?: boolean;
}

const samples = createKeptFiles([import.meta.filename]);

/** Writes a short video: the left half red, the right half green, with a tone. */
export async function makeVideo(path: string, draft: VideoPromptGiven = {}): Promise<void> {
  await writeFile(path, await sampleVideo(draft));
}

/** The same request gives the same bytes. */
export function sampleVideo(draft: VideoPromptGiven): Promise<Buffer> {
  return samples.get(JSON.stringify(draft), () => encode(draft));
}

async function encode(draft: VideoPromptGiven): Promise<Buffer> {
  const { width = 320, height = 180, seconds = 1, fps = 12, audio = 'aac' } = draft;
  const target = new BufferTarget();
  const output = new Output({ format: formatOf(draft.container ?? 'mp4'), target });
  const { codec = 'avc' } = draft;
  const times = draft.times ?? Array.from({ length: seconds * fps }, (_, frame) => frame / fps);
  const pictures =
    codec === null
      ? null
      : new VideoSampleSource({
          codec,
          quality: new Quality({ bitrate: draft.bitrate ?? 300_000 }),
        });
  if (draft.tags) output.setMetadataTags(draft.tags);
  if (pictures) {
    const rotation = draft.rotation ?? 0;
    // With a rate, pictures would be moved to where it has them.
    output.addVideoTrack(pictures, draft.times ? { rotation } : { frameRate: fps, rotation });
  }
  const tone = audio
    ? new AudioSampleSource({ codec: audio, quality: new Quality({ bitrate: 64_000 }) })
    : null;
  if (tone) output.addAudioTrack(tone);
  await output.start();
  const pixels = new Uint32Array(width * height);
  let seed = 1;
  for (const [frame, timestamp] of (pictures ? times : []).entries()) {
    // Without noise every picture is like the first.
    if (frame === 0 || draft.noise === true) seed = paint(pixels, width, draft.noise ? seed : null);
    const data = new Uint8Array(pixels.buffer);
    using sample = new VideoSample(data, {
      format: 'RGBA',
      codedWidth: width,
      codedHeight: height,
      timestamp,
      duration: (times[frame + 1] ?? Math.max(seconds, timestamp + 0.01)) - timestamp,
    });
    await pictures?.add(sample);
  }
  if (tone) {
    const soundSeconds = draft.soundSeconds ?? seconds;
    const sampleRate = 48_000;
    const data = Float32Array.from(
      { length: sampleRate * soundSeconds },
      (_, i) => Math.sin(i / 20) / 4,
    );
    using sample = new AudioSample({
      data,
      format: 'f32',
      numberOfChannels: 1,
      sampleRate,
      timestamp: 0,
    });
    await tone.add(sample);
  }
  await output.finalize();
  if (target.buffer === null) throw new Error('Nothing was written');
  return Buffer.from(target.buffer);
}

/** @returns where the noise goes on */
function paint(pixels: Uint32Array, width: number, noise: number | null): number {
  let seed = noise ?? 1;
  for (let place = 0; place < pixels.length; place += 1) {
    if (noise !== null) seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    // As read by a little-endian machine: alpha, blue, green, red.
    const plain = place % width < width / 2 ? 0xff0000ff : 0xff00ff00;
    pixels[place] = plain ^ (noise === null ? 0 : (seed >> 8) & 0x7f7f7f);
  }
  return seed;
}

function formatOf(container: NonNullable<VideoPromptGiven['container']>): OutputFormat {
  const options = { fastStart: 'in-memory' } as const;
  switch (container) {
    case 'mp4':
      return new Mp4OutputFormat(options);
    case 'mov':
      return new MovOutputFormat(options);
    case 'webm':
      return new WebMOutputFormat();
    case 'mkv':
      return new MkvOutputFormat();
    case 'mp3':
      return new Mp3OutputFormat();
    case 'wav':
      return new WavOutputFormat();
    case 'ogg':
      return new OggOutputFormat();
  }
}
