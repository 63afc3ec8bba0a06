import type { ModelCapabilities, Range } from '../../video/domain/capabilities.ts';
import type { Asking, ConfirmOver } from '../../teams/domain/confirm-over.ts';
import type { JobId } from '../../shared/domain/ids.ts';
import type { CardView } from './card-view.ts';
import type { Reply } from '../../messages/domain/reply.ts';
import type { Possibilities } from '../../video/domain/possibilities.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';
import type {
  Aspect,
  Quality,
  VideoSettings,
  VideoDraft,
} from '../../video/domain/video-request.ts';

/** What a form for a video offers, before anything is asked for. */
export interface VideoForm {
  /** What the person reads. */
  readonly language: string;
  /** What they set of it; null: whatever their chat or their team says. */
  readonly ownLanguage: string | null;
  /** What is chosen already: the person's usual settings. */
  readonly settings: VideoSettings;
  /** What the person set of asking first. */
  readonly confirmOver: ConfirmOver;
  /** And what holds for them, by that or by their team. */
  readonly asking: Asking;
  readonly seconds: Range;
  readonly qualities: readonly Quality[];
  readonly aspects: readonly Aspect[];
  readonly guidance: Range | null;
  /** Null where no model here has the choice; `usual` null: it is left to the model. */
  readonly sound: { readonly usual: boolean | null } | null;
  readonly promptLength: number;
  readonly takesImages: boolean;
  /** Whether a last frame goes beside a first one; `either`: some models want one, others none. */
  readonly lastFrame: ModelCapabilities['frames']['last'] | 'either';
  /** Whether a first frame can decide the shape. */
  readonly shapeFollowsImage: boolean;
  /** What else there is: other kinds of video, and settings that few models have. */
  readonly possible: Possibilities;
  /** What the person may still use; null: as much as they like. */
  readonly left: number | null;
  /** What this would cost as things stand. Asks nobody. */
  readonly price: (draft: VideoDraft) => Priced;
  /** Every model that could make this now, cheapest first. Asks nobody. */
  readonly models: (draft: VideoDraft) => readonly ModelChoice[];
}

/** A model and what a video would cost with it. */
export interface ModelChoice {
  /** As a draft names it. */
  readonly id: string;
  /** What a person reads; says whose it is where several sell the same. */
  readonly title: string;
  readonly quality: Quality;
  readonly seconds: number;
  readonly credits: number;
}

export type Priced =
  | { readonly status: 'priced'; readonly credits: number; readonly model: string }
  | { readonly status: 'refused'; readonly words: RichText };

/** What a person has here, at a glance. */
export interface HomeView {
  /** What the person reads. */
  readonly language: string;
  readonly credits: Reply;
  readonly running: readonly HomeJob[];
  /** The last ones that ended, newest first. */
  readonly ended: readonly HomeJob[];
}

export interface HomeJob {
  readonly jobId: JobId;
  readonly view: CardView;
  /** To the message in the chat. */
  readonly link: string | null;
  /** Signed links, good for a day. */
  readonly video: string | null;
  readonly poster: string | null;
}
