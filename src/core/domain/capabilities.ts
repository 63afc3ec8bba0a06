import type { ImageLimits } from './media.ts';
import type { Aspect, Kind, Quality } from './video-request.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What one model of a provider can do, as data: routing, checks and prices read nothing else. */
export interface ModelCapabilities {
  /** The provider's own name for it. */
  readonly model: string;
  /** What a person reads. */
  readonly title: string;
  readonly kinds: readonly Kind[];
  readonly seconds: Range & { readonly default: number };
  readonly qualities: readonly Quality[];
  readonly defaultQuality: Quality;
  readonly aspects: readonly Aspect[];
  /** True when a given image decides the shape of the video. */
  readonly aspectFollowsImage: boolean;
  readonly defaultSound: boolean;
  /** Null where the model has no such setting. */
  readonly guidance: Range | null;
  /** In UTF-16 code units, as the providers count. */
  readonly promptLength: number;
  readonly frames: {
    readonly first: boolean;
    readonly last: 'no' | 'with-first' | 'without-first';
  };
  readonly shots: {
    readonly most: number;
    readonly promptLength: number;
    readonly seconds: Range;
  } | null;
  readonly elements: { readonly most: number; readonly images: Range } | null;
  readonly image: ImageLimits;
  /** `link`: the provider fetches images itself, so this service must be reachable from outside. */
  readonly inputs: 'link' | 'upload';
  readonly rates: RateCard;
}

/** Credits per second of video, with where the numbers come from. */
export interface RateCard {
  readonly source: string;
  /** ISO date of the last look at the source. */
  readonly checked: string;
  readonly perSecond: {
    readonly [quality in Quality]?: { readonly silent: number; readonly sound: number };
  };
}
