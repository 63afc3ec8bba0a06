import { z } from 'zod';
import type {
  ClipLimits,
  ClipType,
  ImageChanges,
  ImageLimits,
} from '../../core/media/domain/media.ts';

// What parent and child tell each other. The child decodes strangers' files, so that what it says
// is read as a stranger's word. It takes the parent's as it is, and so needs nothing of this when
// it starts.

interface FromFile<task extends string> {
  readonly task: task;
  readonly input: string;
}

interface FromFileToFile<task extends string> extends FromFile<task> {
  readonly output: string;
}

export type ClipBounds = Pick<ClipLimits, 'maxBytes' | 'maxSeconds' | 'minSide' | 'maxSide'>;

/** Of several forms that fit, the best one is written. */
export type ImageTask = FromFileToFile<'image'> & ImageLimits & { readonly thrifty: boolean };

export type Task =
  | ImageTask
  | FromFile<'probe' | 'look-at-clip' | 'look-at-audio'>
  | FromFileToFile<'poster' | 'transcode' | 'clean-audio'>
  | (FromFileToFile<'shrink'> & { readonly maxBytes: number })
  | (FromFileToFile<'clean-clip'> & { readonly to: ClipType; readonly maxSeconds: number | null })
  | (FromFileToFile<'fit-clip'> & ClipBounds);

export interface Order {
  readonly order: number;
  readonly task: Task;
}

export const imageChangesSchema: z.ZodType<ImageChanges> = z.object({
  converted: z.boolean().exactOptional(),
  resized: z.boolean().exactOptional(),
  background: z.enum(['white', 'black']).exactOptional(),
});

const sidesSchema = z.object({ width: z.int().positive(), height: z.int().positive() });

/** Only so much of it is there. */
const brokenSchema = z.object({ status: z.literal('broken'), share: z.number().min(0).max(1) });

export const imageResultSchema = z.discriminatedUnion('status', [
  sidesSchema.extend({
    status: z.literal('done'),
    bytes: z.int().positive(),
    type: z.enum(['image/png', 'image/jpeg', 'image/webp']),
    changes: imageChangesSchema,
  }),
  /** Measured and found outside the limits; nothing was written. */
  sidesSchema.extend({ status: z.enum(['side', 'ratio']) }),
  z.object({ status: z.literal('too-big'), bytes: z.int() }),
  z.object({ status: z.literal('bomb') }),
  brokenSchema,
]);

export const probeSchema = sidesSchema.extend({
  container: z.string(),
  codec: z.string(),
  audioCodec: z.string().nullable(),
  seconds: z.number().nonnegative(),
  fps: z.number(),
  sound: z.boolean(),
  /** Every chat plays it as it is. */
  playable: z.boolean(),
});

export const posterResultSchema = sidesSchema.extend({ bytes: z.int().positive() });

/** False when no copy worth watching fits. */
export const shrinkResultSchema = z.boolean();

export const clipProbeSchema = sidesSchema.extend({
  status: z.literal('measured'),
  container: z.string(),
  codec: z.string(),
  /** Null where there is no sound, or none that can be read. */
  audioCodec: z.string().nullable(),
  /** Of the pictures. */
  seconds: z.number().positive(),
  /** Pictures stand before the first that is shown: it cannot be copied as it is. */
  preRoll: z.boolean().default(false),
  /** The sound goes on when they have ended. */
  trailingSound: z.boolean(),
  /** On the average. */
  fps: z.number().positive(),
  bytes: z.int().positive(),
  steady: z.boolean(),
});

/** What there is to see in a file that somebody gave as a video. */
export const clipLookSchema = z.discriminatedUnion('status', [
  clipProbeSchema,
  z.object({ status: z.literal('no-video'), container: z.string() }),
  z.object({ status: z.literal('unread'), container: z.string(), codec: z.string().nullable() }),
]);

export const audioProbeSchema = z.object({
  status: z.literal('measured'),
  container: z.string(),
  codec: z.string(),
  seconds: z.number().positive(),
});

export const audioLookSchema = z.discriminatedUnion('status', [
  audioProbeSchema,
  brokenSchema,
  z.object({ status: z.literal('no-audio'), container: z.string() }),
  z.object({ status: z.literal('unread'), container: z.string() }),
]);

export const reportSchema = z.union([
  /** The child's own measure, where the parent cannot take it. */
  z.object({ rss: z.number() }),
  z.object({ order: z.number(), ok: z.literal(true), result: z.unknown() }),
  /** The child is well, and the file at fault or the machine. The message is for logs. */
  z.object({
    order: z.number(),
    ok: z.literal(false),
    fault: z.enum(['broken', 'ours']),
    message: z.string(),
  }),
]);

export type ImageResult = z.infer<typeof imageResultSchema>;
export type VideoProbe = z.infer<typeof probeSchema>;
export type ClipProbe = z.infer<typeof clipProbeSchema>;
export type ClipLook = z.infer<typeof clipLookSchema>;
export type AudioProbe = z.infer<typeof audioProbeSchema>;
export type AudioLook = z.infer<typeof audioLookSchema>;
export type PosterResult = z.infer<typeof posterResultSchema>;
export type Report = z.infer<typeof reportSchema>;
