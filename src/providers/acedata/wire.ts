import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { InputRef } from '../../core/domain/media.ts';
import type { VideoRequest } from '../../core/domain/video-request.ts';
import { identifier, moment, orNull, words } from '../lenient.ts';
import { RESOLUTIONS } from './capabilities.ts';

/*
 * What is sent is held to the documented rules: what breaks one is a mistake of ours, better found
 * here than at the cost of a render.
 */

const link = z.url({ protocol: /^https?$/ });
const prompt = z.string().max(2500).regex(/\S/);
const ratio = z.enum(['16:9', '9:16', '1:1', '4:3', '3:4']);
const duration = z.int().min(3).max(15);

const common = {
  resolution: z.enum(['720P', '1080P']),
  watermark: z.literal(false),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  // Always, with a callback as well: otherwise the call stays open until the video is done.
  async: z.literal(true),
  callback_url: link.optional(),
};

const schemas = {
  text: z.strictObject({
    ...common,
    action: z.literal('generate'),
    model: z.enum(['happyhorse-1.1-t2v', 'happyhorse-1.0-t2v']),
    prompt,
    ratio,
    duration,
  }),
  // The shape is that of the image.
  frames: z.strictObject({
    ...common,
    action: z.literal('image_to_video'),
    model: z.enum(['happyhorse-1.1-i2v', 'happyhorse-1.0-i2v']),
    prompt: prompt.optional(),
    image_url: link,
    duration,
  }),
  references: z.strictObject({
    ...common,
    action: z.literal('reference_to_video'),
    model: z.enum(['happyhorse-1.1-r2v', 'happyhorse-1.0-r2v']),
    prompt,
    image_urls: z.array(link).min(1).max(9),
    ratio,
    duration,
  }),
  // Length and shape are those of the source.
  edit: z.strictObject({
    ...common,
    action: z.literal('video_edit'),
    model: z.literal('happyhorse-1.0-video-edit'),
    prompt,
    video_url: link,
    image_urls: z.array(link).min(1).max(5).optional(),
    audio_setting: z.enum(['auto', 'origin']),
  }),
} as const;

type OwnScene = Extract<VideoRequest['scene'], { readonly kind: keyof typeof schemas }>;

export type CreateBody = z.infer<(typeof schemas)[keyof typeof schemas]>;

export type CreateRequest =
  | { readonly status: 'valid'; readonly body: CreateBody }
  /** It breaks a documented rule. `problem` says which, and repeats nothing of the request. */
  | { readonly status: 'invalid'; readonly problem: string };

export interface CreateOptions {
  readonly linkTo: (media: InputRef) => string;
  readonly callbackUrl: string | null;
}

/** What POST /happyhorse/videos is to be sent. */
export function createRequest(
  model: string,
  { settings, scene }: VideoRequest,
  { linkTo, callbackUrl }: CreateOptions,
): CreateRequest {
  if (!isOwn(scene)) return { status: 'invalid', problem: 'it makes no videos of this kind' };
  const stray = strayInput(scene);
  if (stray !== null) return { status: 'invalid', problem: stray };
  const seed = settings.extras?.seed;
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = sceneFields(scene, settings, linkTo);
  } catch {
    return { status: 'invalid', problem: 'there is no link to what was given' };
  }
  const body = schemas[scene.kind].safeParse({
    model,
    resolution: RESOLUTIONS[settings.quality],
    watermark: false,
    ...(seed === undefined ? {} : { seed }),
    async: true,
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    ...fields,
  });
  return body.success
    ? { status: 'valid', body: body.data }
    : { status: 'invalid', problem: z.prettifyError(body.error) };
}

function isOwn(scene: VideoRequest['scene']): scene is OwnScene {
  return scene.kind in schemas;
}

/** What would be lost without a word if the rest were sent; null where there is none. */
function strayInput(scene: OwnScene): string | null {
  if ('guides' in scene && Object.values(scene.guides ?? {}).some((it) => it !== undefined)) {
    return 'it takes no guides';
  }
  if (scene.kind === 'frames' && scene.last !== null) return 'it takes no last frame';
  if (scene.kind === 'references' && scene.elements.length > 0) return 'it takes no named elements';
  return null;
}

