// The two models, as their pages describe them: fields, media, credits.
import { z } from 'zod';

import type { SizeLimits } from '../provider/fetch-input.ts';

export const mediaUrl = z.url({ protocol: /^https?$/ });

const editInput = z.object({
  prompt: z.string().refine((prompt) => prompt.trim() !== '', 'must not be empty'),
  video_url: mediaUrl,
  img_urls: z.array(mediaUrl).max(5).optional(),
  resolution: z.enum(['720P', '1080P']).optional(),
  audio_setting: z.enum(['auto', 'origin']).optional(),
  region: z.literal('global').optional(),
});

const replaceInput = z.object({
  img_urls: z.array(mediaUrl).length(1),
  video_urls: z.array(mediaUrl).length(1),
  resolution: z.enum(['480P', '580P', '720P']).optional(),
});

export type Resolution = '480P' | '580P' | '720P' | '1080P';

/** What the makers of the models take; crun's own pages give no numbers. */
export interface MediaLimits {
  readonly video: SizeLimits & {
    readonly containers: readonly string[];
    readonly megabytes: number;
    readonly seconds: { readonly least: number; readonly most: number };
    readonly leastFps: number;
  };
  readonly image: SizeLimits & {
    readonly formats: readonly string[];
    readonly megabytes: number;
  };
}

export interface Model {
  readonly id: string;
  readonly provider: string;
  readonly type: string;
  readonly operations: readonly string[];
  readonly input: z.ZodObject;
  /** No page names the default; this is what the makers of the model take. */
  readonly defaultResolution: Resolution;
  readonly limits: MediaLimits;
  /** Seconds of the result for so many of the source. */
  readonly seconds: (sourceSeconds: number) => number;
  readonly credits: (resolution: Resolution, sourceSeconds: number) => number;
}

const MOST_EDITED_SECONDS = 15;

const EDIT_RATES: Partial<Record<Resolution, number>> = { '720P': 20, '1080P': 35 };
/** No price of this one is published: three, four and three quarters, and six and a quarter cents at 200 credits a dollar. */
const REPLACE_RATES: Partial<Record<Resolution, number>> = { '480P': 6, '580P': 9.5, '720P': 12.5 };

export const EDIT_MODEL = {
  id: 'happyhorse-1-0-video-edit',
  provider: 'happyhorse',
  type: 'video',
  operations: ['video-edit'],
  input: editInput,
  defaultResolution: '1080P',
  limits: {
    video: {
      containers: ['mp4', 'mov'],
      megabytes: 100,
      seconds: { least: 3, most: 60 },
      side: { least: 320, most: 2160 },
      widest: 2.5,
      leastFps: 8,
    },
    image: {
      formats: ['jpeg', 'png', 'webp'],
      megabytes: 10,
      side: { least: 300, most: Infinity },
      widest: 2.5,
    },
  },
  seconds: (source) => Math.min(source, MOST_EDITED_SECONDS),
  // What goes in is paid for as well as what comes out.
  credits: (resolution, source) =>
    Math.ceil((EDIT_RATES[resolution] ?? 0) * 2 * Math.min(source, MOST_EDITED_SECONDS)),
} as const satisfies Model;

export const REPLACE_MODEL = {
  id: 'wan/2-2-animate-replace',
  provider: 'wan',
  type: 'tools',
  operations: ['animate-replace', 'motion-control'],
  input: replaceInput,
  defaultResolution: '720P',
  limits: {
    video: {
      containers: ['mp4', 'mov', 'avi'],
      megabytes: 200,
      seconds: { least: 2, most: 30 },
      side: { least: 200, most: 2048 },
      widest: 3,
      leastFps: 0,
    },
    image: {
      // The real one takes BMP as well, which is not decoded here.
      formats: ['jpeg', 'png', 'webp'],
      megabytes: 5,
      side: { least: 200, most: 4096 },
      widest: 3,
    },
  },
  seconds: (source) => source,
  credits: (resolution, source) => Math.ceil((REPLACE_RATES[resolution] ?? 0) * source),
} as const satisfies Model;

export const MODELS: readonly Model[] = [EDIT_MODEL, REPLACE_MODEL];

export function modelCard(model: Model) {
  return {
    model: model.id,
    provider: model.provider,
    modality: 'video',
    model_type: model.type,
    operations: model.operations,
  };
}

/** What `Models/{model}` says on top of the list: the schema that counts. */
export function modelSchema(model: Model) {
  const schema = z.toJSONSchema(model.input, { unrepresentable: 'any' });
  return {
    ...modelCard(model),
    input_schema: schema,
    required_input_fields: schema.required ?? [],
  };
}
