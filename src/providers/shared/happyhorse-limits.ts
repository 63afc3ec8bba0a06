import type { ImageLimits } from '../../core/media/domain/media.ts';
import type { SourceCapabilities } from '../../core/video/domain/capabilities.ts';

/**
 * Where a seller of HappyHorse documents no limits of its own: what the maker of the model and its
 * other sellers ask for, checked on 2026-11-22. The longest side is ours, to keep a link from
 * serving a poster.
 */
export const HAPPYHORSE_IMAGE: ImageLimits = {
  types: ['image/jpeg', 'image/png', 'image/webp'],
  maxBytes: 10_000_000,
  minSide: 300,
  maxSide: 8192,
  maxRatio: 2.5,
};

/** The video that an edit begins with. */
export const HAPPYHORSE_EDIT_SOURCE = {
  limits: {
    types: ['video/mp4', 'video/quicktime'],
    maxBytes: 100_000_000,
    minSeconds: 3,
    maxSeconds: 60,
    minSide: 320,
    maxSide: 2160,
    maxRatio: 2.5,
    // More than 8 are asked for.
    minFps: 8,
  },
  mostSeconds: 15,
  billed: 'input-and-output',
  images: { min: 0, max: 5 },
  keepsSound: true,
} as const satisfies SourceCapabilities;
