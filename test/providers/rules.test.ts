import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { ModelCapabilities } from '../../src/core/video/domain/capabilities.ts';
import { WIRE_NAME } from '../../src/providers/happyhorse-app/wire.ts';
import { models as acedata, RESOLUTIONS } from '../../src/providers/acedata/capabilities.ts';
import { schemas as acedataSchemas } from '../../src/providers/acedata/wire.ts';
import { models as crun } from '../../src/providers/crun/capabilities.ts';
import { schemas as crunSchemas } from '../../src/providers/crun/wire.ts';
import { models as app } from '../../src/providers/happyhorse-app/capabilities.ts';
import { schemas as appSchemas } from '../../src/providers/happyhorse-app/wire.ts';
import { models as customer } from '../../src/providers/happyhorse-customer/capabilities.ts';
import { createSchema, presignSchemas } from '../../src/providers/happyhorse-customer/wire.ts';
import { rulesOf } from '../support/rules/schema-rules.ts';
import {
  always,
  aspects,
  at,
  byFit,
  guidance,
  link,
  maybe,
  maybeIf,
  ours,
  prompt,
  resolutions,
  seconds,
  upperResolutions,
  whole,
} from '../support/rules/rule-twins.ts';
import type { Field } from '../support/rules/rule-twins.ts';

const generate: Field = {
  ...at('model', { given: always, const: (model) => model.model }),
  ...at('mode', { given: always, enum: (model) => model.qualities }),
  ...at('duration', seconds),
  // Left out where a picture decides.
  ...at('aspect_ratio', {
    ...aspects,
    given: (model) => (model.aspectFollowsImage ? 'maybe' : 'always'),
  }),
  ...at('sound', { given: (model) => (model.sound?.choice === true ? 'always' : 'never') }),
  ...at('cfg_scale', guidance),
  ...at('happyhorse_elements', {
    given: maybeIf((model) => model.elements !== null),
    minItems: ours(1),
    maxItems: (model) => model.elements?.most,
    '[].name.given': always,
    '[].name.pattern': ours(WIRE_NAME.source),
    // The name stands in for one that is empty.
    '[].description.given': always,
    '[].description.minLength': ours(1),
    '[].element_input_urls.given': always,
    '[].element_input_urls.minItems': (model) => model.elements?.images.min,
    '[].element_input_urls.maxItems': (model) => model.elements?.images.max,
    '[].element_input_urls[].format': ours('uri'),
  }),
  'check: an element is not named in the prompt': byFit,
  'check: two elements have the same name': byFit,
};

const singleShot: Field = {
  ...generate,
  ...at('prompt', prompt),
  ...at('image_urls', {
    given: maybeIf((model) => model.frames.first),
    minItems: ours(1),
    maxItems: (model) => (model.frames.last === 'with-first' ? 2 : 1),
    '[].format': ours('uri'),
  }),
};

const multiShot: Field = {
  ...generate,
  ...at('multi_shots', { given: always, const: ours(true) }),
  ...at('multi_prompt', {
    given: always,
    minItems: ours(1),
    maxItems: (model) => model.shots?.most,
    '[].prompt.given': always,
    '[].prompt.minLength': ours(1),
    '[].prompt.maxLength': (model) => model.shots?.promptLength,
    '[].duration.given': always,
    '[].duration.whole': byFit,
    '[].duration.minimum': (model) => model.shots?.seconds.min,
    '[].duration.maximum': (model) => model.shots?.seconds.max,
  }),
  ...at('image_urls', {
    given: maybeIf((model) => model.frames.first),
    minItems: ours(1),
    maxItems: ours(1),
    '[].format': ours('uri'),
  }),
  // `settle` makes it so.
  'check: the shots do not add up to the duration': byFit,
};

