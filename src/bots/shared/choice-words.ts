import { MOST_CREDITS } from '../../core/credits/domain/allowance.ts';
import { wholeNumber } from '../../core/shared/domain/whole-number.ts';
import { msg } from '../../core/messages/domain/message.ts';
import type { Message } from '../../core/messages/domain/message.ts';
import { LANGUAGES, languageCalled } from '../../messages/languages.ts';
import type { Aspect, CameraMotion, Quality } from '../../core/video/domain/video-request.ts';

/** What people read of what they can choose. */
export const QUALITY_WORDS = {
  std: msg('video.quality-std'),
  pro: msg('video.quality-pro'),
} as const satisfies Record<Quality, Message>;

export const ASPECT_WORDS = {
  '16:9': msg('video.aspect-16-9'),
  '9:16': msg('video.aspect-9-16'),
  '1:1': msg('video.aspect-1-1'),
  '4:3': msg('video.aspect-4-3'),
  '3:4': msg('video.aspect-3-4'),
} as const satisfies Record<Aspect, Message>;

export const CAMERA_WORDS = {
  static: msg('video.camera-static'),
  'pan-left': msg('video.camera-pan-left'),
  'pan-right': msg('video.camera-pan-right'),
  'tilt-up': msg('video.camera-tilt-up'),
  'tilt-down': msg('video.camera-tilt-down'),
  'zoom-in': msg('video.camera-zoom-in'),
  'zoom-out': msg('video.camera-zoom-out'),
  orbit: msg('video.camera-orbit'),
} as const satisfies Record<CameraMotion, Message>;

/** Chosen in the place of a language: whatever the chat says. */
export const AUTOMATIC = 'automatic';

/** Every language by the name that its speakers have for it. */
export const LANGUAGE_CHOICES = LANGUAGES.map(languageCalled).map(({ tag, name }) => ({
  name,
  value: tag,
}));

/** Over how many credits a video asks, as it is typed; null: never. Undefined for what is neither. */
export function readConfirmOver(typed: string): number | null | undefined {
  const words = typed.trim().toLowerCase();
  if (words === 'never' || words === 'off') return null;
  const credits = words === 'always' ? 0 : wholeNumber(words);
  return credits !== null && credits <= MOST_CREDITS ? credits : undefined;
}
