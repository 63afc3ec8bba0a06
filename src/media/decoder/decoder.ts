import { z } from 'zod';
import type { ImageLimits, ImageType } from '../../core/domain/media.ts';
import { createLane } from './lane.ts';
import {
  imageResultSchema,
  posterResultSchema,
  probeSchema,
  shrinkResultSchema,
  type ImageResult,
  type PosterResult,
  type Task,
  type VideoProbe,
} from './messages.ts';

/** Decodes strangers' files, each within bounds of time and memory. */
export interface Decoder {
  /** @throws {DecodeFailed} */
  normaliseImage(
    input: string,
    output: string,
    type: ImageType,
    limits: Omit<ImageLimits, 'types'>,
    signal: AbortSignal,
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
  /** The processes that run now. */
  pids(): readonly number[];
  close(): Promise<void>;
}

export interface DecoderSettings {
  readonly imageTimeoutMs: number;
  readonly probeTimeoutMs: number;
  readonly encodeTimeoutMs: number;
  readonly maxImageRssBytes: number;
  readonly maxVideoRssBytes: number;
  readonly idleMs: number;
}

export const decoderDefaults: DecoderSettings = {
  imageTimeoutMs: 30_000,
  probeTimeoutMs: 60_000,
  encodeTimeoutMs: 10 * 60_000,
  maxImageRssBytes: 1_000_000_000,
  maxVideoRssBytes: 2_000_000_000,
  idleMs: 60_000,
};

export function createDecoder(settings: DecoderSettings = decoderDefaults): Decoder {
  const { idleMs } = settings;
  // Two lines: a person who waits for an answer to an image does not wait for a video's encoding.
  const images = createLane({ children: 1, idleMs });
  const videos = createLane({ children: 1, idleMs });

  async function video<result>(
    task: Task,
    schema: z.ZodType<result>,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<result> {
    const bounds = { timeoutMs, maxRssBytes: settings.maxVideoRssBytes, signal };
    return schema.parse(await videos.run(task, bounds));
  }

  return {
    async normaliseImage(input, output, type, limits, signal) {
      const { maxBytes, minSide, maxSide, maxRatio } = limits;
      const result = await images.run(
        { task: 'image', input, output, type, maxBytes, minSide, maxSide, maxRatio },
        { timeoutMs: settings.imageTimeoutMs, maxRssBytes: settings.maxImageRssBytes, signal },
      );
      return imageResultSchema.parse(result);
    },
    probeVideo: (input, signal) =>
      video({ task: 'probe', input }, probeSchema, settings.probeTimeoutMs, signal),
    makePoster: (input, output, signal) =>
      video({ task: 'poster', input, output }, posterResultSchema, settings.probeTimeoutMs, signal),
    async transcodeVideo(input, output, signal) {
      const task = { task: 'transcode', input, output } as const;
      await video(task, z.literal(true), settings.encodeTimeoutMs, signal);
    },
    shrinkVideo: (input, output, maxBytes, signal) =>
      video(
        { task: 'shrink', input, output, maxBytes },
        shrinkResultSchema,
        settings.encodeTimeoutMs,
        signal,
      ),
    pids: () => [...images.pids(), ...videos.pids()],
    async close() {
      await Promise.all([images.close(), videos.close()]);
    },
  };
}