function sceneFields(
  scene: OwnScene,
  settings: VideoRequest['settings'],
  linkTo: (media: InputRef) => string,
): Readonly<Record<string, unknown>> {
  const { aspect, seconds } = settings;
  switch (scene.kind) {
    case 'text':
      return { action: 'generate', prompt: scene.prompt, ratio: aspect, duration: seconds };
    case 'frames':
      return {
        action: 'image_to_video',
        ...(scene.prompt.trim() === '' ? {} : { prompt: scene.prompt }),
        ...(scene.first === null ? {} : { image_url: linkTo(scene.first) }),
        duration: seconds,
      };
    case 'references':
      return {
        action: 'reference_to_video',
        prompt: scene.prompt,
        image_urls: scene.images.map(linkTo),
        ratio: aspect,
        duration: seconds,
      };
    case 'edit':
      return {
        action: 'video_edit',
        prompt: scene.prompt,
        video_url: linkTo(scene.source),
        ...(scene.images.length === 0 ? {} : { image_urls: scene.images.map(linkTo) }),
        audio_setting: scene.keepSound ? 'origin' : 'auto',
      };
  }
}

/*
 * What comes back is read leniently.
 */

const errorSchema = z.object({
  code: orNull(z.string().trim().toLowerCase().min(1).max(100)),
  message: words,
});

/** Known to their support; it goes into logs, so it must be nothing but an id. */
const traceId = orNull(z.string().regex(/^[\w-]{1,100}$/));

const answerSchema = z.object({
  task_id: identifier,
  trace_id: traceId,
  error: orNull(errorSchema),
});

export interface Answer {
  readonly taskId: string | null;
  readonly traceId: string | null;
  readonly errorCode: string | null;
  readonly message: string | null;
}

/** The outline that every answer has; empty where the body is no JSON object. */
export function readAnswer(json: unknown): Answer {
  const read = answerSchema.safeParse(json);
  if (!read.success) return { taskId: null, traceId: null, errorCode: null, message: null };
  const { task_id, trace_id, error } = read.data;
  return {
    taskId: task_id,
    traceId: trace_id,
    errorCode: error?.code ?? null,
    message: error?.message ?? null,
  };
}

const videoSchema = z.object({
  video_url: z.unknown().optional(),
  state: words.transform((state) => state?.toLowerCase() ?? null),
  /** Seconds that are billed: of an edit those of its source as well. */
  duration: orNull(z.number().min(0).max(100_000)),
  resolution: words,
});

const recordSchema = z.object({
  id: identifier,
  trace_id: traceId,
  finished_at: moment,
  request: orNull(z.object({ resolution: words })),
  // An empty one says as much as none.
  response: z.preprocess(
    (response) => (isDeepStrictEqual(response, {}) ? null : response),
    orNull(
      z.object({
        success: orNull(z.boolean()),
        trace_id: traceId,
        error: orNull(errorSchema),
        data: orNull(z.array(orNull(videoSchema))),
      }),
    ),
  ),
  state: words,
  status: words,
});

export type TaskRecord = z.infer<typeof recordSchema>;

const batchSchema = z.object({ items: z.array(z.unknown()), count: orNull(z.number()) });

export interface Batch {
  readonly records: ReadonlyMap<string, TaskRecord>;
  /** False when there was more than could be read: then what is not among it may be known all the same. */
  readonly whole: boolean;
}

/** Null where it is no batch. */
export function readBatch(json: unknown): Batch | null {
  const read = batchSchema.safeParse(json);
  if (!read.success) return null;
  const { items, count } = read.data;
  const records = new Map<string, TaskRecord>();
  let whole = (count ?? 0) <= items.length;
  for (const item of items) {
    const record = recordSchema.safeParse(item).data;
    if (record?.id == null) whole = false;
    else records.set(record.id, record);
  }
  return { records, whole };
}

/** The provider's handle on a render, as it is kept. */
export const operationSchema = z.object({
  taskId: z.string().min(1),
  /** Null where only a callback told of it: whether there is such a task is not known then. */
  createdAt: z.iso.datetime().nullable(),
});

export type TaskOperation = z.infer<typeof operationSchema>;

const callbackSchema = z.object({ task_id: z.string().trim().min(1).max(500) });

/** The task that a callback speaks of. */
export function readCallbackTask(body: unknown): string | null {
  return callbackSchema.safeParse(body).data?.task_id ?? null;
}
