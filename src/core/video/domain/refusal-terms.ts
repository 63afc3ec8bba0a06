import type { AdvancedSetting, Need, Refusal } from './refusal.ts';
import type { Kind } from './video-request.ts';

export const ADVANCED = {
  seed: 'seed',
  style: 'style',
  cameraMotion: 'camera motion of this kind',
  motionIntensity: 'motion intensity',
  referenceVideo: 'reference video',
  referenceAudio: 'reference sound',
} as const satisfies Record<AdvancedSetting, string>;

export const NEEDS = {
  text: 'A video from words alone',
  frames: 'A video from a picture',
  shots: 'A video of several shots',
  references: 'A video with reference pictures',
  edit: 'Editing a video',
  replace: 'Replacing a character',
  elements: 'A video with named elements',
  'first-frame': 'A first frame',
  'last-frame': 'A last frame beside a first one',
  'last-frame-alone': 'A last frame without a first frame',
  'guide-video': 'A reference video',
  'guide-audio': 'A reference sound',
  sound: 'A choice of sound',
} as const satisfies Record<Need, string>;

export function imagesWords({
  images,
  min,
  most,
}: Extract<Refusal, { code: 'too-many-images' }>): string {
  const given = images === 1 ? '1 picture was given' : `${images} pictures were given`;
  return min === most ? `${given}; it must be ${most}.` : `${given}; ${min} to ${most} work.`;
}

export const KINDS = {
  text: 'from words alone',
  frames: 'from a first or last picture',
  shots: 'of several shots',
  references: 'with named people and things',
  edit: 'from a video that is given',
  replace: 'with another character in them',
} as const satisfies Record<Kind, string>;

/** Of those that were listed: "which is not set up", "neither of which is". */
export function noneOf({ length }: readonly string[]): string {
  return length === 1 ? 'which is not' : length === 2 ? 'neither of which is' : 'none of which is';
}

export function list(values: readonly string[], word: 'or' | 'and' = 'or'): string {
  return values.length < 2
    ? values.join('')
    : `${values.slice(0, -1).join(', ')} ${word} ${values.at(-1) ?? ''}`;
}
