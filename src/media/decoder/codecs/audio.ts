import { open, readFile } from 'node:fs/promises';
import {
  AudioSampleSink,
  BufferSource,
  FLAC,
  MATROSKA,
  MP3,
  MP4,
  Mp3OutputFormat,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  WavOutputFormat,
  WebMOutputFormat,
  Input,
  type OutputFormat,
} from 'mediabunny';
import { convert, openMedia, readLastPacket } from './convert.ts';
import { refuseCutOff } from './truncated.ts';
import { isWave, mendWave } from './wave.ts';
import type { AudioLook, AudioProbe } from '../messages.ts';

const HEAD_BYTES = 12;

interface Sound extends Disposable {
  readonly input: Input;
  /** How much of it is there, 0 to 1. */
  readonly share: number;
}

async function openSound(path: string): Promise<Sound> {
  if (!isWave(await headOf(path))) {
    const input = openMedia(path, [MP3, WEBM, MATROSKA, OGG, FLAC, MP4, QTFF]);
    return opened(input, 1);
  }
  const { bytes, share } = mendWave(await readFile(path));
  return opened(new Input({ source: new BufferSource(bytes), formats: [WAVE] }), share);
}

function opened(input: Input, share: number): Sound {
  return {
    input,
    share,
    [Symbol.dispose]() {
      input[Symbol.dispose]();
    },
  };
}

async function headOf(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
}

/** @throws when it is not whole */
export async function lookAtAudio(path: string): Promise<AudioLook> {
  using sound = await openSound(path);
  const { input, share } = sound;
  if (share < 1) return { status: 'broken', share };
  const container = (await input.getFormat()).name;
  if (container !== 'WAVE') await refuseCutOff(path);
  const pictures = await input.getPrimaryVideoTrack();
  const track = await input.getPrimaryAudioTrack();
  if (!pictures && !track) throw new Error('there is nothing in it');
  if (pictures || !track) return { status: 'no-audio', container };
  const codec = await track.getCodec();
  if (codec === null || !(await track.canDecode())) return { status: 'unread', container };
  await readLastPacket(track);
  using sample = await new AudioSampleSink(track).getSample(await track.getFirstTimestamp());
  if (!sample) throw new Error('no sound could be decoded');
  const seconds = (await track.computeDuration()) - Math.max(0, await track.getFirstTimestamp());
  if (!(seconds > 0)) throw new Error('it has no length');
  return { status: 'measured', container, codec, seconds };
}

/** Writes the same sound into a fresh file of the same kind, without whatever else was in it. */
export async function cleanAudio(path: string, output: string): Promise<AudioProbe> {
  using sound = await openSound(path);
  const { input } = sound;
  const container = (await input.getFormat()).name;
  await convert(input, output, {
    format: sameFormat(container),
    copy: { shiftTolerance: Infinity },
  });
  const look = await lookAtAudio(output);
  if (look.status !== 'measured') throw new Error('there is no sound in it any more');
  return look;
}

function sameFormat(container: string): OutputFormat {
  switch (container) {
    case 'MP3':
      return new Mp3OutputFormat();
    case 'WAVE':
      return new WavOutputFormat();
    default:
      return new WebMOutputFormat();
  }
}
