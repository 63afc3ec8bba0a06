import { z } from 'zod';
import type { InputRef } from '../../core/media/domain/media.ts';
import {
  CAMERA_MOTIONS,
  elementsOf,
  mediaReferencesOf,
} from '../../core/video/domain/video-request.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import type { ErrorNames } from '../shared/answers.ts';
import { identifier, orNull, reading, words } from '../shared/lenient.ts';
import { readProblem } from '../shared/problem.ts';
import type { Problem } from '../shared/problem.ts';
import { reason } from '../shared/reason.ts';
import { checkedBody, invalidBody } from '../shared/request-body.ts';
import type { RequestBody } from '../shared/request-body.ts';
import { AUDIO, IMAGE, models, VIDEO } from './capabilities.ts';

const storageKey = z.string().min(1).max(1000);

/** What may be sent. */
export const createSchema = z
  .strictObject({
    prompt: z.string().min(3).max(2000),
    style: z.string().max(50).regex(/\S/).optional(),
    durationSec: z.int().min(3).max(12),
    aspectRatio: z.enum(['16:9', '9:16', '1:1']),
    resolution: z.enum(['720p', '1080p']),
    sourceImageKey: storageKey.optional(),
    lastFrameKey: storageKey.optional(),
    referenceVideoKey: storageKey.optional(),
    referenceAudioKey: storageKey.optional(),
    // None of them is the same as leaving it out.
    cameraMotion: z.enum(CAMERA_MOTIONS).optional(),
    motionIntensity: z.int().min(1).max(5).optional(),
    cfgScale: z.number().min(0).max(1).optional(),
  })
  .refine((body) => body.sourceImageKey === undefined || body.lastFrameKey === undefined, {
    error: 'a first and a last frame exclude each other',
  });

export type CreateBody = z.infer<typeof createSchema>;

/** What POST /api/v1/videos is to be sent. `keyOf`: what an input is called in their storage. */
export function createRequest(
  model: string,
  { settings, scene }: VideoRequest,
  keyOf: (media: InputRef) => string,
): RequestBody<CreateBody> {
  if (!models.some((it) => it.model === model)) return invalidBody('it does not know this model');
  if (scene.kind !== 'text' && scene.kind !== 'frames') {
    return invalidBody('it makes no videos of this kind');
  }
  if (scene.kind === 'frames' && scene.first === null && scene.last === null) {
    return invalidBody('there is no frame');
  }
  const { first = null, last = null } = scene.kind === 'frames' ? scene : {};
  const { video, audio } = mediaReferencesOf(scene);
  return checkedBody(createSchema, {
    prompt: scene.prompt.trim(),
    // What has no field here is sent under its own name, and found to be one too many.
    ...settings.extras,
    ...(elementsOf(scene).length === 0 ? {} : { elements: true }),
    durationSec: settings.seconds,
    aspectRatio: settings.aspect,
    resolution: settings.quality === 'std' ? '720p' : '1080p',
    ...(first === null ? {} : { sourceImageKey: keyOf(first) }),
    ...(last === null ? {} : { lastFrameKey: keyOf(last) }),
    ...(video === undefined ? {} : { referenceVideoKey: keyOf(video) }),
    ...(audio === undefined ? {} : { referenceAudioKey: keyOf(audio) }),
    ...(settings.guidance === null ? {} : { cfgScale: settings.guidance }),
  });
}

/** What an upload may be asked for with, by what it is. */
export const presignSchemas = {
  image: presignOf('image', IMAGE),
  video: presignOf('video', VIDEO),
  audio: presignOf('audio', AUDIO),
} as const;

const presignSchema = z.discriminatedUnion('kind', [
  presignSchemas.image,
  presignSchemas.video,
  presignSchemas.audio,
]);

function presignOf<kind extends string>(
  kind: kind,
  limits: { readonly types: readonly string[]; readonly maxBytes: number },
) {
  return z.strictObject({
    kind: z.literal(kind),
    contentType: z.enum(limits.types),
    sizeBytes: z.int().min(1).max(limits.maxBytes),
  });
}

export type PresignBody = z.infer<typeof presignSchema>;

const KINDS = { image: 'image', clip: 'video', audio: 'audio' } as const;

/** What POST /api/v1/uploads/presign is to be sent; null where the file is none that it takes. */
export function presignRequest(media: InputRef, sizeBytes: number): PresignBody | null {
  const { kind, contentType } = media;
  return presignSchema.safeParse({ kind: KINDS[kind], contentType, sizeBytes }).data ?? null;
}

/*
 * What comes back is read leniently.
 */

/** The plan of the account does not allow something. */
export const PLAN_GATE = 'plan_gate_exceeded';

/** `invalid_input` is for what its words say. */
export const ERRORS: ErrorNames = {
  refusals: new Map([
    ['missing_api_key', 'key-refused'],
    ['invalid_api_key', 'key-refused'],
    ['insufficient_credits', 'out-of-credit'],
    ['upload_file_too_large', 'file-too-large'],
    ['upload_type_not_supported', 'bad-settings'],
    ['not_found', 'not-found'],
    [PLAN_GATE, 'not-understood'],
  ]),
  broken: 'internal_error',
  timeout: 504,
};

const ERROR_NAMES = new Set([
  ...ERRORS.refusals.keys(),
  ...['invalid_input', 'rate_limited', 'internal_error'],
]);

const planWord = orNull(z.string().regex(/^[\w .-]{1,50}$/));

const gateSchema = reading({ field: planWord, requiredPlan: planWord });

const errorSchema = reading({ error: gateSchema });

export interface ApiError extends Problem, z.infer<typeof gateSchema> {}

/** What an answer says is wrong: nothing where it is no error of theirs. */
export function readError(json: unknown): ApiError {
  const { error } = errorSchema.safeParse(json).data ?? {};
  const gate = error ?? { field: null, requiredPlan: null };
  return { ...readProblem(json, ERROR_NAMES), ...gate };
}

const createdSchema = reading({ id: identifier });

/** The id of the video that was created; null where there is none. */
export function readCreatedId(json: unknown): string | null {
  return createdSchema.safeParse(json).data?.id ?? null;
}

const presignedSchema = reading({
  uploadUrl: z.string(),
  key: z.string().trim().min(1).max(1000),
});

export function readPresigned(json: unknown): z.infer<typeof presignedSchema> | null {
  return presignedSchema.safeParse(json).data ?? null;
}

const videoSchema = reading({
  id: identifier,
  status: words,
  videoUrl: z.unknown().optional(),
  errorMessage: reason,
});

export type Video = z.infer<typeof videoSchema>;

/** Null where it is no JSON object. */
export function readVideo(json: unknown): Video | null {
  return videoSchema.safeParse(json).data ?? null;
}
