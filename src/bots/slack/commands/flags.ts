import {
  ASPECTS,
  CAMERA_MOTIONS,
  UNSET_SETTINGS,
} from '../../../core/video/domain/video-request.ts';
import type { AdvancedSettings, VideoDraft } from '../../../core/video/domain/video-request.ts';
import type { TypedToken } from './tokenize.ts';

type Named = 'seconds' | 'quality' | 'aspect' | 'sound' | 'guidance';

/** What the switches of a command have set; what none has set is left open. */
export type Chosen = {
  -readonly [name in Named]: VideoDraft['settings'][name];
} & {
  -readonly [name in keyof AdvancedSettings]-?: AdvancedSettings[name] | null;
} & {
  model: string | null;
  private: true | null;
};

/** Before any switch was read. */
export const NOTHING_CHOSEN: Readonly<Chosen> = {
  ...UNSET_SETTINGS,
  seed: null,
  style: null,
  cameraMotion: null,
  motionIntensity: null,
  model: null,
  private: null,
};

/** Sets one thing; says what is allowed instead when the value is not. */
export type Flag =
  | { readonly takes: 'nothing'; readonly set: (chosen: Chosen) => keyof Chosen }
  | {
      readonly takes: 'value';
      readonly setting: keyof Chosen;
      readonly allowed: string;
      /** False when the value is none of the allowed ones. */
      readonly set: (chosen: Chosen, value: string) => boolean;
    };

export const FLAGS: Readonly<Record<string, Flag>> = {
  seconds: {
    takes: 'value',
    setting: 'seconds',
    allowed: 'a whole number of seconds, for example --seconds 8',
    set(chosen, value) {
      if (!/^\d{1,4}$/.test(value)) return false;
      chosen.seconds = Number(value);
      return true;
    },
  },
  aspect: {
    takes: 'value',
    setting: 'aspect',
    allowed: `${ASPECTS.slice(0, -1).join(', ')} or ${ASPECTS.at(-1) ?? ''}`,
    set(chosen, value) {
      const aspect = ASPECTS.find((it) => it === value);
      if (aspect === undefined) return false;
      chosen.aspect = aspect;
      return true;
    },
  },
  quality: {
    takes: 'value',
    setting: 'quality',
    allowed: 'std or pro',
    set(chosen, value) {
      if (value !== 'std' && value !== 'pro') return false;
      chosen.quality = value;
      return true;
    },
  },
  guidance: {
    takes: 'value',
    setting: 'guidance',
    allowed: 'a number from 0 (freely) to 1 (to the letter)',
    set(chosen, value) {
      if (!/^(0|1|[01]?\.\d{1,6}|1\.0{1,6})$/.test(value) || Number(value) > 1) return false;
      chosen.guidance = Number(value);
      return true;
    },
  },
  model: {
    takes: 'value',
    setting: 'model',
    allowed: 'a model as /video help names it, in quotes where it has spaces',
    set(chosen, value) {
      chosen.model = value.trim();
      return chosen.model !== '' && value.length <= 150;
    },
  },
  style: {
    takes: 'value',
    setting: 'style',
    allowed: 'a few words in quotes, for example --style "film noir"',
    set(chosen, value) {
      chosen.style = value.trim();
      return chosen.style !== '';
    },
  },
  camera: {
    takes: 'value',
    setting: 'cameraMotion',
    allowed: `${CAMERA_MOTIONS.slice(0, -1).join(', ')} or ${CAMERA_MOTIONS.at(-1) ?? ''}`,
    set(chosen, value) {
      const motion = CAMERA_MOTIONS.find((it) => it === value.toLowerCase());
      if (motion === undefined) return false;
      chosen.cameraMotion = motion;
      return true;
    },
  },
  motion: {
    takes: 'value',
    setting: 'motionIntensity',
    allowed: 'a whole number from 1 (little) to 5 (much)',
    set(chosen, value) {
      if (!/^[1-5]$/.test(value)) return false;
      chosen.motionIntensity = Number(value);
      return true;
    },
  },
  seed: {
    takes: 'value',
    setting: 'seed',
    allowed: 'a whole number, for example --seed 42',
    set(chosen, value) {
      if (!/^\d{1,15}$/.test(value)) return false;
      chosen.seed = Number(value);
      return true;
    },
  },
  pro: flag('quality', (chosen) => (chosen.quality = 'pro')),
  std: flag('quality', (chosen) => (chosen.quality = 'std')),
  sound: flag('sound', (chosen) => (chosen.sound = true)),
  silent: flag('sound', (chosen) => (chosen.sound = false)),
  private: flag('private', (chosen) => (chosen.private = true)),
};

function flag(setting: keyof Chosen, choose: (chosen: Chosen) => void): Flag {
  return {
    takes: 'nothing',
    set(chosen) {
      choose(chosen);
      return setting;
    },
  };
}

/** Of the settings, and of no video. */
export const CONFIRM_OVER = 'confirm-over';

/** Null for a word. Phones and Macs make one long dash of two short ones. */
export function flagOf(
  token: TypedToken,
): { readonly name: string; readonly value: string | null } | null {
  if (token.quoted) return null;
  const match = /^(--|—|–)(\p{L}[\p{L}\p{N}_-]*)(?:=(.*))?$/su.exec(token.text);
  if (match === null) return null;
  const name = (match[2] ?? '').toLowerCase();
  // A dash before a word is punctuation, unless the word is a switch.
  if (match[1] !== '--' && name !== CONFIRM_OVER && !Object.hasOwn(FLAGS, name)) return null;
  return { name, value: match[3] ?? null };
}