const create: Field = {
  ...at('prompt', prompt),
  ...at('style', {
    given: maybeIf((model) => model.advanced.styleLength !== null),
    maxLength: (model) => model.advanced.styleLength,
    pattern: ours('\\S'),
  }),
  ...at('durationSec', seconds),
  ...at('aspectRatio', aspects),
  ...at('resolution', resolutions),
  ...Object.fromEntries(
    ['sourceImageKey', 'lastFrameKey', 'referenceVideoKey', 'referenceAudioKey'].flatMap((field) =>
      Object.entries(
        at(field, {
          given: maybeIf((model) => TAKES[field]?.(model) === true),
          // Theirs, as their storage named it.
          minLength: ours(1),
          maxLength: ours(1_000),
        }),
      ),
    ),
  ),
  ...at('cameraMotion', {
    given: maybeIf((model) => model.advanced.cameraMotions.length > 0),
    enum: (model) => model.advanced.cameraMotions,
  }),
  ...at('motionIntensity', {
    given: maybeIf((model) => model.advanced.motionIntensity !== null),
    whole: byFit,
    minimum: (model) => model.advanced.motionIntensity?.min,
    maximum: (model) => model.advanced.motionIntensity?.max,
  }),
  ...at('cfgScale', guidance),
  'check: a first and a last frame exclude each other': (model) =>
    model.frames.last === 'without-first',
};

const TAKES: Readonly<Record<string, (model: ModelCapabilities) => boolean>> = {
  sourceImageKey: (model) => model.frames.first,
  lastFrameKey: (model) => model.frames.last !== 'no',
  referenceVideoKey: (model) => model.mediaReferences.video !== null,
  referenceAudioKey: (model) => model.mediaReferences.audio !== null,
};

const upload = (
  kind: string,
  limitsOf: (
    model: ModelCapabilities,
  ) => { readonly types: readonly string[]; readonly maxBytes: number } | null,
): Field => ({
  ...at('kind', { given: always, const: ours(kind) }),
  ...at('contentType', { given: always, enum: (model) => limitsOf(model)?.types }),
  ...at('sizeBytes', {
    ...whole,
    minimum: ours(1),
    maximum: (model) => limitsOf(model)?.maxBytes,
  }),
});

const job: Field = {
  ...at('model', { given: always, const: (model) => model.model }),
  'input.given': always,
  ...at('callback_url', { given: maybe, ...link }),
};

const editJob: Field = {
  ...job,
  ...at('input.prompt', prompt),
  ...at('input.video_url', { given: always, ...link }),
  ...at('input.img_urls', {
    given: (model) => (model.source?.images.min === 0 ? 'maybe' : 'always'),
    minItems: ours(1),
    maxItems: (model) => model.source?.images.max,
    '[].format': ours('uri'),
  }),
  ...at('input.resolution', upperResolutions),
  ...at('input.region', { given: always, const: ours('global') }),
  ...at('input.audio_setting', {
    given: always,
    enum: (model) => (model.source?.keepsSound === true ? ['auto', 'origin'] : ['auto']),
  }),
};

const one: Field = {
  given: always,
  minItems: ours(1),
  maxItems: ours(1),
  '[].format': ours('uri'),
};
const replaceJob: Field = {
  ...job,
  ...at('input.img_urls', one),
  ...at('input.video_urls', one),
  ...at('input.resolution', {
    given: always,
    const: (model) => model.qualities.map((it) => model.resolutions[it]?.toUpperCase()).join(),
  }),
};

const video = (action: string, ending: string): Field => ({
  ...at('action', { given: always, const: ours(action) }),
  ...at('model', {
    given: always,
    enum: () => acedata.map((it) => it.model).filter((it) => it.endsWith(ending)),
  }),
  ...at('resolution', {
    given: always,
    enum: (model) => model.qualities.map((it) => RESOLUTIONS[it]),
  }),
  ...at('watermark', { given: always, const: ours(false) }),
  ...at('seed', {
    given: maybeIf((model) => model.advanced.seed !== null),
    whole: byFit,
    minimum: (model) => model.advanced.seed?.min,
    maximum: (model) => model.advanced.seed?.max,
  }),
  ...at('async', { given: always, const: ours(true) }),
  ...at('callback_url', { given: maybe, ...link }),
  ...at('prompt', prompt),
});

