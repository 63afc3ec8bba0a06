import { assertNever } from '../../shared/domain/assert-never.ts';
import { mediaWords } from './media-words.ts';
import { demandWords } from './plan-gates.ts';
import type { AdvancedSetting, Need, Refusal } from './refusal.ts';
import type { CameraMotion } from './video-request.ts';
import type { MessageKey } from '../../messages/domain/catalogue.ts';
import { mention } from '../../messages/domain/mention.ts';
import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';
import { shorten } from '../../messages/domain/rich-text.ts';

/** More than these are not named. */
const MOST_CHANNELS = 5;

const ELEMENT_NAME_LENGTH = 40;

/** What a person reads: what is wrong and what is allowed. */
export function refusalWords(refusal: Refusal): Message {
  if ('media' in refusal) return mediaWords(refusal);
  switch (refusal.code) {
    case 'prompt-empty':
    case 'no-frame':
    case 'last-frame-without-first':
    case 'images-or-elements':
    case 'no-provider':
    case 'no-allowance':
    case 'no-team-budget':
      return msg(`video.${refusal.code}`);
    case 'prompt-too-short':
      return msg('video.prompt-too-short', refusal);
    case 'prompt-too-long':
      return msg('video.prompt-too-long', refusal);
    case 'seconds-out-of-range':
      return msg('video.seconds-out-of-range', refusal);
    case 'guidance-out-of-range':
      return msg('video.setting-out-of-range', { ...refusal, setting: msg('video.guidance') });
    case 'extra-out-of-range':
      return refusal.extra === 'style'
        ? msg('video.style-length', refusal)
        : msg('video.setting-out-of-range', { ...refusal, setting: msg(SETTINGS[refusal.extra]) });
    case 'guidance-not-offered':
      return notSupported(refusal.model, msg('video.guidance'));
    case 'first-frame-not-offered':
      return notSupported(refusal.model, msg('video.first-frame'));
    case 'last-frame-not-offered':
      return notSupported(refusal.model, msg('video.last-frame'));
    case 'extra-not-offered':
      return notSupported(refusal.model, msg(SETTINGS[refusal.extra]));
    case 'elements-not-offered':
      return msg('video.elements-not-offered', refusal);
    case 'last-frame-with-first':
      return msg('video.last-frame-with-first', refusal);
    case 'aspect-not-offered':
      return msg('video.value-not-available', { ...refusal, value: refusal.aspect });
    case 'quality-not-offered':
      return msg('video.value-not-available', {
        value: msg(`video.quality-${refusal.quality}`),
        offered: refusal.offered.map((it) => msg(`video.quality-${it}`)),
      });
    case 'kind-not-offered':
      return msg('video.not-available', { kind: msg(NEEDS[refusal.kind]) });
    case 'not-set-up':
      return refusal.need === 'last-frame-alone'
        ? msg('video.not-set-up-last-frame', refusal)
        : msg('video.not-set-up', { ...refusal, need: msg(NEEDS[refusal.need]) });
    case 'too-many-shots':
      return msg('video.too-many-shots', refusal);
    case 'shot-empty':
      return msg('video.shot-empty', refusal);
    case 'shot-too-long':
      return msg('video.shot-too-long', refusal);
    case 'shot-seconds':
      return msg('video.shot-seconds', refusal);
    case 'too-many-elements':
      return msg('video.too-many-elements', refusal);
    case 'element-name':
      return msg('video.element-name', { name: short(refusal.name), most: ELEMENT_NAME_LENGTH });
    case 'element-twice':
      return msg('video.element-twice', { name: short(refusal.name) });
    case 'element-images':
      return msg('video.element-images', { ...refusal, name: short(refusal.name) });
    case 'element-unused':
      return msg('video.element-unused', { name: short(refusal.name) });
    case 'too-many-images': {
      const { min, most } = refusal;
      if (min === most) return msg('video.images-exact', refusal);
      return min === 0 ? msg('video.images-most', refusal) : msg('video.images-range', refusal);
    }
    case 'sound-not-kept':
      return msg('video.sound-not-kept', refusal);
    case 'sound-fixed':
      return msg('video.sound-fixed', { ...refusal, sound: refusal.sound ? 'on' : 'off' });
    case 'sound-not-offered':
      return msg('video.sound-not-offered', refusal);
    case 'plan-gate': {
      const demands = demandWords(refusal.demands);
      const gate = { ...refusal, demands, count: demands.length };
      return refusal.able.length === 0
        ? msg('video.plan-gate', gate)
        : msg('video.plan-gate-able', gate);
    }
    case 'model-unknown': {
      const { offered } = refusal;
      const model = short(refusal.model);
      return offered.length === 0
        ? msg('video.model-unknown-none', { model })
        : msg('video.model-unknown', { model, offered });
    }
    case 'model-unfit':
      return msg('video.model-unfit', { ...refusal, model: short(refusal.model) });
    case 'model-denied':
      return refusal.offered.length === 0
        ? msg('video.models-denied-all')
        : msg('video.model-denied', refusal);
    case 'needs-denied-model':
      return msg('video.needs-denied-model', refusal);
    case 'providers-down': {
      const { providers } = refusal;
      return msg('video.providers-down', { providers, count: providers.length });
    }
    case 'channel-denied': {
      const channels = refusal.allowed.slice(0, MOST_CHANNELS).map((it) => mention(it, 'channel'));
      return channels.length === 0
        ? msg('video.channel-denied')
        : msg('video.channel-denied-some', { channels });
    }
    case 'words-blocked':
      return msg('video.words-blocked', { words: shorten(refusal.words, 100) });
    case 'no-links':
      return msg('video.no-links', { ...refusal, variable: 'PUBLIC_URL' });
    case 'no-personal-space':
      return msg('video.no-personal-space', { variable: 'PERSONAL_ALLOWANCE' });
    case 'too-dear':
      return msg('video.over-per-job-limit', refusal);
    case 'too-many-open':
      return msg('video.too-many-open', refusal);
    case 'too-many-open-in-team':
      return msg('video.too-many-open-in-team', refusal);
    case 'no-credits': {
      const { renewsAt } = refusal;
      return renewsAt === null
        ? msg('video.insufficient-credits-final', refusal)
        : msg('video.insufficient-credits', { ...refusal, at: { time: renewsAt, as: 'relative' } });
    }
    case 'pool-empty': {
      const { renewsAt } = refusal;
      return renewsAt === null
        ? msg('video.insufficient-budget-final', refusal)
        : msg('video.insufficient-budget', { ...refusal, at: { time: renewsAt, as: 'relative' } });
    }
    default:
      return assertNever(refusal);
  }
}

