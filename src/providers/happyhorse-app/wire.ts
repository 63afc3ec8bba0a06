import { z } from 'zod';
import { ELEMENT_NAME, mentions, withNames } from '../../core/video/domain/element-names.ts';
import type { ImageRef } from '../../core/media/domain/media.ts';
import { elementsOf, mediaReferencesOf } from '../../core/video/domain/video-request.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import type { ErrorNames } from '../shared/answers.ts';
import { credits, identifier, orNull, reading, words } from '../shared/lenient.ts';
import { isSuccess, readProblem, statusOf } from '../shared/problem.ts';
import type { Problem } from '../shared/problem.ts';
import { reason } from '../shared/reason.ts';
import { checkedBody, invalidBody, link } from '../shared/request-body.ts';
import type { RequestBody } from '../shared/request-body.ts';
import { MODEL } from './capabilities.ts';

/** The document shows no others, and does not say which are taken. */
export const WIRE_NAME = /^\w{1,40}$/;

const prompt = z.string().min(1).max(2500);
const seconds = z.int().min(3).max(15);

const elements = z
  .array(
    z.strictObject({
      name: z.string().regex(WIRE_NAME),
      description: z.string().min(1),
      element_input_urls: z.array(link).min(2).max(4),
    }),
  )
  .min(1)
  .max(3);

const common = {
  model: z.literal(MODEL),
  mode: z.enum(['std', 'pro']),
  duration: seconds,
  // Left out with images: they decide the shape.
  aspect_ratio: z.enum(['16:9', '9:16', '1:1']).optional(),
  sound: z.boolean(),
  cfg_scale: z.number().min(0).max(1).optional(),
  happyhorse_elements: elements.optional(),
};

const singleShot = named(
  z.strictObject({ ...common, prompt, image_urls: z.array(link).min(1).max(2).optional() }),
  (body) => [body.prompt],
);

const multiShot = named(
  z
    .strictObject({
      ...common,
      multi_shots: z.literal(true),
      multi_prompt: z
        .array(
          z.strictObject({
            prompt: z.string().min(1).max(500),
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
    ),
  (body) => body.multi_prompt.map((shot) => shot.prompt),
);

interface WithElements {
  readonly happyhorse_elements?: z.infer<typeof elements> | undefined;
}

/** Holds elements to their names: each has its own, and what is written calls it by that. */
function named<body extends WithElements>(
  schema: z.ZodType<body>,
  promptsIn: (body: body) => readonly string[],
) {
  const namesIn = (body: body) => (body.happyhorse_elements ?? []).map((it) => it.name);
  return schema
    .refine(
      (body) => namesIn(body).every((name) => promptsIn(body).some((it) => mentions(it, name))),
      { error: 'an element is not named in the prompt' },
    )
    .refine((body) => new Set(namesIn(body)).size === namesIn(body).length, {
      error: 'two elements have the same name',
    });
}

/** What may be sent, by what is asked for. */
export const schemas = { singleShot, multiShot } as const;

export type GenerateBody = z.infer<typeof singleShot | typeof multiShot>;

/** What POST /api/generate is to be sent. */
export function generateRequest(
  model: string,
  { settings, scene: asked }: VideoRequest,
  linkTo: (image: ImageRef) => string,
): RequestBody<GenerateBody> {
  const scene = withPlainNames(asked);
  const fields = sceneFields(scene, linkTo);
  if (fields === null) return invalidBody('it makes no videos of this kind');
  // What has no field here is sent under its own name, and found to be one too many.
  return checkedBody<GenerateBody>(schemas[scene.kind === 'shots' ? 'multiShot' : 'singleShot'], {
    model,
    mode: settings.quality,
    duration: settings.seconds,
    ...('image_urls' in fields ? {} : { aspect_ratio: settings.aspect }),
    // Theirs, where nobody decided; shots need it said.
    sound: settings.sound ?? true,
    ...(settings.guidance === null ? {} : { cfg_scale: settings.guidance }),
    ...settings.extras,
    ...mediaReferencesOf(scene),
    ...elementFields(scene, linkTo),
    ...fields,
  });
}

/** With names of ours for elements where some are in another script than the document's. */
function withPlainNames(scene: VideoRequest['scene']): VideoRequest['scene'] {
  const elements = elementsOf(scene);
  const isPlain = elements.every(({ name }) => WIRE_NAME.test(name));
  if (isPlain || !elements.every(({ name }) => ELEMENT_NAME.test(name))) return scene;
  const names = new Map(elements.map(({ name }, index) => [name, `element_${index + 1}`]));
  const renamed = elements.map((it) => ({
    ...it,
    name: names.get(it.name) ?? it.name,
    description: it.description.trim() === '' ? it.name : it.description,
  }));
  switch (scene.kind) {
    case 'frames':
    case 'references':
      return { ...scene, elements: renamed, prompt: withNames(scene.prompt, names) };
    case 'shots':
      return {
        ...scene,
        elements: renamed,
        shots: scene.shots.map((it) => ({ ...it, prompt: withNames(it.prompt, names) })),
      };
    case 'text':
    case 'edit':
    case 'replace':
      return scene;
  }
}

/** Null for a kind that it does not make. */
function sceneFields(
  scene: VideoRequest['scene'],
  linkTo: (image: ImageRef) => string,
): Readonly<Record<string, unknown>> | null {
  switch (scene.kind) {
    case 'text':
      return { prompt: scene.prompt.trim() };
    case 'frames': {
      const { first, last } = scene;
      // The second place is the last frame: without a first one, the last would be taken for it.
      if (first === null) return null;
      const frames = last === null ? [first] : [first, last];
      return { prompt: scene.prompt.trim(), image_urls: frames.map(linkTo) };
    }
    case 'shots':
      return {
        multi_shots: true,
        multi_prompt: scene.shots.map((shot) => ({
          prompt: shot.prompt.trim(),
          duration: shot.seconds,
        })),
        ...(scene.first === null ? {} : { image_urls: [linkTo(scene.first)] }),
      };
    // By name alone: images that are spoken of by their order have no field.
    case 'references':
      return scene.images.length > 0 || scene.elements.length === 0
        ? null
        : { prompt: scene.prompt.trim() };
    case 'edit':
    case 'replace':
      return null;
  }
}

function elementFields(
  scene: VideoRequest['scene'],
  linkTo: (image: ImageRef) => string,
): Readonly<Record<string, unknown>> {
  const named = elementsOf(scene).map((element) => ({
    name: element.name,
    // The document gives every element one and does not say that it may be empty.
    description: element.description.trim() === '' ? element.name : element.description,
    element_input_urls: element.images.map(linkTo),
  }));
  return named.length === 0 ? {} : { happyhorse_elements: named };
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

export const ERRORS: ErrorNames = {
  refusals: new Map([
    ['invalid_prompt', 'bad-prompt'],
    ['invalid_duration', 'bad-settings'],
    ['invalid_model', 'not-found'],
    ['invalid_api_key', 'key-refused'],
    ['insufficient_credits', 'out-of-credit'],
  ]),
};

const ERROR_NAMES = new Set([...ERRORS.refusals.keys(), 'rate_limited', 'internal_error']);
