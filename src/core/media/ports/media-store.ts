import type {
  AudioLimits,
  AudioRef,
  TranscodePlan,
  ClipLimits,
  ClipRef,
  ImageLimits,
  ImageRef,
  InputRef,
  MediaProblem,
  MediaSource,
  VideoRef,
} from '../domain/media.ts';

export type Ingested<media> =
  | { readonly status: 'taken'; readonly media: media }
  | { readonly status: 'refused'; readonly problem: MediaProblem };

/** It could be made to fit, if its owner agrees. */
export interface NeedsTranscode {
  readonly status: 'unfit';
  readonly name: string;
  readonly transcode: TranscodePlan;
}

export type ImageIngested = Ingested<ImageRef> | NeedsTranscode;
export type ClipIngested = Ingested<ClipRef> | NeedsTranscode;

export interface TranscodeOptions {
  readonly allowTranscode: boolean;
  readonly signal: AbortSignal;
}

export type VideoCollected =
  | { readonly status: 'collected'; readonly video: VideoRef }
  /** The link will not give a video, however often it is asked: gone, forbidden, not a video. */
  | { readonly status: 'unusable'; readonly why: string };

/** A file of the store that is ready to be sent. `path` stays readable until it is released. */
export interface MediaFile extends AsyncDisposable {
  readonly path: string;
  readonly bytes: number;
}

/** Where images and videos are taken in, kept, fitted and linked. Content decides every name. */
export interface MediaStore {
  /**
   * Copies an attachment into the store: streamed with a cap, its type told by its bytes, decoded
   * to its end, turned upright, brought to sRGB, freed of EXIF and location, and of a format that
   * the model takes. Taking in the same bytes twice gives the same reference. One that is larger
   * than the model takes is made smaller where that is agreed to.
   */
  ingestImage(
    source: MediaSource,
    limits: ImageLimits,
    options: TranscodeOptions,
  ): Promise<ImageIngested>;

  /**
   * The same for a video: measured in full before anything is spent. One that is too long, too big
   * or of a type that the model does not take is cut or encoded anew where that is agreed to.
   */
  ingestClip(
    source: MediaSource,
    limits: ClipLimits,
    options: TranscodeOptions,
  ): Promise<ClipIngested>;

  ingestAudio(
    source: MediaSource,
    limits: AudioLimits,
    signal: AbortSignal,
  ): Promise<Ingested<AudioRef>>;

  /**
   * Copies a finished render from the provider's link, probes it and makes its poster. One that
   * chats do not play is written anew; one that cannot be read is kept as it came if `asItCame`.
   * @throws {ResultNotFetched} when its link did not give it this time, though it may later
   * @throws when it could not be saved here
   */
  collectVideo(
    url: string,
    signal: AbortSignal,
    options?: { readonly asItCame?: boolean },
  ): Promise<VideoCollected>;

  /**
   * The video itself when it fits, else a re-encoded copy of at most `maxBytes`; null when no copy
   * worth watching fits. Asking again for the same copy costs nothing.
   */
  fit(video: VideoRef, maxBytes: number, signal: AbortSignal): Promise<VideoRef | null>;

  /** @throws when the store has no such file (any more) */
  open(media: InputRef | VideoRef): Promise<MediaFile>;

  /** Smaller copies that were made of it. */
  copiesOf(key: string): Promise<readonly string[]>;

  /**
   * Deletes a file and what was noted of its copies, unless it was used since then.
   * @returns false when it was used, and is still there
   */
  remove(key: string, unusedSince: Date): Promise<boolean>;

  /** A signed link that works until `expiresAt`; null where there is no public address to link to. */
  link(media: InputRef | VideoRef, expiresAt: Date): string | null;

  /** A page that plays the video, made to be shown inside of other pages; null as for `link`. */
  player(video: VideoRef, expiresAt: Date): string | null;
}
