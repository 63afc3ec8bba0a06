// What POST /api/v1/videos accepts, word for word as the document describes it.
import { z } from 'zod';

const storageKey = z.string().min(1);

export const createSchema = z
  .strictObject({
    prompt: z
      .string()
      .max(2000)
      .refine((prompt) => prompt.trim().length >= 3, 'at least 3 characters'),
    style: z.string().max(50).optional(),
    durationSec: z.int().min(3).max(12),
    aspectRatio: z.enum(['16:9', '9:16', '1:1']).default('16:9'),
    resolution: z.enum(['720p', '1080p']).default('720p'),
    sourceImageKey: storageKey.optional(),
    lastFrameKey: storageKey.optional(),
    referenceVideoKey: storageKey.optional(),
    referenceAudioKey: storageKey.optional(),
    cameraMotion: z
      .enum([
        'none',
        'static',
        'pan-left',
        'pan-right',
        'tilt-up',
        'tilt-down',
        'zoom-in',
        'zoom-out',
        'orbit',
      ])
      .default('none'),
    motionIntensity: z.int().min(1).max(5).optional(),
    cfgScale: z.number().min(0).max(1).optional(),
  })
  .refine((body) => body.sourceImageKey === undefined || body.lastFrameKey === undefined, {
    path: ['lastFrameKey'],
    message: 'cannot be combined with sourceImageKey',
  });

export type CreateBody = z.infer<typeof createSchema>;

/** Credits a second. The document only says that length and resolution decide; the numbers are ours. */
const RATES = { '720p': 10, '1080p': 20 } as const satisfies Record<
  CreateBody['resolution'],
  number
>;

export function priceOf(body: CreateBody): number {
  return body.durationSec * RATES[body.resolution];
}

export const INPUT_FIELDS = [
  { field: 'sourceImageKey', kind: 'image' },
  { field: 'lastFrameKey', kind: 'image' },
  { field: 'referenceVideoKey', kind: 'video' },
  { field: 'referenceAudioKey', kind: 'audio' },
] as const;

export type InputField = (typeof INPUT_FIELDS)[number]['field'];
