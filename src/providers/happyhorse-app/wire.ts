import { z } from 'zod';
import type { ImageRef } from '../../core/domain/media.ts';
import type { VideoRequest } from '../../core/domain/video-request.ts';
import type { StartRefusal } from '../../core/ports/video-provider.ts';
import { credits, identifier, orNull, reading, words } from '../lenient.ts';
import { isSuccess, readProblem, statusOf } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { reason } from '../reason.ts';
import { MODEL } from './capabilities.ts';

/*
 * What is sent is held to the documented rules: what breaks one is a mistake of ours, better found
 * here than at the cost of a render.
 */

const link = z.url({ protocol: /^https?$/ });
const prompt = z.string().max(2500).regex(/\S/);
const seconds = z.int().min(3).max(15);

const common = {
  model: z.literal(MODEL),
  mode: z.enum(['std', 'pro']),
  duration: seconds,
  // Left out with images: they decide the shape.
  aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
  sound: z.boolean(),
  cfg_scale: z.number().min(0).max(1).optional(),
};

const singleShot = z.strictObject({
  ...common,
  prompt,
  image_urls: z.array(link).min(1).max(2).optional(),
});

const multiShot = z
  .strictObject({
    ...common,
    multi_shots: z.literal(true),
    multi_prompt: z
      .array(
        z.strictObject({
          prompt: z.string().max(500).regex(/\S/),
          duration: z.int().min(1).max(12),
        }),
      )
      .min(1)
      .max(5),
    image_urls: z.array(link).length(1).optional(),
  })
  .refine(
    (body) => body.multi_prompt.reduce((sum, shot) => sum + shot.duration, 0) === body.duration,
    { error: 'the shots do not add up to the duration' },
  );

const withElements = z
  .strictObject({
    ...common,
    prompt,
    happyhorse_elements: z
      .array(
        z.strictObject({
          name: z.string().regex(/^\w+$/),
          description: z.string().regex(/\S/),
          element_input_urls: z.array(link).min(2).max(4),
        }),
      )
      .min(1)
      .max(3),
  })
  .refine((body) => body.happyhorse_elements.every(({ name }) => mentions(body.prompt, name)), {
    error: 'an element is not named in the prompt',
  })
  .refine(
    ({ happyhorse_elements: all }) => new Set(all.map(({ name }) => name)).size === all.length,
    { error: 'two elements have the same name' },
  );

const schemas = {
  text: singleShot.omit({ image_urls: true }),
  frames: singleShot.required({ image_urls: true }),
  shots: multiShot,
  references: withElements,
} as const;

type OwnScene = Extract<VideoRequest['scene'], { readonly kind: keyof typeof schemas }>;

function isOwn(scene: VideoRequest['scene']): scene is OwnScene {
  return scene.kind in schemas;
}

export type GenerateBody = z.infer<typeof singleShot | typeof multiShot | typeof withElements>;

export type GenerateRequest =
  | { readonly status: 'valid'; readonly body: GenerateBody }
  /** It breaks a documented rule. `problem` says which, and repeats nothing of the request. */
  | { readonly status: 'invalid'; readonly problem: string };

/** What POST /api/generate is to be sent. */
export function generateRequest(
  model: string,
  { settings, scene }: VideoRequest,
  linkTo: (image: ImageRef) => string,
): GenerateRequest {
  if (!isOwn(scene)) return { status: 'invalid', problem: 'it makes no videos of this kind' };
  if (scene.kind === 'references' && scene.images.length > 0) {
    return { status: 'invalid', problem: 'references have to be named elements' };
  }
  if ('guides' in scene) {
    return { status: 'invalid', problem: 'it takes no guides' };
  }
  // The second place is the last frame: without a first one, the last would be taken for it.
  if (scene.kind === 'frames' && scene.first === null) {
    return { status: 'invalid', problem: 'there is no first frame' };
  }
  let fields: Readonly<Record<string, unknown>>;
  try {
    fields = sceneFields(scene, linkTo);
  } catch {
    return { status: 'invalid', problem: 'there is no link to an image' };
  }
  const body = schemas[scene.kind].safeParse({
    model,
    mode: settings.quality,
    duration: settings.seconds,
    ...('image_urls' in fields ? {} : { aspect_ratio: settings.aspect }),
    // Theirs, where nobody decided; shots need it said.
    sound: settings.sound ?? true,
    ...(settings.guidance === null ? {} : { cfg_scale: settings.guidance }),
    ...fields,
  });
  return body.success
    ? { status: 'valid', body: body.data }
    : { status: 'invalid', problem: z.prettifyError(body.error) };
}

function sceneFields(
  scene: OwnScene,
  linkTo: (image: ImageRef) => string,
): Readonly<Record<string, unknown>> {
  switch (scene.kind) {
    case 'text':
      return { prompt: scene.prompt };
    case 'frames':
      return {
        prompt: scene.prompt,
        image_urls: [scene.first, scene.last].filter((image) => image !== null).map(linkTo),
      };
    case 'shots':
      return {
        multi_shots: true,
        multi_prompt: scene.shots.map((shot) => ({ prompt: shot.prompt, duration: shot.seconds })),
        ...(scene.first === null ? {} : { image_urls: [linkTo(scene.first)] }),
      };
    case 'references':
      return {
        prompt: scene.prompt,
        happyhorse_elements: scene.elements.map((element) => ({
          name: element.name,
          // The document gives every element one and does not say that it may be empty.
          description: element.description.trim() === '' ? element.name : element.description,
          element_input_urls: element.images.map(linkTo),
        })),
      };
  }
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`@${name}(?!\\w)`, 'u').test(text);
}

/*
 * What comes back is read leniently.
 */

const taskSchema = reading({
  task_id: identifier,
  status: words,
  consumed_credits: credits,
  response: orNull(reading({ resultUrls: orNull(z.array(z.unknown())) })),
  error_message: reason,
});

export type Task = z.infer<typeof taskSchema>;

const answerSchema = reading({ data: z.unknown().optional() });

export interface Answer extends Problem {
  /** The HTTP status, or what the body says instead of 200. */
  readonly status: number;
  readonly task: Task | null;
}

/** Null where the body is no JSON object under a status that needs one. */
export function readAnswer(httpStatus: number, json: unknown): Answer | null {
  const read = answerSchema.safeParse(json).data;
  if (read === undefined && isSuccess(httpStatus)) return null;
  const problem = readProblem(json, ERROR_NAMES);
  return {
    ...problem,
    status: statusOf(httpStatus, problem),
    task: taskSchema.safeParse(read?.data).data ?? null,
  };
}

/** What its refusals are called, and what each is for. */
export const REFUSALS: ReadonlyMap<string, StartRefusal> = new Map([
  ['invalid_prompt', 'bad-prompt'],
  ['invalid_duration', 'bad-settings'],
  ['invalid_model', 'not-found'],
  ['invalid_api_key', 'key-refused'],
  ['insufficient_credits', 'out-of-credit'],
]);

const ERROR_NAMES = new Set([...REFUSALS.keys(), 'rate_limited', 'internal_error']);

/** The provider's handle on a render, as it is kept. */
export const operationSchema = z.object({ taskId: z.string().min(1) });