const videoEdit = video('video_edit', '-video-edit');

const TWINS: readonly (readonly [
  name: string,
  schema: z.ZodType,
  twins: Field,
  models: readonly ModelCapabilities[],
])[] = [
  ['happyhorse.app, a single shot', appSchemas.singleShot, singleShot, app],
  ['happyhorse.app, shots', appSchemas.multiShot, multiShot, app],
  ['the Customer API', createSchema, create, customer],
  ['an upload of an image', presignSchemas.image, upload('image', (it) => it.image), customer],
  [
    'an upload of a video',
    presignSchemas.video,
    upload('video', (it) => it.mediaReferences.video),
    customer,
  ],
  [
    'an upload of a sound',
    presignSchemas.audio,
    upload('audio', (it) => it.mediaReferences.audio),
    customer,
  ],
  ['crun, an edit', crunSchemas.edit, editJob, crun.filter((it) => it.kinds.includes('edit'))],
  [
    ...(['crun, a replacement', crunSchemas.replace, replaceJob] as const),
    crun.filter((it) => it.kinds.includes('replace')),
  ],
  [
    ...(['Ace, from text', acedataSchemas.text] as const),
    { ...video('generate', '-t2v'), ...at('ratio', aspects), ...at('duration', seconds) },
    acedata.filter((it) => it.kinds.includes('text')),
  ],
  [
    ...(['Ace, from a first frame', acedataSchemas.frames] as const),
    {
      ...video('image_to_video', '-i2v'),
      ...at('image_url', { given: always, ...link }),
      ...at('duration', seconds),
    },
    acedata.filter((it) => it.kinds.includes('frames')),
  ],
  [
    ...(['Ace, from references', acedataSchemas.references] as const),
    {
      ...video('reference_to_video', '-r2v'),
      ...at('image_urls', {
        given: always,
        minItems: (model) => model.references?.min,
        maxItems: (model) => model.references?.max,
        '[].format': ours('uri'),
      }),
      ...at('ratio', aspects),
      ...at('duration', seconds),
    },
    acedata.filter((it) => it.kinds.includes('references')),
  ],
  [
    ...(['Ace, an edit', acedataSchemas.edit] as const),
    {
      ...Object.fromEntries(Object.entries(videoEdit).filter(([rule]) => rule !== 'model.enum')),
      'model.const': (model) => model.model,
      ...at('video_url', { given: always, ...link }),
      ...at('image_urls', {
        given: (model) => (model.source?.images.min === 0 ? 'maybe' : 'always'),
        minItems: ours(1),
        maxItems: (model) => model.source?.images.max,
        '[].format': ours('uri'),
      }),
      ...at('audio_setting', {
        given: always,
        enum: (model) => (model.source?.keepsSound === true ? ['auto', 'origin'] : ['auto']),
      }),
    },
    acedata.filter((it) => it.kinds.includes('edit')),
  ],
];

/** As choices are compared: in whatever order. */
function choices(value: unknown): unknown {
  return Array.isArray(value) ? value.map(String).toSorted() : value;
}

describe.each(TWINS)('every rule of a request: %s', (_, schema, twins, models) => {
  it('has a twin in what the models are said to be able to do, and the same', () => {
    const rules = rulesOf(schema);
    expect([...rules.keys()].toSorted()).toEqual(Object.keys(twins).toSorted());
    expect(models.length).toBeGreaterThan(0);
    for (const model of models) {
      for (const [rule, value] of rules) {
        const twin = twins[rule]?.(model);
        expect([model.model, rule, choices(twin)]).toEqual([model.model, rule, choices(value)]);
      }
    }
  });
});
