import type { ModelCapabilities } from '../../../src/core/video/domain/capabilities.ts';

/** What the capabilities of a model say of a rule. */
export type Twin = (model: ModelCapabilities) => unknown;

/** Of a field that we fill ourselves, whatever is asked for: no request can break it. */
export const ours = (value: unknown): Twin => {
  return () => value;
};
export const always = ours('always');
export const maybe = ours('maybe');
export const maybeIf = (can: (model: ModelCapabilities) => boolean): Twin => {
  return (model) => (can(model) ? 'maybe' : 'never');
};
/** Checked by `fit` for every model alike: its property test holds it to the same. */
export const byFit = ours(true);

export const whole = { given: always, whole: byFit };
export const link = { format: ours('uri') };

/** Twins of the rules of one field and of what is in it, by the ends of their paths. */
export type Field = Readonly<Record<string, Twin>>;

export function at(path: string, field: Field): Field {
  return Object.fromEntries(
    Object.entries(field).map(([rule, twin]) => [
      rule.startsWith('[') ? path + rule : `${path}.${rule}`,
      twin,
    ]),
  );
}

export const seconds: Field = {
  ...whole,
  minimum: (model) => model.seconds.min,
  maximum: (model) => model.seconds.max,
};
export const prompt: Field = {
  given: (model) => (model.prompt.min === 0 ? 'maybe' : 'always'),
  // Where there may be none, an empty one is left out.
  minLength: (model) => Math.max(1, model.prompt.min),
  maxLength: (model) => model.prompt.max,
};
export const guidance: Field = {
  given: maybeIf((model) => model.guidance !== null),
  minimum: (model) => model.guidance?.min,
  maximum: (model) => model.guidance?.max,
};
export const aspects: Field = { given: always, enum: (model) => model.aspects };
export const resolutions: Field = {
  given: always,
  enum: (model) => model.qualities.map((it) => model.resolutions[it]),
};
export const upperResolutions: Field = {
  given: always,
  enum: (model) => model.qualities.map((it) => model.resolutions[it]?.toUpperCase()),
};
