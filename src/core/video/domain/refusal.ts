import type { MediaProblem } from '../../media/domain/media.ts';
import type { Range } from './capabilities.ts';
import type { Demands } from './plan-gates.ts';
import type { ChatRef } from '../../shared/domain/chat-ref.ts';
import type { CameraMotion, Kind, Quality } from './video-request.ts';

export type AdvancedSetting =
  'seed' | 'style' | CameraMotion | 'motionIntensity' | 'referenceVideo' | 'referenceAudio';

/** What a request asks for that some models cannot do. */
export type Need =
  | Kind
  | 'elements'
  | 'first-frame'
  | 'last-frame'
  | 'last-frame-alone'
  | 'guide-video'
  | 'guide-audio'
  | 'sound';

/** Why a request was not accepted. None of them costs anything. */
export type Refusal =
  | MediaProblem
  | { readonly code: 'prompt-empty' }
  | { readonly code: 'prompt-too-short'; readonly length: number; readonly least: number }
  | { readonly code: 'prompt-too-long'; readonly length: number; readonly most: number }
  | ({ readonly code: 'seconds-out-of-range'; readonly seconds: number } & Range)
  | ({ readonly code: 'guidance-out-of-range'; readonly guidance: number } & Range)
  | { readonly code: 'guidance-not-offered'; readonly model: string }
  | {
      readonly code: 'aspect-not-offered';
      readonly aspect: string;
      readonly offered: readonly string[];
    }
  | {
      readonly code: 'quality-not-offered';
      readonly quality: Quality;
      readonly offered: readonly Quality[];
    }
  | { readonly code: 'kind-not-offered'; readonly kind: Kind | 'elements' }
  | { readonly code: 'no-frame' }
  | { readonly code: 'first-frame-not-offered'; readonly model: string }
  | { readonly code: 'last-frame-without-first' }
  | { readonly code: 'last-frame-not-offered'; readonly model: string }
  /** It takes one alone. */
  | { readonly code: 'last-frame-with-first'; readonly model: string }
  | { readonly code: 'too-many-shots'; readonly shots: number; readonly most: number }
  | { readonly code: 'shot-empty'; readonly shot: number }
  | {
      readonly code: 'shot-too-long';
      readonly shot: number;
      readonly length: number;
      readonly most: number;
    }
  | ({ readonly code: 'shot-seconds'; readonly shot: number; readonly seconds: number } & Range)
  /** Not beside a picture to start from or to end on, or not in shots. */
  | { readonly code: 'elements-not-offered'; readonly model: string }
  | { readonly code: 'too-many-elements'; readonly elements: number; readonly most: number }
  | { readonly code: 'element-name'; readonly name: string }
  | { readonly code: 'element-twice'; readonly name: string }
  | ({ readonly code: 'element-images'; readonly name: string; readonly images: number } & Range)
  | { readonly code: 'element-unused'; readonly name: string }
  | {
      readonly code: 'too-many-images';
      readonly images: number;
      readonly min: number;
      readonly most: number;
    }
  | { readonly code: 'images-or-elements' }
  | { readonly code: 'sound-not-kept'; readonly model: string }
  | { readonly code: 'sound-fixed'; readonly sound: boolean; readonly model: string }
  /** With it or without: nobody says what the model does. */
  | { readonly code: 'sound-not-offered'; readonly model: string }
  /** A setting that the model does not have. */
  | { readonly code: 'extra-not-offered'; readonly extra: AdvancedSetting; readonly model: string }
  | ({
      readonly code: 'extra-out-of-range';
      readonly extra: 'seed' | 'style' | 'motionIntensity';
    } & Range)
  /** No model here can do this, but one could be set up. */
  | { readonly code: 'not-set-up'; readonly need: Need; readonly providers: readonly string[] }
  | { readonly code: 'model-unknown'; readonly model: string; readonly offered: readonly string[] }
  /** The plan of the account there does not allow this, as was found lately. */
  | {
      readonly code: 'plan-gate';
      readonly provider: string;
      readonly demands: Demands;
      /** Providers that could do it, if they were set up. */
      readonly able: readonly string[];
    }
  /** The model that was asked for cannot do this, but others here can. */
  | { readonly code: 'model-unfit'; readonly model: string; readonly able: readonly string[] }
  /** The team's admins do not let it be used. */
  | {
      readonly code: 'model-denied';
      readonly models: readonly string[];
      readonly offered: readonly string[];
    }
  /** Only models that the team's admins do not let be used can do this. */
  | { readonly code: 'needs-denied-model'; readonly models: readonly string[] }
  /** Where videos may be asked for instead, of what is in the same chat. */
  | { readonly code: 'channel-denied'; readonly allowed: readonly ChatRef[] }
  /** In the requester's own words. */
  | { readonly code: 'words-blocked'; readonly words: string }
  /** All that could do it are out of order. */
  | {
      readonly code: 'providers-down';
      readonly providers: readonly string[];
      /** One of them will be back, and what is queued for it starts then. */
      readonly waits: boolean;
    }
  | { readonly code: 'no-links'; readonly provider: string }
  | { readonly code: 'no-provider' }
  | { readonly code: 'too-dear'; readonly cost: number; readonly most: number }
  | { readonly code: 'too-many-open'; readonly most: number }
  | { readonly code: 'too-many-open-in-team'; readonly most: number }
  | ({ readonly code: 'no-credits' } & Short)
  | { readonly code: 'no-allowance' }
  | { readonly code: 'no-team-budget' }
  /** Direct messages and apps installed for oneself are not switched on here. */
  | { readonly code: 'no-personal-space' }
  | ({ readonly code: 'pool-empty' } & Short);

interface Short {
  readonly cost: number;
  readonly left: number;
  /** Null where only extra credits are left, which never come anew. */
  readonly renewsAt: number | null;
}
