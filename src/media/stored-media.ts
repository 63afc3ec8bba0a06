import { z } from 'zod';
import type { ImageRef, VideoRef } from '../core/domain/media.ts';
import { isMediaKey } from './media-files.ts';

// References as they are written in notes and read back.

const measuredSchema = z.object({
  key: z.string().refine(isMediaKey),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
});

export const imageRefSchema = measuredSchema.extend({
  kind: z.literal('image'),
  contentType: z.enum(['image/png', 'image/jpeg', 'image/webp']),
}) satisfies z.ZodType<ImageRef>;

export const videoRefSchema = measuredSchema.extend({
  kind: z.literal('video'),
  contentType: z.literal('video/mp4'),
  seconds: z.number(),
  sound: z.boolean(),
  poster: imageRefSchema.nullable(),
}) satisfies z.ZodType<VideoRef>;
