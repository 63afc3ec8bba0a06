// What CreateTask and EstimateTask accept.
import { z } from 'zod';

import { parseBody } from '../provider/body.ts';
import { refusal } from './answers.ts';
import type { Refusal } from './answers.ts';
import { EDIT_MODEL, mediaUrl, MODELS, REPLACE_MODEL } from './models.ts';
import type { Model, Resolution } from './models.ts';

const jobSchema = z.discriminatedUnion('model', [
  z.object({
    model: z.literal(EDIT_MODEL.id),
    input: EDIT_MODEL.input,
    callback_url: mediaUrl.optional(),
  }),
  z.object({
    model: z.literal(REPLACE_MODEL.id),
    input: REPLACE_MODEL.input,
    callback_url: mediaUrl.optional(),
  }),
]);

export type JobBody = z.infer<typeof jobSchema>;

export type ParsedJob =
  | {
      readonly ok: true;
      readonly body: JobBody;
      /** What crun is not known to refuse and a careful client does not send. */
      readonly violations: readonly string[];
    }
  | Refusal;

const envelope = z.looseObject({ model: z.string() });

export function parseJob(json: unknown): ParsedJob {
  const named = envelope.safeParse(json);
  if (named.success && !MODELS.some(({ id }) => id === named.data.model)) {
    return refusal(404, `There is no model ${named.data.model}`);
  }
  const parsed = parseBody(jobSchema, json);
  if (!parsed.ok) return refusal(422, parsed.message);
  const { body } = parsed;
  return { ok: true, body, violations: violationsOf(json, body) };
}

const LONGEST_PROMPT = 2500;
const rawJob = z.looseObject({ input: z.looseObject({}) });

function violationsOf(json: unknown, body: JobBody): string[] {
  const raw = rawJob.parse(json);
  const unknown = [
    ...Object.keys(raw).filter((key) => !['model', 'input', 'callback_url'].includes(key)),
    ...Object.keys(raw.input)
      .filter((key) => !(key in modelOf(body).input.shape))
      .map((key) => `input.${key}`),
  ];
  const violations = unknown.map((key) => `${key}: is not documented for ${body.model}`);
  if (body.input.resolution === undefined) {
    violations.push('input.resolution: is left to a default that no document names');
  }
  if (promptOf(body).length > LONGEST_PROMPT) {
    violations.push(`input.prompt: is cut after ${LONGEST_PROMPT} characters`);
  }
  return violations;
}

export function modelOf(body: JobBody): Model {
  return body.model === EDIT_MODEL.id ? EDIT_MODEL : REPLACE_MODEL;
}

export function resolutionOf(body: JobBody): Resolution {
  return body.input.resolution ?? modelOf(body).defaultResolution;
}

/** Empty for the model that has none. */
export function promptOf(body: JobBody): string {
  return body.model === EDIT_MODEL.id ? body.input.prompt : '';
}

export function videoUrlOf(body: JobBody): string {
  return body.model === EDIT_MODEL.id ? body.input.video_url : (body.input.video_urls[0] ?? '');
}

export function imageUrlsOf(body: JobBody): readonly string[] {
  return body.input.img_urls ?? [];
}
