import { z } from 'zod';
import { FAILURE_REASONS } from '../../core/jobs/domain/job.ts';
import type { JobState } from '../../core/jobs/domain/job.ts';
import type { AudioRef, ClipRef, ImageRef, VideoRef } from '../../core/media/domain/media.ts';
import { ASPECTS, CAMERA_MOTIONS } from '../../core/video/domain/video-request.ts';
import type {
  AdvancedSettings,
  Scene,
  VideoRequest,
} from '../../core/video/domain/video-request.ts';
import { demandsSchema } from '../providers/demands-json.ts';
import { jsonSchema } from '../shared/json-text.ts';

/** What was written as JSON is read back as strangely as anything else from outside. */
const moment = z.coerce.date();

const imageSchema: z.ZodType<ImageRef> = z.object({
  kind: z.literal('image'),
  key: z.string(),
  contentType: z.enum(['image/png', 'image/jpeg', 'image/webp']),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  changes: z
    .object({
      converted: z.boolean().exactOptional(),
      resized: z.boolean().exactOptional(),
      background: z.enum(['white', 'black']).exactOptional(),
    })
    .exactOptional(),
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
  unread: z.literal(true).optional(),
});

const clipSchema: z.ZodType<ClipRef> = z.object({
  kind: z.literal('clip'),
  key: z.string(),
  contentType: z.enum(['video/mp4', 'video/quicktime', 'video/webm']),
  bytes: z.number(),
  width: z.number(),
  height: z.number(),
  seconds: z.number(),
  fps: z.number().nullable(),
  sound: z.boolean(),
});

const audioSchema: z.ZodType<AudioRef> = z.object({
  kind: z.literal('audio'),
  key: z.string(),
  contentType: z.enum(['audio/mpeg', 'audio/wav', 'audio/webm']),
  bytes: z.number(),
  seconds: z.number(),
});

/** A scene whose media are of the given kinds. */
export function sceneSchema<image, clip, audio>(
  image: z.ZodType<image>,
  clip: z.ZodType<clip>,
  audio: z.ZodType<audio>,
): z.ZodType<Scene<image, clip, audio>> {
  const guides = z
    .object({ video: clip.exactOptional(), audio: audio.exactOptional() })
    .exactOptional();
  const elements = z.array(
    z.object({ name: z.string(), description: z.string(), images: z.array(image) }),
  );
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('text'), prompt: z.string(), guides }),
    z.object({
      kind: z.literal('frames'),
      prompt: z.string(),
      first: image.nullable(),
      last: image.nullable(),
      guides,
      elements: elements.exactOptional(),
    }),
    z.object({
      kind: z.literal('shots'),
      shots: z.array(z.object({ prompt: z.string(), seconds: z.number() })),
      first: image.nullable(),
      elements: elements.exactOptional(),
    }),
    z.object({
      kind: z.literal('references'),
      prompt: z.string(),
      images: z.array(image),
      elements,
    }),
    z.object({
      kind: z.literal('edit'),
      prompt: z.string(),
      source: clip,
      images: z.array(image),
      keepSound: z.boolean(),
    }),
    z.object({ kind: z.literal('replace'), character: image, driving: clip }),
  ]);
}

export const settingsShape = {
  seconds: z.number(),
  quality: z.enum(['std', 'pro']),
  aspect: z.enum(ASPECTS),
  sound: z.boolean().nullable(),
  guidance: z.number().nullable(),
};

export const advancedSchema: z.ZodType<AdvancedSettings> = z.object({
  seed: z.number().exactOptional(),
  style: z.string().exactOptional(),
  cameraMotion: z.enum(CAMERA_MOTIONS).exactOptional(),
  motionIntensity: z.number().exactOptional(),
});

export const requestSchema: z.ZodType<VideoRequest> = z.object({
  scene: sceneSchema(imageSchema, clipSchema, audioSchema),
  settings: z.object({ ...settingsShape, extras: advancedSchema.exactOptional() }),
  asked: z.string().exactOptional(),
  forgotten: z.enum(['text', 'frames', 'shots', 'references', 'edit', 'replace']).exactOptional(),
});

const setbackSchema = z.object({
  reason: z.enum(['rate-limited', 'maintenance', 'unreachable', 'unsent']),
  times: z.number(),
  since: moment,
});

const notFound = z.object({ since: moment, times: z.number(), until: moment }).exactOptional();

/** A later version may know other demands: what is not understood is not told. */
const gateSchema = z
  .object({ demands: demandsSchema.catch({}), plan: z.string().nullable() })
  .exactOptional();

const rendered = {
  operation: jsonSchema,
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
    reported: jsonSchema.exactOptional(),
  }),
  z.object({
    status: z.literal('unconfirmed'),
    since: moment,
    attempt: z.string(),
    reported: jsonSchema.exactOptional(),
  }),
  z.object({
    status: z.literal('rendering'),
    operation: jsonSchema,
    since: moment,
    progress: z.number().nullable(),
    notFound,
  }),
  z.object({ status: z.literal('overdue'), operation: jsonSchema, since: moment, notFound }),
  z
    .object({
      status: z.literal('collecting'),
      ...rendered,
      videoUrls: z.array(z.string()).exactOptional(),
      // Before there could be several.
      videoUrl: z.string().exactOptional(),
      lost: z.number().exactOptional(),
      setback: z
        .object({
          reason: z.enum(['no-video', 'not-fetched', 'not-saved']),
          since: moment,
          firstAt: moment,
          times: z.number(),
          until: moment,
        })
        .exactOptional(),
    })
    .transform(({ videoUrl, videoUrls, ...rest }) => ({
      ...rest,
      videoUrls: videoUrls ?? (videoUrl === undefined ? [] : [videoUrl]),
    })),
  z.object({
    status: z.literal('succeeded'),
    ...rendered,
    at: moment,
    video: videoSchema.nullable(),
    charged: z.number(),
    lost: z.number().exactOptional(),
  }),
  z.object({
    status: z.literal('failed'),
    at: moment,
    reason: z.enum(FAILURE_REASONS),
    message: z.string().nullable(),
    gate: gateSchema,
    operation: jsonSchema,
    // Not written before losses were booked.
    lost: z.number().default(0),
    heard: moment.exactOptional(),
    closed: z.literal(true).exactOptional(),
  }),
  z.object({ status: z.literal('cancelled'), at: moment }),
  z.object({
    status: z.literal('expired'),
    at: moment,
    operation: jsonSchema,
    heard: moment.exactOptional(),
  }),
]);
