import {
  AudioSampleSink,
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
  type Input,
  type OutputFormat,
} from 'mediabunny';
import { convert, openMedia, readLastPacket } from './convert.ts';
import { refuseCutOff } from './truncated.ts';
import type { AudioLook, AudioProbe } from '../messages.ts';

function openSound(path: string): Input {
  return openMedia(path, [MP3, WAVE, WEBM, MATROSKA, OGG, FLAC, MP4, QTFF]);
}

/** @throws when it is not whole */
export async function lookAtAudio(path: string): Promise<AudioLook> {
  await refuseCutOff(path);
  using input = openSound(path);
  const container = (await input.getFormat()).name;
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
  using input = openSound(path);
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
