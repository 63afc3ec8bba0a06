import type { Aspect, CameraMotion, Quality } from '../../core/video/domain/video-request.ts';

/** What people read of what they can choose. */
export const QUALITY_WORDS = {
  std: 'Standard',
  pro: 'Pro',
} as const satisfies Record<Quality, string>;

export const ASPECT_WORDS = {
  '16:9': 'Wide 16:9',
  '9:16': 'Tall 9:16',
  '1:1': 'Square 1:1',
  '4:3': 'Wide 4:3',
  '3:4': 'Tall 3:4',
} as const satisfies Record<Aspect, string>;

export const CAMERA_WORDS = {
  static: 'Still',
  'pan-left': 'Pan left',
  'pan-right': 'Pan right',
  'tilt-up': 'Tilt up',
  'tilt-down': 'Tilt down',
  'zoom-in': 'Zoom in',
  'zoom-out': 'Zoom out',
  orbit: 'Orbit',
} as const satisfies Record<CameraMotion, string>;
