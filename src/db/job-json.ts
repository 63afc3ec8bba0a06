import { z } from 'zod';
import type { JobState } from '../core/domain/job.ts';
import type { Json } from '../core/domain/json.ts';
import type { ImageRef, VideoRef } from '../core/domain/media.ts';
import type { Scene, VideoRequest } from '../core/domain/video-request.ts';

/** What was written as JSON is read back as strangely as anything else from outside. */
const moment = z.coerce.date();
const json: z.ZodType<Json> = z.json();

export const imageSchema: z.ZodType<ImageRef> = z.object({
  kind: z.literal('image'),
  key: z.string(),
  contentType: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
});

const videoSchema: z.ZodType<VideoRef> = z.object({
  kind: z.literal('video'),
  key: z.string(),
  contentType: z.literal('video/mp4'),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  seconds: z.number(),
  sound: z.boolean(),
  poster: imageSchema.nullable(),
});

/** A scene whose images are of the given kind. */
export function sceneSchema<image>(image: z.ZodType<image>): z.ZodType<Scene<image>> {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), prompt: z.string() }),
    z.object({
      kind: z.literal('frames'),
      prompt: z.string(),
      first: image.nullable(),
      last: image.nullable(),
    }),
    z.object({
      kind: z.literal('shots'),
      shots: z.array(z.object({ prompt: z.string(), seconds: z.number() })),
      first: image.nullable(),
    }),
    z.object({
      kind: z.literal('references'),
      prompt: z.string(),
      elements: z.array(
        z.object({ name: z.string(), description: z.string(), images: z.array(image) }),
      ),
    }),
  ]);
}

export const settingsShape = {
  seconds: z.number(),
  quality: z.enum(['std', 'pro']),
  aspect: z.enum(['16:9', '9:16', '1:1']),
  sound: z.boolean(),
  guidance: z.number().nullable(),
};

export const requestSchema: z.ZodType<VideoRequest> = z.object({
  scene: sceneSchema(imageSchema),
  settings: z.object(settingsShape),
});

const setbackSchema = z.object({
  reason: z.enum(['rate-limited', 'maintenance', 'unreachable']),
  times: z.number(),
  since: moment,
});

const rendered = {
  operation: json,
  since: moment,
  renderedAt: moment,
  consumed: z.number().nullable(),
};

export const stateSchema: z.ZodType<JobState> = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('waiting'),
    since: moment,
    notBefore: moment,
    setback: setbackSchema.nullable(),
  }),
  z.object({
    status: z.literal('submitting'),
    since: moment,
    attempt: z.string(),
    waitingSince: moment,
    setback: setbackSchema.nullable(),
  }),
  z.object({ status: z.literal('unconfirmed'), since: moment, attempt: z.string() }),
  z.object({
    status: z.literal('rendering'),
    operation: json,
    since: moment,
    progress: z.number().nullable(),
  }),
  z.object({ status: z.literal('overdue'), operation: json, since: moment }),
  z.object({ status: z.literal('collecting'), ...rendered, videoUrl: z.string() }),
  z.object({
    status: z.literal('succeeded'),
    ...rendered,
    at: moment,
    video: videoSchema,
    charged: z.number(),
  }),
  z.object({
    status: z.literal('failed'),
    at: moment,
    reason: z.enum([
      'moderated',
      'bad-prompt',
      'bad-settings',
      'provider-fault',
      'key-refused',
      'out-of-credit',
      'not-understood',
      'provider-unavailable',
      'provider-not-set-up',
      'result-lost',
      'never-confirmed',
    ]),
    message: z.string().nullable(),
    operation: json,
  }),
  z.object({ status: z.literal('cancelled'), at: moment }),
  z.object({ status: z.literal('expired'), at: moment, operation: json }),
]);
