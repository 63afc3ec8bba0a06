import {
  ALL_FORMATS,
  AudioSampleSink,
  FilePathSource,
  Input,
  VideoSampleSink,
  type InputAudioTrack,
} from 'mediabunny';
import { registerMediabunnyServer } from '@mediabunny/server';
import { readChart, type Measured } from './chart.ts';
import { toRgb } from './rgb-frame.ts';

registerMediabunnyServer({ hardwareContext: null });

export interface ClipMeasured {
  /** Of the first picture. */
  readonly colours: Measured['colours'];
  /** What stands on each picture, in order. */
  readonly numbers: readonly number[];
  readonly seconds: number;
  /** Of the first picture that is lit, from the first of all; null: none is. */
  readonly flashAt: number | null;
  /** Of the beep, from the first picture; null: there is none. */
  readonly beepAt: number | null;
  /** Seconds without any sound, after it has begun. */
  readonly holes: number;
  readonly colourSpace: object;
}

/**
 * Reads a file by other code than what wrote it.
 * @param turned its pictures were turned clockwise, and are turned back to be read
 */
export async function measureClip(path: string, turned = false): Promise<ClipMeasured> {
  using input = new Input({ source: new FilePathSource(path), formats: ALL_FORMATS });
  const track = (await input.getPrimaryVideoTrack())!;
  const numbers: number[] = [];
  let colours: Measured['colours'] = [];
  let first: number | null = null;
  let end = 0;
  let flashAt: number | null = null;
  let colourSpace = {};
  for await (const sample of new VideoSampleSink(track).samples()) {
    if (sample.timestamp >= -0.001) {
      const { data, width, height } = await toRgb(sample);
      const chart = turned
        ? readChart(turnedBack(data, width, height), { width: height, height: width })
        : readChart(data, { width, height });
      if (first === null) {
        first = sample.timestamp;
        colours = chart.colours;
        colourSpace = sample.colorSpace.toJSON();
      }
      numbers.push(chart.number);
      if (chart.flash) flashAt ??= sample.timestamp - first;
      end = sample.timestamp + sample.duration;
    }
    sample.close();
  }
  const start = first ?? 0;
  const audio = await input.getPrimaryAudioTrack();
  const heard = audio === null ? { beepAt: null, holes: 0 } : await listen(audio, start);
  return { colours, numbers, seconds: end - start, flashAt, colourSpace, ...heard };
}

function turnedBack(data: Uint8Array, width: number, height: number): Uint8Array {
  const back = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 3;
      back.set(data.subarray(from, from + 3), ((width - 1 - x) * height + y) * 3);
    }
  }
  return back;
}

async function listen(track: InputAudioTrack, start: number) {
  let beepAt: number | null = null;
  let holes = 0;
  for await (const sample of new AudioSampleSink(track).samples()) {
    const samples = new Float32Array(sample.numberOfFrames);
    sample.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
    const loud = samples.findIndex((value) => Math.abs(value) > 0.2);
    if (loud !== -1) beepAt ??= sample.timestamp + loud / sample.sampleRate - start;
    if (samples.every((value) => Math.abs(value) < 0.001)) holes += sample.duration;
    sample.close();
  }
  return { beepAt, holes };
}
