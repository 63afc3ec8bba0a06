import { z } from 'zod';
import type { ClipType, ImageLimits } from '../../core/media/domain/media.ts';
import { DecodeFailed } from './decode-failed.ts';
import { createLane, type Lane } from './lane.ts';
import {
  audioLookSchema,
  audioProbeSchema,
  clipLookSchema,
  clipProbeSchema,
  imageResultSchema,
  posterResultSchema,
  probeSchema,
  shrinkResultSchema,
  type AudioLook,
  type AudioProbe,
  type ClipBounds,
  type ClipLook,
  type ClipProbe,
  type ImageResult,
  type PosterResult,
  type Task,
  type VideoProbe,
} from './messages.ts';

/** Decodes strangers' files, each within bounds of time and memory. */
export interface Decoder {
  /**
   * The same decoder on somebody's behalf. Whoever waits for it takes turns with everybody else,
   * so that many files of one person hold nobody up.
   */
  onBehalfOf(owner: string): Decoder;
  /**
   * Writes the first picture of an image anew, in the best form that is within the limits.
   * @throws {DecodeFailed}
   */
  normaliseImage(
    input: string,
    output: string,
    limits: ImageLimits,
    options: ImageOptions,
  ): Promise<ImageResult>;
  /** @throws {DecodeFailed} `broken` when it is not a whole video of a kind that is taken */
  probeVideo(input: string, signal: AbortSignal): Promise<VideoProbe>;
  /** @throws {DecodeFailed} */
  makePoster(input: string, output: string, signal: AbortSignal): Promise<PosterResult>;
  /** @throws {DecodeFailed} */
  transcodeVideo(input: string, output: string, signal: AbortSignal): Promise<void>;
  /**
   * False when no copy worth watching fits.
   * @throws {DecodeFailed}
   */
  shrinkVideo(
    input: string,
    output: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** @throws {DecodeFailed} `broken` when it is not whole */
  lookAtClip(input: string, signal: AbortSignal): Promise<ClipLook>;
  /**
   * Writes pictures and sound into a fresh file, as they are where that can be, without anything
   * else that was in the old one, and measures what came of it.
   * @throws {DecodeFailed}
   */
  cleanClip(
    input: string,
    output: string,
    wanted: CleanWanted,
    signal: AbortSignal,
  ): Promise<ClipProbe>;
  /**
   * Encodes a clip as MP4 within the bounds; null when none worth watching would be.
   * @throws {DecodeFailed}
   */
  transcodeClip(
    input: string,
    output: string,
    bounds: ClipBounds,
    signal: AbortSignal,
  ): Promise<ClipProbe | null>;
  /** @throws {DecodeFailed} `broken` when it is not whole */
  lookAtAudio(input: string, signal: AbortSignal): Promise<AudioLook>;
  /**
   * As for a clip.
   * @throws {DecodeFailed}
   */
  cleanAudio(input: string, output: string, signal: AbortSignal): Promise<AudioProbe>;
  /** The processes that run now. */
  pids(): readonly number[];
  close(): Promise<void>;
}

export interface ImageOptions {
  /** By less work, for one that was too much: with fewer pixels, and by other code. */
  readonly thrifty?: boolean;
  readonly signal: AbortSignal;
}

export interface CleanWanted {
  readonly to: ClipType;
  readonly maxSeconds: number | null;
  /** It cannot be copied as it is (`ClipProbe.preRoll`), which takes longer. */
  readonly encode: boolean;
}

/** Times are of the processor. */
export interface DecoderSettings {
  /** How many times as long it may take by the clock. */
  readonly patience: number;
  readonly imageTimeoutMs: number;
  /** For being told what is in a file that somebody gave. */
  readonly lookTimeoutMs: number;
  readonly probeTimeoutMs: number;
  readonly encodeTimeoutMs: number;
  readonly maxImageRssBytes: number;
  readonly maxVideoRssBytes: number;
  readonly idleMs: number;
  /** How far the rest of the service comes before decoding, 0 to 19. */
  readonly niceness: number;
}

export const decoderDefaults: DecoderSettings = {
  patience: 2,
  imageTimeoutMs: 12_000,
  lookTimeoutMs: 20_000,
  probeTimeoutMs: 60_000,
  encodeTimeoutMs: 5 * 60_000,
  maxImageRssBytes: 1_000_000_000,
  maxVideoRssBytes: 2_000_000_000,
  idleMs: 60_000,
  // With more of it, a machine that is busy with other work would hardly decode at all.
  niceness: 5,
};

export function createDecoder(settings: DecoderSettings = decoderDefaults): Decoder {
  const { idleMs, niceness, patience } = settings;
  // Lanes of their own: an image waits for no video; who waits to be told what is wrong with a video
  // does not wait for another one's encoding; and what was rendered and paid for waits for nothing
  // that somebody gave. Nobody keeps a whole lane busy: a long video holds up its owner alone.
  const lane = (children: number, perOwner?: number): Lane =>
    createLane({ children, idleMs, niceness, ...(perOwner === undefined ? {} : { perOwner }) });
  const images = lane(1);
  const looks = lane(2, 1);
  const encodings = lane(2, 1);
  const renders = lane(2);
  const copies = lane(1);
  const lanes = [images, looks, encodings, renders, copies];

  function actFor(owner: string): Decoder {
    const doneIn =
      (lane: Lane, timeoutMs: number, maxRssBytes = settings.maxVideoRssBytes) =>
      async <result>(task: Task, schema: z.ZodType<result>, signal: AbortSignal): Promise<result> =>
        read(schema, await lane.run(task, { timeoutMs, patience, maxRssBytes, signal }, owner));

    const normalise = doneIn(images, settings.imageTimeoutMs, settings.maxImageRssBytes);
    const look = doneIn(looks, settings.lookTimeoutMs);
    const repack = doneIn(looks, settings.probeTimeoutMs);
    const encode = doneIn(encodings, settings.encodeTimeoutMs);
    const probe = doneIn(renders, settings.probeTimeoutMs);
    const copy = doneIn(copies, settings.encodeTimeoutMs);

    return {
      onBehalfOf: actFor,
      normaliseImage: (input, output, limits, { thrifty = false, signal }) => {
        const { types, maxBytes, minSide, maxSide, maxRatio } = limits;
        const bounds = { types, maxBytes, minSide, maxSide, maxRatio };
        return normalise(
          { task: 'image', input, output, ...bounds, thrifty },
          imageResultSchema,
          signal,
        );
      },
      probeVideo: (input, signal) => probe({ task: 'probe', input }, probeSchema, signal),
      makePoster: (input, output, signal) =>
        probe({ task: 'poster', input, output }, posterResultSchema, signal),
      async transcodeVideo(input, output, signal) {
        await copy({ task: 'transcode', input, output }, z.literal(true), signal);
      },
      shrinkVideo: (input, output, maxBytes, signal) =>
        copy({ task: 'shrink', input, output, maxBytes }, shrinkResultSchema, signal),
      lookAtClip: (input, signal) => look({ task: 'look-at-clip', input }, clipLookSchema, signal),
      cleanClip: (input, output, { to, maxSeconds, encode: anew }, signal) =>
        (anew ? encode : repack)(
          { task: 'clean-clip', input, output, to, maxSeconds },
          clipProbeSchema,
          signal,
        ),
      transcodeClip: (input, output, { maxBytes, maxSeconds, minSide, maxSide }, signal) =>
        encode(
          { task: 'fit-clip', input, output, maxBytes, maxSeconds, minSide, maxSide },
          clipProbeSchema.nullable(),
          signal,
        ),
      lookAtAudio: (input, signal) =>
        look({ task: 'look-at-audio', input }, audioLookSchema, signal),
      cleanAudio: (input, output, signal) =>
        repack({ task: 'clean-audio', input, output }, audioProbeSchema, signal),
      pids: () => lanes.flatMap((lane) => lane.pids()),
      async close() {
        await Promise.all(lanes.map((lane) => lane.close()));
      },
    };
  }

  return actFor('the service');
}

/** Measures that make no sense are the file's: sides of nothing, endless frames a second. */
function read<result>(schema: z.ZodType<result>, told: unknown): result {
  const found = schema.safeParse(told);
  if (found.success) return found.data;
  throw new DecodeFailed('broken', `its measures make no sense: ${z.prettifyError(found.error)}`);
}
