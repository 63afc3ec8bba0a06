import { z } from 'zod';

// What parent and child tell each other. The child decodes strangers' files, so that what it says
// is read as a stranger's word.

export const imageTaskSchema = z.object({
  task: z.literal('image'),
  input: z.string(),
  output: z.string(),
  type: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  maxBytes: z.number(),
  minSide: z.number(),
  maxSide: z.number(),
  maxRatio: z.number(),
});

export const taskSchema = z.discriminatedUnion('task', [
  imageTaskSchema,
  z.object({ task: z.literal('probe'), input: z.string() }),
  z.object({ task: z.literal('poster'), input: z.string(), output: z.string() }),
  z.object({
    task: z.literal('shrink'),
    input: z.string(),
    output: z.string(),
    maxBytes: z.number(),
  }),
  z.object({ task: z.literal('transcode'), input: z.string(), output: z.string() }),
]);

export const orderSchema = z.object({ order: z.number(), task: taskSchema });

const sidesSchema = z.object({ width: z.int().positive(), height: z.int().positive() });

export const imageResultSchema = z.discriminatedUnion('status', [
  sidesSchema.extend({ status: z.literal('done'), bytes: z.int().positive() }),
  /** Measured and found outside the limits; nothing was written. */
  sidesSchema.extend({ status: z.enum(['side', 'ratio']) }),
  z.object({ status: z.literal('too-big'), bytes: z.int() }),
  z.object({ status: z.literal('bomb') }),
]);

export const probeSchema = sidesSchema.extend({
  container: z.string(),
  codec: z.string(),
  audioCodec: z.string().nullable(),
  seconds: z.number().nonnegative(),
  fps: z.number(),
  sound: z.boolean(),
});

export const posterResultSchema = sidesSchema.extend({ bytes: z.int().positive() });

/** False when no copy worth watching fits. */
export const shrinkResultSchema = z.boolean();

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

export type ImageTask = z.infer<typeof imageTaskSchema>;
export type Task = z.infer<typeof taskSchema>;
export type ImageResult = z.infer<typeof imageResultSchema>;
export type VideoProbe = z.infer<typeof probeSchema>;
export type PosterResult = z.infer<typeof posterResultSchema>;
export type Report = z.infer<typeof reportSchema>;
