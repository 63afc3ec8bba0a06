// What POST /api/generate accepts, word for word as https://happyhorse.app/docs describes it.
import { z } from 'zod';

import { parseBody } from '../provider/body.ts';

export type ErrorCode =
  | 'INVALID_PROMPT'
  | 'INVALID_DURATION'
  | 'INVALID_MODEL'
  | 'INVALID_API_KEY'
  | 'INSUFFICIENT_CREDITS'
  | 'RATE_LIMITED'
  | 'INTERNAL_ERROR';

const imageUrl = z.url({ protocol: /^https?$/ });

const bodySchema = z
  .strictObject({
    model: z.literal('happyhorse-1.0/video'),
    prompt: z.string().max(2500).optional(),
    mode: z.enum(['std', 'pro']).optional(),
    duration: z.int().min(3).max(15).optional(),
    aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
    image_urls: z.array(imageUrl).max(2).optional(),
    sound: z.boolean().optional(),
    cfg_scale: z.number().min(0).max(1).optional(),
    multi_shots: z.boolean().optional(),
    multi_prompt: z
      .array(
        z.strictObject({
          prompt: z.string().trim().min(1).max(500),
          duration: z.int().min(1).max(12),
        }),
      )
      .min(1)
      .max(5)
      .optional(),
    happyhorse_elements: z
      .array(
        z.strictObject({
          name: z.string().trim().min(1),
          description: z.string().trim().min(1),
          element_input_urls: z.array(imageUrl).min(2).max(4),
        }),
      )
      .max(3)
      .optional(),
  })
  .superRefine((body, context) => {
    const refuse = (field: keyof typeof body, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    if (body.multi_shots === true) {
      checkShots(body, refuse);
    } else {
      if ((body.prompt ?? '').trim() === '') refuse('prompt', 'required');
      if (body.multi_prompt !== undefined) refuse('multi_prompt', 'only with multi_shots');
    }
    checkElements(body, refuse);
  });

export type CreateBody = z.infer<typeof bodySchema>;

type Refuse = (field: keyof CreateBody, message: string) => void;

function checkShots(body: CreateBody, refuse: Refuse): void {
  if (body.multi_prompt === undefined) {
    refuse('multi_prompt', 'required with multi_shots');
    return;
  }
  const seconds = shotSeconds(body.multi_prompt);
  if (seconds < 3 || seconds > 15) refuse('duration', 'the shots must add up to 3-15 seconds');
  if (body.duration !== undefined && body.duration !== seconds) {
    refuse('duration', `must equal the sum of the shots, which is ${seconds}`);
  }
  if (body.sound === undefined) refuse('sound', 'must be sent explicitly with multi_shots');
  if ((body.image_urls ?? []).length > 1) refuse('image_urls', 'one image with multi_shots');
}

function checkElements(body: CreateBody, refuse: Refuse): void {
  const names = (body.happyhorse_elements ?? []).map((element) => element.name);
  if (new Set(names).size < names.length) refuse('happyhorse_elements', 'names must differ');
  const prompts = promptsOf(body);
  for (const name of names) {
    // The whole name and not the beginning of a longer one: @dog is not in "@dogs".
    const mention = new RegExp(`@${RegExp.escape(name)}(?![\\p{L}\\p{N}_-])`, 'u');
    if (!prompts.some((prompt) => mention.test(prompt))) {
      refuse('happyhorse_elements', `the prompt must mention @${name}`);
    }
  }
}

export function promptsOf(body: CreateBody): string[] {
  const prompt = body.prompt === undefined ? [] : [body.prompt];
  return [...prompt, ...(body.multi_prompt ?? []).map((shot) => shot.prompt)];
}

function shotSeconds(shots: readonly { readonly duration: number }[]): number {
  return shots.reduce((sum, shot) => sum + shot.duration, 0);
}

export function secondsOf(body: CreateBody): number {
  if (body.multi_shots === true) return shotSeconds(body.multi_prompt ?? []);
  return body.duration ?? 5;
}

/** Credits a second, by mode and sound. */
const RATES = {
  pro: { silent: 54, sound: 80 },
  std: { silent: 40, sound: 60 },
} as const;

export function priceOf(body: CreateBody): number {
  const rate = RATES[body.mode ?? 'std'];
  return secondsOf(body) * ((body.sound ?? true) ? rate.sound : rate.silent);
}

export type ParsedBody =
  | { readonly ok: true; readonly body: CreateBody }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

export function parseCreateBody(json: unknown): ParsedBody {
  const parsed = parseBody(bodySchema, json, 'model');
  return parsed.ok ? parsed : { ok: false, code: codeFor(parsed.path), message: parsed.message };
}

/** The document names three codes for bad input; what fits none of the other two is the prompt's. */
function codeFor(path: readonly PropertyKey[]): ErrorCode {
  if (path[0] === 'model') return 'INVALID_MODEL';
  return path.includes('duration') ? 'INVALID_DURATION' : 'INVALID_PROMPT';
}
