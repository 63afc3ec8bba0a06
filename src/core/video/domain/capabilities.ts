import type { AudioLimits, ClipLimits, ImageLimits } from '../../media/domain/media.ts';
import type { Aspect, CameraMotion, Kind, Quality } from './video-request.ts';

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
  /** Null where nobody says whether there is any: it is neither offered nor promised. */
  readonly sound: {
    readonly default: boolean;
    /** False where it is always as by default. */
    readonly choice: boolean;
  } | null;
  /** Null where the model has no such setting. */
  readonly guidance: Range | null;
  /**
   * How long a prompt is, without the blanks around it, in UTF-16 code units, as the providers count.
   * 0: a first frame needs none.
   */
  readonly prompt: Range;
  readonly frames: {
    readonly first: boolean;
    readonly last: 'no' | 'with-first' | 'without-first';
  };
  readonly shots: {
    readonly most: number;
    readonly promptLength: number;
    readonly seconds: Range;
  } | null;
  readonly elements: {
    readonly most: number;
    readonly images: Range;
    /** Kinds that they may be named in beside what else these show. */
    readonly beside: readonly ('frames' | 'shots')[];
  } | null;
  /** Images that the prompt speaks of by their order; null where there is no such thing. */
  readonly references: Range | null;
  /** What can be done to a given video; null: nothing. */
  readonly source: SourceCapabilities | null;
  readonly mediaReferences: {
    readonly video: ClipLimits | null;
    readonly audio: AudioLimits | null;
  };
  readonly advanced: {
    readonly seed: Range | null;
    /** The longest style, in UTF-16 code units; null where there is none. */
    readonly styleLength: number | null;
    readonly cameraMotions: readonly CameraMotion[];
    readonly motionIntensity: Range | null;
  };
  readonly image: ImageLimits;
  /**
   * `link`: the provider fetches media itself, so this service must be reachable from outside.
   * `either`: it is sent them, and fetches them itself where it takes none.
   */
  readonly inputs: 'link' | 'upload' | 'either';
  /** What a quality stands for, in words such as 720p, where the provider says. */
  readonly resolutions: { readonly [quality in Quality]?: string };
  readonly rates: RateCard;
}

export interface SourceCapabilities {
  readonly limits: ClipLimits;
  /** The result is as long as the source, but no longer than this. */
  readonly mostSeconds: number;
  /** What a second is counted of. */
  readonly billed: 'output' | 'input-and-output';
  /** Images that may be given beside it, for an edit. */
  readonly images: Range;
  /** Whether the sound of the source can be kept. */
  readonly keepsSound: boolean;
}

/** What a model without a given kind of input has. */
export const PLAIN = {
  references: null,
  source: null,
  mediaReferences: { video: null, audio: null },
  advanced: { seed: null, styleLength: null, cameraMotions: [], motionIntensity: null },
  resolutions: {},
} as const satisfies Partial<ModelCapabilities>;

/** How a person names a model among all that are set up. */
export function modelId(provider: string, model: Pick<ModelCapabilities, 'model'>): string {
  return `${provider}/${model.model}`;
}

/** Until when a model, or its whole provider, is left alone; null when it is not. */
export function downUntil(
  down: ReadonlyMap<string, Date>,
  provider: string,
  model: Pick<ModelCapabilities, 'model'>,
): Date | null {
  return down.get(provider) ?? down.get(modelId(provider, model)) ?? null;
}

/** Credits per second of video, with where the numbers come from. */
export interface RateCard {
  readonly source: string;
  /** ISO date of the last look at the source. */
  readonly checked: string;
  /** Qualities whose price nobody publishes: a guess, which never beats a price that is known. */
  readonly assumed: readonly Quality[];
  readonly perSecond: {
    readonly [quality in Quality]?: { readonly silent: number; readonly sound: number };
  };
}
