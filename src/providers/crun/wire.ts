import { z } from 'zod';
import type { InputRef } from '../../core/media/domain/media.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import { amount, credits, identifier, orNull, reading, words } from '../shared/lenient.ts';
import { readProblem } from '../shared/problem.ts';
import type { Problem } from '../shared/problem.ts';
import { reason } from '../shared/reason.ts';
import { checkedBody, invalidBody, link } from '../shared/request-body.ts';
import type { RequestBody } from '../shared/request-body.ts';
import { EDIT_MODEL, models, REPLACE_MODEL } from './capabilities.ts';

const editJob = z.strictObject({
  model: z.literal(EDIT_MODEL),
  input: z.strictObject({
    prompt: z.string().min(1).max(2500),
    video_url: link,
    img_urls: z.array(link).min(1).max(5).optional(),
    // Always sent: no default is documented.
    resolution: z.enum(['720P', '1080P']),
    // The only one that is documented.
    region: z.literal('global'),
    audio_setting: z.enum(['auto', 'origin']),
  }),
  callback_url: link.optional(),
});

const replaceJob = z.strictObject({
  model: z.literal(REPLACE_MODEL),
  input: z.strictObject({
    img_urls: z.array(link).length(1),
    video_urls: z.array(link).length(1),
    resolution: z.literal('720P'),
  }),
  callback_url: link.optional(),
});

/** What may be sent, by the model. */
export const schemas = { edit: editJob, replace: replaceJob } as const;

const job = z.discriminatedUnion('model', [editJob, replaceJob]);

export type JobBody = z.infer<typeof job>;

/** What CreateTask is to be sent; EstimateTask is sent the same, without a callback. */
export function jobRequest(
  model: string,
  { settings, scene }: VideoRequest,
  linkTo: (media: InputRef) => string,
  callbackUrl: string | null,
): RequestBody<JobBody> {
  const capabilities = models.find((it) => it.model === model);
  if (capabilities?.kinds.includes(scene.kind) !== true) {
    return invalidBody('it makes no videos of this kind');
  }
  const resolution = capabilities.resolutions[settings.quality]?.toUpperCase();
  return checkedBody(job, {
    model,
    input: {
      // What has no field here is sent under its own name, and found to be one too many.
      ...settings.extras,
      ...(settings.guidance === null ? {} : { guidance: settings.guidance }),
      ...sceneFields(scene, linkTo),
      resolution,
    },
    ...(callbackUrl === null ? {} : { callback_url: callbackUrl }),
  });
}

function sceneFields(
  scene: VideoRequest['scene'],
  linkTo: (media: InputRef) => string,
): Readonly<Record<string, unknown>> {
  switch (scene.kind) {
    case 'edit':
      return {
        prompt: scene.prompt.trim(),
        video_url: linkTo(scene.source),
        ...(scene.images.length === 0 ? {} : { img_urls: scene.images.map(linkTo) }),
        region: 'global',
        audio_setting: scene.keepSound ? 'origin' : 'auto',
      };
    case 'replace':
      return { img_urls: [linkTo(scene.character)], video_urls: [linkTo(scene.driving)] };
    case 'text':
    case 'frames':
    case 'shots':
    case 'references':
      return {};
  }
}

// What comes back.

const links = orNull(z.array(z.unknown()));
const code = orNull(amount.pipe(z.int().min(100).max(999)));

const envelopeSchema = reading({ code, data: z.unknown().optional() });

export interface Envelope extends Problem {
  /** Null where the body names none: then the HTTP status is all there is. */
  readonly code: number | null;
  readonly data?: unknown;
}

/** It has codes in numbers, and no names. */
const NO_NAMES: ReadonlySet<string> = new Set();

/** Null where the body is no JSON object. */
export function readEnvelope(json: unknown): Envelope | null {
  const read = envelopeSchema.safeParse(json).data;
  if (read === undefined) return null;
  const problem = readProblem(json, NO_NAMES);
  return { ...problem, code: read.code ?? problem.status, data: read.data };
}

const taskSchema = reading({
  task_id: identifier,
  status: words,
  credits,
  result: orNull(reading({ media_urls: links, code, message: reason })),
  // Seen here in other people's code.
  media_urls: links,
});

export type Task = z.infer<typeof taskSchema>;

/** Null where there is no record. */
export function readTask(data: unknown): Task | null {
  return taskSchema.safeParse(data).data ?? null;
}

const estimateSchema = reading({ estimated_credits: credits });
const balanceSchema = reading({ balance: amount });
// A signature may be long.
const address = orNull(z.string().min(1).max(8000));
const uploadSchema = reading({ presigned_url: address, file_url: address });

/** Nothing is made for nothing: such an estimate is none. */
export function readEstimate(data: unknown): number | null {
  const estimated = estimateSchema.safeParse(data).data?.estimated_credits ?? 0;
  return estimated > 0 ? estimated : null;
}

export function readBalance(data: unknown): number | null {
  return balanceSchema.safeParse(data).data?.balance ?? null;
}

export function readUploadLinks(
  data: unknown,
): { readonly put: string; readonly get: string } | null {
  const { presigned_url: put, file_url: get } = uploadSchema.safeParse(data).data ?? {};
  return put == null || get == null ? null : { put, get };
}

/** A callback is documented to be the task alone; inside the usual envelope it is taken as well. */
export function readCallbackTask(body: unknown): string | null {
  return readTask(body)?.task_id ?? readTask(readEnvelope(body)?.data)?.task_id ?? null;
}
