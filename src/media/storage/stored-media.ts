import { z } from 'zod';
import type { AudioRef, ClipRef, ImageRef, VideoRef } from '../../core/media/domain/media.ts';
import { imageChangesSchema } from '../decoder/messages.ts';
import { isMediaKey, type MediaFiles } from './media-files.ts';

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
  changes: imageChangesSchema.exactOptional(),
}) satisfies z.ZodType<ImageRef>;

export const videoRefSchema = measuredSchema.extend({
  kind: z.literal('video'),
  contentType: z.literal('video/mp4'),
  seconds: z.number(),
  sound: z.boolean(),
  poster: imageRefSchema.nullable(),
  unread: z.literal(true).optional(),
}) satisfies z.ZodType<VideoRef>;

export const clipRefSchema = measuredSchema.extend({
  kind: z.literal('clip'),
  contentType: z.enum(['video/mp4', 'video/quicktime', 'video/webm']),
  seconds: z.number(),
  fps: z.number().nullable(),
  sound: z.boolean(),
}) satisfies z.ZodType<ClipRef>;

export const audioRefSchema = measuredSchema.pick({ key: true, bytes: true }).extend({
  kind: z.literal('audio'),
  contentType: z.enum(['audio/mpeg', 'audio/wav', 'audio/webm']),
  seconds: z.number(),
}) satisfies z.ZodType<AudioRef>;

/** The file that a note speaks of, where there is such a note and the file is still kept. */
export async function readStored<ref extends { readonly key: string }>(
  files: MediaFiles,
  note: string,
  schema: z.ZodType<ref>,
): Promise<ref | null> {
  const text = await files.readNote(note);
  if (text === null) return null;
  const found = schema.parse(JSON.parse(text));
  return (await files.touch(found.key)) ? found : null;
}
