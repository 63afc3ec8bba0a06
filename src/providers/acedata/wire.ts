import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { InputRef } from '../../core/media/domain/media.ts';
import { elementsOf, mediaReferencesOf } from '../../core/video/domain/video-request.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import type { ProviderErrorCode } from '../../core/shared/domain/errors.ts';
import type { StartRefusal } from '../../core/providers/ports/video-provider.ts';
import { amount, flag, identifier, moment, orNull, reading, words } from '../shared/lenient.ts';
import { readProblem } from '../shared/problem.ts';
import type { Problem } from '../shared/problem.ts';
import { checkedBody, invalidBody, link } from '../shared/request-body.ts';
import type { RequestBody } from '../shared/request-body.ts';
import { RESOLUTIONS } from './capabilities.ts';

const prompt = z.string().min(1).max(2500);
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

/** What may be sent, by the kind of what is asked for. */
export const schemas = {
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

/** What POST /happyhorse/videos is to be sent. */
export function createRequest(
  model: string,
  { settings, scene }: VideoRequest,
  linkTo: (media: InputRef) => string,
  callbackUrl: string | null,
): RequestBody<CreateBody> {
  if (!isOwn(scene)) return invalidBody('it makes no videos of this kind');
  return checkedBody<CreateBody>(schemas[scene.kind], {
    model,
    resolution: RESOLUTIONS[settings.quality],
    watermark: false,
    // What has no field here is sent under its own name, and found to be one too many.
    ...settings.extras,
    ...(settings.guidance === null ? {} : { guidance: settings.guidance }),
    ...mediaReferencesOf(scene),
    ...(elementsOf(scene).length === 0 ? {} : { elements: true }),
    async: true,
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
    ...sceneFields(scene, settings, linkTo),
  });
}

function isOwn(scene: VideoRequest['scene']): scene is OwnScene {
  return scene.kind in schemas;
}

function sceneFields(
  scene: OwnScene,
  settings: VideoRequest['settings'],
  linkTo: (media: InputRef) => string,
): Readonly<Record<string, unknown>> {
  const { aspect, seconds } = settings;
  switch (scene.kind) {
    case 'text':
      return { action: 'generate', prompt: scene.prompt.trim(), ratio: aspect, duration: seconds };
    case 'frames':
      return {
        action: 'image_to_video',
        ...(scene.prompt.trim() === '' ? {} : { prompt: scene.prompt.trim() }),
        ...(scene.last === null ? {} : { last_frame: linkTo(scene.last) }),
        ...(scene.first === null ? {} : { image_url: linkTo(scene.first) }),
        duration: seconds,
      };
    case 'references':
      return {
        action: 'reference_to_video',
        prompt: scene.prompt.trim(),
        image_urls: scene.images.map(linkTo),
        ratio: aspect,
        duration: seconds,
      };
    case 'edit':
      return {
        action: 'video_edit',
        prompt: scene.prompt.trim(),
        video_url: linkTo(scene.source),
        ...(scene.images.length === 0 ? {} : { image_urls: scene.images.map(linkTo) }),
        audio_setting: scene.keepSound ? 'origin' : 'auto',
      };
  }
}

/*
 * What comes back is read leniently.
 */

/** What its refusals are called, and what each is for. By name first: 403 comes with several. */
export const REFUSALS: ReadonlyMap<string, StartRefusal> = new Map([
  ['no_token', 'key-refused'],
  ['invalid_token', 'key-refused'],
  ['token_expired', 'key-refused'],
  ['token_mismatched', 'key-refused'],
  ['disabled', 'key-refused'],
  ['used_up', 'out-of-credit'],
  // By moderation.
  ['forbidden', 'bad-prompt'],
  ['no_api', 'not-found'],
  ['api_not_implemented', 'not-found'],
]);

/** What went wrong without being a refusal. */
export const NO_ANSWERS: ReadonlyMap<string, ProviderErrorCode> = new Map([
  ['too_many_requests', 'rate-limited'],
  ['api_error', 'server-error'],
  ['timeout', 'timeout'],
]);

const ERROR_NAMES = new Set([...REFUSALS.keys(), ...NO_ANSWERS.keys(), 'bad_request']);

const createdSchema = reading({ task_id: identifier });

export interface Answer extends Problem {
  readonly taskId: string | null;
}

/** The outline that every answer has; empty where the body is no JSON object. */
export function readAnswer(json: unknown): Answer {
  const taskId = createdSchema.safeParse(json).data?.task_id ?? null;
  return { ...readProblem(json, ERROR_NAMES), taskId };
}

const traceId = orNull(z.string().regex(/^[\w-]{1,100}$/));

const videoSchema = reading({
  video_url: z.unknown().optional(),
  state: words.transform((state) => state?.toLowerCase() ?? null),
  /** Seconds that are billed: of an edit those of its source as well. */
  duration: amount,
  resolution: words,
});

const recordSchema = reading({
  id: identifier,
  trace_id: traceId,
  finished_at: moment,
  request: orNull(reading({ resolution: words })),
  response: z.unknown().optional(),
  state: words,
  status: words,
});

const responseSchema = reading({
  success: flag,
  data: orNull(z.array(orNull(videoSchema))),
});

export interface TaskRecord extends Omit<z.infer<typeof recordSchema>, 'response'> {
  /** Null where there is none yet; an empty one says as much. */
  readonly response: z.infer<typeof responseSchema> | null;
  /** What its response says is wrong. */
  readonly problem: Problem;
}

/** Null where it is no record. */
function readRecord(json: unknown): TaskRecord | null {
  const record = recordSchema.safeParse(json).data;
  if (record === undefined) return null;
  const isEmpty = isDeepStrictEqual(record.response, {});
  const problem = readProblem(record.response, ERROR_NAMES);
  return {
    ...record,
    response: isEmpty ? null : (responseSchema.safeParse(record.response).data ?? null),
    problem: { ...problem, traceId: problem.traceId ?? record.trace_id },
  };
}

const batchSchema = reading({ items: z.array(z.unknown()) });

/** By their ids in small letters. */
export type TaskRecords = ReadonlyMap<string, TaskRecord>;

/** Null where it is no batch. What in it cannot be read is left out. */
export function readBatch(json: unknown): TaskRecords | null {
  const items = batchSchema.safeParse(json).data?.items;
  if (items === undefined) return null;
  const records = items.map(readRecord).filter((it) => it !== null);
  return new Map(records.flatMap((it) => (it.id === null ? [] : [[it.id.toLowerCase(), it]])));
}

/** What was told of one task: nothing where it is not known. Null where it is no answer. */
export function readSingle(json: unknown, taskId: string): TaskRecords | null {
  if (isDeepStrictEqual(json, {})) return new Map();
  const record = readRecord(json);
  if (record === null) return null;
  // Asked about one, it need not repeat which.
  const id = record.id ?? ((record.request ?? record.response) ? taskId : null);
  return id === null ? readBatch(json) : new Map([[id.toLowerCase(), record]]);
}

/** What POST /happyhorse/tasks is to be sent. */
export type TaskQuery =
  | { readonly action: 'retrieve'; readonly id: string }
  | { readonly action: 'retrieve_batch'; readonly ids: readonly string[] };

/** The task that a callback speaks of. */
export function readCallbackTask(body: unknown): string | null {
  return createdSchema.safeParse(body).data?.task_id ?? null;
}
