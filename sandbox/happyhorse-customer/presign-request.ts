// What POST /api/v1/uploads/presign accepts.
import { z } from 'zod';

import { refusal } from './errors.ts';
import type { Parsed } from './json-body.ts';

/** The document says MB without saying which; whoever keeps to the smaller one is always right. */
const MB = 1_000_000;

const KINDS = {
  image: {
    folder: 'videos/inputs',
    mostBytes: 10 * MB,
    endings: { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp' },
  },
  video: {
    folder: 'videos/reference-video',
    mostBytes: 50 * MB,
    endings: { 'video/mp4': 'mp4', 'video/quicktime': 'mov', 'video/webm': 'webm' },
  },
  audio: {
    folder: 'videos/reference-audio',
    mostBytes: 15 * MB,
    endings: {
      'audio/mpeg': 'mp3',
      'audio/mp3': 'mp3',
      'audio/wav': 'wav',
      'audio/webm': 'webm',
    },
  },
} as const;

export type UploadKind = keyof typeof KINDS;

export const presignSchema = z.strictObject({
  kind: z.enum(['image', 'video', 'audio']).default('image'),
  contentType: z.string(),
  sizeBytes: z.int().min(1),
});

export type PresignBody = z.infer<typeof presignSchema>;

export interface UploadPlace {
  readonly folder: string;
  readonly ending: string;
}

export function placeFor(body: PresignBody): Parsed<UploadPlace> {
  const { folder, mostBytes, endings } = KINDS[body.kind];
  const ending = Object.entries(endings).find(([type]) => type === body.contentType)?.[1];
  if (ending === undefined) {
    return refusal(
      'upload_type_not_supported',
      `${body.contentType} is not accepted as ${body.kind}.`,
    );
  }
  if (body.sizeBytes > mostBytes) {
    return refusal('upload_file_too_large', `The most for ${body.kind} is ${mostBytes / MB} MB.`);
  }
  return { ok: true, body: { folder, ending } };
}
