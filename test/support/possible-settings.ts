import type { Possibilities } from '../../src/core/video/domain/possibilities.ts';
import { CAMERA_MOTIONS } from '../../src/core/video/domain/video-request.ts';

/** Every kind there is, and every setting. */
export const ALL_POSSIBLE: Possibilities = {
  kinds: ['text', 'frames', 'shots', 'references', 'edit', 'replace'],
  shots: { most: 5, promptLength: 500, seconds: { min: 1, max: 12 } },
  elements: { most: 3, images: { min: 2, max: 4 }, beside: ['frames', 'shots'] },
  wordless: true,
  references: { min: 1, max: 9 },
  edit: { images: { min: 0, max: 5 }, keepsSound: true, mostSeconds: 15 },
  mediaReferences: { video: true, audio: true },
  advanced: {
    seed: { min: 0, max: 2_147_483_647 },
    styleLength: 50,
    cameraMotions: CAMERA_MOTIONS,
    motionIntensity: { min: 1, max: 5 },
  },
};

/** Videos from words and from pictures, and no more. */
export const PLAINLY_POSSIBLE: Possibilities = {
  kinds: ['text', 'frames'],
  shots: null,
  elements: null,
  references: null,
  edit: null,
  wordless: false,
  mediaReferences: { video: false, audio: false },
  advanced: { seed: null, styleLength: null, cameraMotions: [], motionIntensity: null },
};
