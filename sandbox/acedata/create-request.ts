// What POST /happyhorse/videos accepts, as https://platform.acedata.cloud describes it.
import { z } from 'zod';

import { parseBody } from '../provider/body.ts';
import type { Parsed } from '../provider/body.ts';

export const ACTIONS = ['generate', 'image_to_video', 'reference_to_video', 'video_edit'] as const;

export type Action = (typeof ACTIONS)[number];

/** The models of each action; the first is the default. */
export const MODELS = {
  generate: ['happyhorse-1.1-t2v', 'happyhorse-1.0-t2v'],
  image_to_video: ['happyhorse-1.1-i2v', 'happyhorse-1.0-i2v'],
  reference_to_video: ['happyhorse-1.1-r2v', 'happyhorse-1.0-r2v'],
  video_edit: ['happyhorse-1.0-video-edit'],
} as const satisfies Record<Action, readonly [string, ...string[]]>;

export type Model = (typeof MODELS)[Action][number];

const mediaUrl = z.url({ protocol: /^https?$/ });

const bodySchema = z
  .looseObject({
    action: z.enum(ACTIONS).optional(),
    model: z.enum(Object.values(MODELS).flat()).optional(),
    prompt: z.string().optional(),
    image_url: mediaUrl.optional(),
    image_urls: z.array(mediaUrl).optional(),
    video_url: mediaUrl.optional(),
    resolution: z.enum(['720P', '1080P']).optional(),
    ratio: z.enum(['16:9', '9:16', '1:1', '4:3', '3:4']).optional(),
    duration: z.int().min(3).max(15).optional(),
    watermark: z.boolean().optional(),
    audio_setting: z.enum(['auto', 'origin']).optional(),
    seed: z.int().min(0).max(2_147_483_647).optional(),
    callback_url: mediaUrl.optional(),
    async: z.boolean().optional(),
  })
  .superRefine((body, context) => {
    const refuse = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    const action = body.action ?? 'generate';
    const models: readonly Model[] = MODELS[action];
    if (body.model !== undefined && !models.includes(body.model)) {
      refuse('model', `does not support the action ${action}`);
    }
    if (action !== 'image_to_video' && (body.prompt ?? '').trim() === '') {
      refuse('prompt', `is required for ${action}`);
    }
    if (action === 'image_to_video' && body.image_url === undefined) {
      refuse('image_url', `is required for ${action}`);
    }
    if (action === 'video_edit' && body.video_url === undefined) {
      refuse('video_url', `is required for ${action}`);
    }
    const images = (body.image_urls ?? []).length;
    if (action === 'reference_to_video' && (images < 1 || images > 9)) {
      refuse('image_urls', `must be 1-9 for ${action}`);
    }
    if (action === 'video_edit' && images > 5) refuse('image_urls', `must be 0-5 for ${action}`);
  });

export type CreateBody = z.infer<typeof bodySchema>;

export function parseCreateBody(json: unknown): Parsed<CreateBody> {
  return parseBody(bodySchema, json);
}

const ANY_ACTION = ['action', 'model', 'prompt', 'resolution', 'watermark', 'seed'];
const DELIVERY = ['callback_url', 'async'];

const OWN_FIELDS = {
  generate: ['ratio', 'duration'],
  image_to_video: ['image_url', 'duration'],
  reference_to_video: ['image_urls', 'ratio', 'duration'],
  video_edit: ['video_url', 'image_urls', 'audio_setting'],
} as const satisfies Record<Action, readonly string[]>;

/** What no document says is refused, and yet means that the sender is mistaken. */
export function oversightsIn(body: CreateBody): string[] {
  const action = actionOf(body);
  const fields: readonly string[] = [...ANY_ACTION, ...DELIVERY, ...OWN_FIELDS[action]];
  const unknownFields = Object.keys(body).filter((field) => !fields.includes(field));
  const oversights = unknownFields.map((field) => `${field} is no field of ${action}`);
  if (weightOf(body.prompt ?? '') > MOST_WEIGHT) oversights.push('the prompt will be cut');
  return oversights;
}

const MOST_WEIGHT = 5000;

/** The model reads 2500 characters of Chinese, Japanese or Korean, or 5000 of anything else. */
function weightOf(prompt: string): number {
  const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
  return prompt.length + (prompt.match(wide) ?? []).length;
}

export function actionOf(body: CreateBody): Action {
  return body.action ?? 'generate';
}

export function modelOf(body: CreateBody): Model {
  return body.model ?? MODELS[actionOf(body)][0];
}

export function resolutionOf(body: CreateBody): '720P' | '1080P' {
  return body.resolution ?? '1080P';
}

/** Null where the picture that is given decides the shape. */
export function ratioOf(body: CreateBody): NonNullable<CreateBody['ratio']> | null {
  const action = actionOf(body);
  if (action === 'image_to_video' || action === 'video_edit') return null;
  return body.ratio ?? '16:9';
}

/** Whether the call is answered at once, and not when the video is done. */
export function isAsync(body: CreateBody): boolean {
  return body.async === true || body.callback_url !== undefined;
}

/** Thousandths of a dollar for a second. */
const RATES = { '720P': 105, '1080P': 180 } as const;

export function priceOf(body: CreateBody, billedSeconds: number): number {
  return Math.ceil(billedSeconds * RATES[resolutionOf(body)]);
}