function notSupported(model: string, setting: Message): Message {
  return msg('video.not-supported', { model, setting });
}

function short(name: string): string {
  return shorten(name, 60);
}

const NEEDS = {
  text: 'video.kind-text',
  frames: 'video.kind-frames',
  shots: 'video.kind-shots',
  references: 'video.kind-references',
  edit: 'video.kind-edit',
  replace: 'video.kind-replace',
  elements: 'video.elements',
  'first-frame': 'video.first-frame',
  'last-frame': 'video.first-and-last-frame',
  'last-frame-alone': 'video.last-frame-alone',
  'guide-video': 'video.reference-video',
  'guide-audio': 'video.reference-audio',
  sound: 'video.sound-choice',
} as const satisfies Record<Need, MessageKey>;

/** What ways to move the camera are called. */
export const CAMERA_NAMES = {
  static: 'video.camera-static',
  'pan-left': 'video.camera-pan-left',
  'pan-right': 'video.camera-pan-right',
  'tilt-up': 'video.camera-tilt-up',
  'tilt-down': 'video.camera-tilt-down',
  'zoom-in': 'video.camera-zoom-in',
  'zoom-out': 'video.camera-zoom-out',
  orbit: 'video.camera-orbit',
} as const satisfies Record<CameraMotion, MessageKey>;

const SETTINGS = {
  seed: 'video.seed',
  style: 'video.style',
  motionIntensity: 'video.motion',
  referenceVideo: 'video.reference-video',
  referenceAudio: 'video.reference-audio',
  ...CAMERA_NAMES,
} as const satisfies Record<AdvancedSetting, MessageKey>;
