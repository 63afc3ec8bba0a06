import type { JobStatus } from '../../jobs/domain/job.ts';
import type { VideoRef } from '../../media/domain/media.ts';
import type { RichText } from '../../messages/domain/rich-text.ts';

export type CardAction = 'cancel' | 'check-now' | 'give-back' | 'try-again';

/** What a person sees of a job, before any chat's own markup. Equal views look the same. */
export interface CardView {
  /** The language it is read in; English where nobody set it. */
  readonly language?: string;
  readonly status: JobStatus;
  readonly tone: 'waiting' | 'working' | 'done' | 'stopped' | 'attention' | 'forgotten';
  readonly headline: RichText;
  /** What was asked for, a stranger's words, shortened; and its settings. */
  readonly prompt: string;
  readonly settings: RichText;
  /** 0–1 in twentieths while it renders. */
  readonly progress: number | null;
  readonly lines: readonly RichText[];
  /** What it costs or did cost: only what is already written in the ledger. */
  readonly receipt: readonly RichText[];
  readonly actions: readonly CardAction[];
  readonly video: VideoRef | null;
}
