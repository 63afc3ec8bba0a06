import type { MessageKey } from '../../../messages/domain/catalogue.ts';
import { msg } from '../../../messages/domain/message.ts';
import { CAMERA_NAMES } from '../../../video/domain/refusal-words.ts';
import type { Aspect, Quality } from '../../../video/domain/video-request.ts';
import { AUTOMATIC } from './video-field.ts';
import type { VideoField, VideoFields } from './video-field.ts';

export const QUALITIES = {
  std: 'video.quality-std',
  pro: 'video.quality-pro',
} as const satisfies Record<Quality, MessageKey>;

const ASPECT_NAMES = {
  '16:9': 'video.aspect-16-9',
  '9:16': 'video.aspect-9-16',
  '1:1': 'video.aspect-1-1',
  '4:3': 'video.aspect-4-3',
  '3:4': 'video.aspect-3-4',
} as const satisfies Record<Aspect, MessageKey>;

const SECONDS: VideoField = {
  kind: 'number',
  unit: 'seconds',
  example: '8',
  label: 'forms.seconds',
  typedHint: msg('forms.seconds-hint'),
  offer: ({ seconds, settings }) => ({ ...seconds, usual: settings.seconds }),
};

export const QUALITY: VideoField = {
  kind: 'choice',
  choices: QUALITIES,
  typedAlone: true,
  label: 'forms.quality',
  typedHint: msg('forms.quality-hint'),
  offer: ({ qualities, settings }) => ({ values: qualities, usual: settings.quality }),
};

const ASPECT: VideoField = {
  kind: 'choice',
  choices: ASPECT_NAMES,
  label: 'forms.aspect',
  typedHint: msg('forms.aspect-hint'),
  offer: ({ aspects, settings }) => ({ values: aspects, usual: settings.aspect }),
};

/** May be left open: what only a model of unknown sound can do must not ask for some. */
const SOUND: VideoField = {
  kind: 'flag',
  label: 'forms.sound',
  yes: 'video.with-sound',
  no: { name: 'silent', label: 'video.silent' },
  typedHint: msg('forms.sound-hint'),
  offer: ({ sound }) => (sound === null ? null : { usual: sound.usual, open: true }),
};

const GUIDANCE: VideoField = {
  kind: 'number',
  decimal: true,
  range: { min: 0, max: 1 },
  example: '0.5',
  label: 'video.guidance',
  hint: msg('forms.guidance-hint', { min: 0, max: 1 }),
  offer({ guidance, settings }) {
    if (guidance === null) return null;
    const hint = msg('forms.guidance-hint', guidance);
    return { ...guidance, usual: settings.guidance, open: true, hint };
  },
};

export const SEED: VideoField = {
  kind: 'number',
  example: '42',
  label: 'video.seed',
  hint: msg('forms.seed-hint'),
  rare: true,
  offer: ({ possible: { advanced } }) =>
    advanced.seed === null ? null : { ...advanced.seed, open: true },
};

/** What can be chosen for one video, and as what is usual. */
export const SETTINGS = {
  seconds: SECONDS,
  quality: QUALITY,
  aspect: ASPECT,
  sound: SOUND,
  guidance: GUIDANCE,
} satisfies VideoFields;

/** The same where a picture to start from may decide the shape. */
export const SETTINGS_BESIDE_IMAGE: VideoFields = {
  ...SETTINGS,
  aspect: {
    ...ASPECT,
    offer: ({ aspects: values, settings: { aspect: usual }, takesImages, shapeFollowsImage }) =>
      takesImages && shapeFollowsImage
        ? { values, usual, hint: msg('forms.aspect-hint') }
        : { values, usual },
  },
};

/** Few models have these; the others say so, and nothing is charged. */
export const ADVANCED: VideoFields = {
  style: {
    kind: 'text',
    example: '"film noir"',
    label: 'video.style',
    typedHint: msg('forms.style-hint'),
    rare: true,
    offer: ({ possible: { advanced } }) =>
      advanced.styleLength === null ? null : { most: advanced.styleLength },
  },
  camera: {
    kind: 'choice',
    choices: CAMERA_NAMES,
    label: 'video.camera',
    typedHint: msg('forms.camera-hint'),
    rare: true,
    offer: ({ possible: { advanced } }) =>
      advanced.cameraMotions.length === 0 ? null : { values: advanced.cameraMotions, open: true },
  },
  motion: {
    kind: 'number',
    range: { min: 1, max: 5 },
    example: '3',
    label: 'video.motion',
    hint: msg('forms.motion-hint', { min: 1, max: 5 }),
    rare: true,
    offer({ possible: { advanced } }) {
      const { motionIntensity } = advanced;
      if (motionIntensity === null) return null;
      return { ...motionIntensity, open: true, hint: msg('forms.motion-hint', motionIntensity) };
    },
  },
  seed: SEED,
};

export const MODEL: VideoField = {
  kind: 'model',
  label: 'forms.model',
  typedHint: msg('forms.model-hint'),
};

export const PRIVATE: VideoField = {
  kind: 'visibility',
  label: 'forms.channel',
  typedHint: msg('forms.private-hint'),
};

export const REMEMBER: VideoField = {
  kind: 'flag',
  label: 'forms.remember',
  yes: 'forms.remember-tick',
  usual: false,
  rare: true,
};

/** What somebody is asked before, and in what they are answered. */
export const PREFERENCES: VideoFields = {
  confirm_over: {
    kind: 'confirm-over',
    label: 'forms.confirm-over',
    hint: msg('forms.confirm-over-hint', { button: msg('requests.start') }),
    typedHint: msg('forms.confirm-over-typed-hint'),
    offer: ({ confirmOver }) => ({ usual: confirmOver }),
  },
  // In a form each setting can be left to the model by itself.
  reset: { kind: 'flag', label: 'forms.reset', yes: 'forms.reset', offer: () => null },
  language: {
    kind: 'language',
    label: 'forms.language',
    hint: msg('forms.language-hint'),
    offer: ({ ownLanguage }) => ({ usual: ownLanguage ?? AUTOMATIC }),
  },
};
